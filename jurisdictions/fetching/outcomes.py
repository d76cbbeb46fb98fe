"""What a fetch may cost, what it brings, and the words for what it does not."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024

# Each ends a sentence that begins "It could not be checked: ".
REFUSALS = {
    "characters": "its address has characters that no address may have",
    "length": "its address is too long",
    "scheme": "its address does not begin with https://",
    "userinfo": "its address carries a user name",
    "port": "its address names a port other than 443",
    "host": "its address does not name a public host",
    "number": "its address has a number in place of a host name",
    "network": "its host name leads to a network that is not public",
    "redirects": "it redirects too often",
    "loop": "it redirects in a circle",
    "head": "its answer begins with too many headers",
    "size": "it sends more than 10 MB",
    "encoding": "it sends the document packed in a way that was not asked for",
}
# Each ends a sentence that begins "It did not answer: ".
FAILURES = {
    "name": "its host name was not found",
    "connection": "no connection could be made",
    "certificate": "its certificate is not valid",
    "answer": "what it sent is no answer that can be read",
    "cut": "its answer broke off",
    "location": "it redirects without saying where to",
    "time": "it took too long",
}


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost, redirects included, and how it names itself."""

    seconds: float = 15
    step_seconds: float = 5
    redirects: int = 3
    head_bytes: int = 32 * 1024
    body_bytes: int = 10 * MEGABYTE
    agent: str = "JurisdictionsUnderReview (checks the sources it cites)"


@dataclass(frozen=True)
class Fetched:
    """An answer, whatever its status; only that of a success is read and hashed."""

    status: int
    final_url: str
    sha256: str
    content_type: str
    size: int
    # The addresses that led to the final one, in order.
    redirects: tuple[str, ...] = ()


class FetchError(Exception):
    """No answer; `word` says why to programs, `reason` to readers."""

    reasons: dict[str, str] = {}

    def __init__(self, word: str):
        self.word = word
        self.is_redirected = False
        super().__init__(word)

    @property
    def reason(self) -> str:
        after = "after a redirect, " if self.is_redirected else ""
        return f"{after}{self.reasons[self.word]}"


class FetchRefused(FetchError):
    """We did not ask, or stopped reading: a rule of ours forbids it."""

    reasons = REFUSALS


class FetchFailed(FetchError):
    """We asked, and nothing that can be used came back."""

    reasons = FAILURES


class FetchTimeout(FetchFailed):
    """Nothing, or too little, came back in time."""

    def __init__(self):
        super().__init__("time")
