"""An alert from the list to its end, by a browser's own forms and headers."""

import re

from django.core import mail as outbox

READER = "zzreader@mail.example"
FORM = "/alerts/?list=doj-2025&state=OR"
FOREIGN = """
<form method="post" action="{}">
<input name="email" value="zzreader@mail.example">
<input name="about" value="matches"><input name="rhythm" value="daily">
<button>Win a prize</button>
</form>
"""


def press(page, words):
    with page.expect_navigation() as answer:
        page.get_by_role("button", name=words, exact=True).click()
    return answer.value.status


def test_asked_for_confirmed_and_ended_without_script_or_cookie(open_window):
    window = open_window(java_script_enabled=False)
    page, outbox.outbox = window.page, []
    window.open("/jurisdictions/?list=doj-2025&state=OR")
    page.get_by_role("link", name="Alert by e-mail").click()
    page.get_by_label("Your e-mail address").fill(READER)
    page.get_by_label("At most once a week").check()
    assert press(page, "Send the letter to confirm") == 200
    assert page.title().startswith("A letter is on its way")
    [letter] = outbox.outbox
    assert "On list: DOJ list of August 2025" in letter.body
    window.open(re.search(r"/alerts/\S+/", letter.body)[0])
    assert press(page, "Confirm") == 200
    assert "at most once a week, about which places match" in page.inner_text("main")
    assert press(page, "End this alert") == 200
    assert page.title().startswith("The alert has ended")
    window.assert_quiet()


def test_a_form_on_another_site_asks_for_nothing(site, open_window):
    page, outbox.outbox = open_window().page, []
    page.set_content(FOREIGN.format(f"{site}{FORM}"))
    assert press(page, "Win a prize") == 403
    assert "sent from the page of another site" in page.inner_text("main")
    assert not outbox.outbox
