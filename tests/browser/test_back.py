"""Back leads to the question before, one step at a time.

Origin: microbiomedata/nmdc-server#515, forem/forem#9557, buildbuddy-io/buildbuddy#782:
Back skipped all filters, or needed one press for each letter.
"""

from urllib.parse import parse_qs, urlsplit


def question(page):
    return parse_qs(urlsplit(page.url).query)


def apply(page):
    page.locator("#filters .apply .button").last.click()
    page.wait_for_load_state()


def chips(page):
    return page.locator(".chips a:not(.clear)").all_inner_texts()


def steps(page):
    return page.evaluate("history.length")


def test_back_leads_to_the_filters_before(window):
    page = window.page
    window.open("/jurisdictions/")
    before = steps(page)
    page.locator("#filters input[name=list][value=dhs-2025]").check()
    apply(page)
    page.locator("#filters input[name=kind][value=city]").check()
    apply(page)
    count, chosen = page.locator(".result-count").inner_text(), chips(page)
    page.locator("#filter-q").press_sequentially("san le")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=san*")
    assert len(chips(page)) == 3
    assert steps(page) - before <= 3
    page.go_back()
    assert question(page)["list"] == ["dhs-2025"]
    assert question(page)["kind"] == ["city"]
    assert "q" not in {name for name, [value] in question(page).items() if value}
    assert page.locator(".result-count").inner_text() == count
    assert chips(page) == chosen
    page.go_back()
    assert "kind" not in question(page)
    assert page.locator("#filters input[name=list][value=dhs-2025]").is_checked()


def test_a_filter_that_is_taken_away_is_one_step_back_too(window):
    window.open("/jurisdictions/?state=CA&kind=city")
    before = steps(window.page)
    window.page.locator(".chips a").first.click()
    window.page.wait_for_load_state()
    assert len(chips(window.page)) == 1
    assert steps(window.page) == before + 1
    window.page.go_back()
    assert len(chips(window.page)) == 2
