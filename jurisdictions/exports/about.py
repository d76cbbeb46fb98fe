"""What a file says of itself: in its headers, or on its second sheet."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from .citing import Cited

# docs/decisions/0005: nobody has chosen a licence for the compilation yet.
LICENCE = (
    "No licence has been chosen yet for the compilation. Facts are free to use;"
    " quotations belong to their sources, which each row names."
)
# What a header says as it is; the rest of it is percent-encoded.
PRINTED = " ,.:;()/&'\"?!"
STRAIGHT = str.maketrans("“”’", '""\'')


@dataclass(frozen=True)
class About:
    """What stands beside the rows of a file: in its headers, or on its second sheet."""

    cited: Cited
    on: dt.date
    as_of: dt.datetime | None
    filters: tuple[str, ...]
    query: str
    rows: int

    def lines(self):
        """[label, value] of each line of the sheet."""
        moment = self.as_of.isoformat() if self.as_of else "as known at the edition"
        yield ["Title", self.cited.title]
        yield ["Edition", self.cited.edition]
        yield ["On", self.on.isoformat()]
        yield ["As of", moment]
        yield ["Filters", "; ".join(self.filters) or "none: every row"]
        yield ["Rows", self.rows]
        yield ["Licence", f"{LICENCE} {licence_address()}"]
        yield ["Citation", self.cited.text]
        yield ["Address", self.cited.address]

    def headers(self):
        """ASCII throughout: the filters as in the address, the rest as links."""
        return {
            "X-Row-Count": str(self.rows),
            "X-Filters": self.query,
            "X-Citation": quote(self.cited.words.translate(STRAIGHT), safe=PRINTED),
            **self.links(),
        }

    def links(self):
        address = f'<{self.cited.address}>; rel="cite-as"'
        return {"Link": f'{address}, <{licence_address()}>; rel="license"'}


def licence_address():
    return f"{settings.SITE_URL}/data/#licence"
