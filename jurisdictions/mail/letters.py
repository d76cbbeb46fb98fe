"""What the letters say: plain text, in the words of the pages."""

from django.conf import settings
from django.http import QueryDict
from django.template.defaultfilters import pluralize

from jurisdictions.choices import AlertAbout, AlertRhythm
from jurisdictions.filters import JurisdictionQuestion
from jurisdictions.summaries.alerts import Digest
from jurisdictions.summaries.table import chips
from jurisdictions.summaries.telling import lines_of, moment_words, title_of

NAME = "Jurisdictions Under Review"
MOST_SHOWN = 50
EVERYTHING = "All jurisdictions of the record"
# A stranger's own words must not reach anybody by way of this site.
TYPED = {"q": "a name; open the link to see it"}
WHAT = {
    AlertAbout.MATCHES: "which places match",
    AlertAbout.CHANGES: "any change about a place that matches",
}
HOW_OFTEN = {
    AlertRhythm.DAILY: "at most once a day",
    AlertRhythm.WEEKLY: "at most once a week",
}


def wish_words(alert):
    """“at most once a day, about which places match”."""
    return f"{HOW_OFTEN[alert.rhythm]}, about {WHAT[alert.about]}"


def filter_words(query, *, hide_typed=False):
    """The filter in the words of the list page, one line for each value."""
    question = JurisdictionQuestion(QueryDict(query))
    lines = []
    for name in question.active:
        alone = JurisdictionQuestion(
            _only(question, name), vocabulary=question.vocabulary
        )
        hidden = hide_typed and name in TYPED
        label = question.filters[name].label
        said = [f"{label}: {TYPED[name]}"] if hidden else [w for w, _ in chips(alone)]
        lines += said
    return lines or [EVERYTHING]


def _only(question, name):
    asked = QueryDict(mutable=True)
    asked.setlist(name, question.given.getlist(name))
    return asked


def confirmation(alert):
    """(subject, text) that asks the owner of an address for consent."""
    words = "\n".join(
        f"  {line}" for line in filter_words(alert.query, hide_typed=True)
    )
    text = f"""Somebody, we hope you, asked {NAME}
to write to this address {wish_words(alert)}, among:

{words}

To confirm, open this page within three days and press “Confirm”:
{settings.SITE_URL}/alerts/{alert.token}/

If it was not you, do nothing. No other letter will come, and the address is
forgotten after the three days.
"""
    return f"Confirm your alert of {NAME}", text


def digest_letter(alert, digest: Digest):
    """(subject, text) of what changed in a period."""
    parts = [
        f"From {moment_words(digest.start)} to {moment_words(digest.end)}, among:",
        "\n".join(f"  {line}" for line in filter_words(alert.query)),
        *_section("Came to match", digest.came, digest.compare),
        *_section("No longer match", digest.left, digest.compare),
        *_changes(digest),
        f"Compare the two days: {settings.SITE_URL}{digest.compare}",
        f"End this alert: {settings.SITE_URL}/alerts/{alert.token}/end/",
    ]
    return f"{subject_of(digest)}: {NAME}", "\n\n".join(parts) + "\n"


def subject_of(digest):
    """“2 places came to match, 1 change of the record”: what is counted, apart."""
    came, left, changed = len(digest.came), len(digest.left), digest.change_count
    said = (
        came and f"{came} place{pluralize(came)} came to match",
        left and f"{left} no longer match{pluralize(left, 'es,')}",
        changed and f"{changed} change{pluralize(changed)} of the record",
    )
    return ", ".join(filter(None, said))


def _section(title, differences, compare):
    if not differences:
        return
    yield f"{title.upper()} ({len(differences)})"
    for each in differences[:MOST_SHOWN]:
        lines = [each.place.full, f"  {settings.SITE_URL}{each.place.address}"]
        for told in each.told:
            was, now = told.was or "nothing on record", told.now or "nothing on record"
            lines.append(f"  {told.label}: was {was}, now {now}")
            lines += [f"  Why: {told.why}"] if told.why else []
            lines += [f"  Source: {cited.title}" for cited in told.sources[:1]]
        yield "\n".join(lines)
    if (more := len(differences) - MOST_SHOWN) > 0:
        yield f"And {more} more: {settings.SITE_URL}{compare}"


def _changes(digest):
    if not digest.changes:
        return
    yield f"CHANGES OF THE RECORD ({digest.change_count})"
    for entry in digest.changes:
        address = f"{settings.SITE_URL}{entry.address}#v{entry.key.revision}"
        title, (said, *rest) = title_of(entry), lines_of(entry)
        # A short text stands in the title whole.
        rest = rest if title.endswith(said) else [said, *rest]
        yield "\n".join([title, *(f"  {line}" for line in [*rest, address])])
    if more := digest.change_count - len(digest.changes):
        since = digest.start_day.isoformat()
        all_changes = f"{settings.SITE_URL}/changes/?since={since}"
        yield f"And {more} more, among all changes of the record: {all_changes}"


def ended(alert, problems):
    """(subject, text) when the filter can no longer be read."""
    words = "\n".join(f"  {each.label}: {each.message}" for each in problems)
    text = f"""An alert that you asked {NAME} for can no longer be answered:

{words}

It has ended, and your address is deleted. The list can be asked anew here:
{settings.SITE_URL}/jurisdictions/
"""
    return f"Your alert of {NAME} has ended", text
