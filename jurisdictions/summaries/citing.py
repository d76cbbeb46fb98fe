"""Sources as pages cite them, each in the revision of the moment asked about."""

from dataclasses import dataclass

from jurisdictions.models import Source


@dataclass(frozen=True)
class Citation:
    """One source as a page shows it."""

    slug: str
    title: str
    publisher: str
    url: str
    address: str


def citations(pks, moment=None):
    """{pk of any revision of a source: Citation of the revision of that moment}."""
    claims = Source.objects.filter(pk__in=pks).values("claim")
    revisions = list(Source.objects.published().filter(claim__in=claims))
    standing = {source.claim: source for source in revisions if _stood(source, moment)}
    return {
        source.pk: citation(standing.get(source.claim, source)) for source in revisions
    }


def _stood(row, moment):
    if moment is None:
        return row.superseded_at is None
    open_ended = row.superseded_at is None or row.superseded_at > moment
    return row.published_at <= moment and open_ended


def citation(source):
    return Citation(
        slug=source.slug,
        title=source.title or source.publisher or source.citation,
        publisher=source.publisher if source.title else "",
        url=source.url,
        address=source.get_absolute_url(),
    )
