"""Which addresses may be asked: https, a public name, a public network.

The rules read the address themselves: parsers that forgive tabs, backslashes or
a number in place of a name see another host than the one that is asked.
"""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import quote, urljoin

from .outcomes import FetchRefused

MAX_URL = 2000
MAX_HOST = 253
# What a path may hold as it is; all else is percent-encoded.
PLAIN = "/?%:@!$&'()*+,;=-._~[]"
LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
# A last label that is a number would be read as an IP address, also as 0x7f.1.
NAME = re.compile(rf"(?:{LABEL}\.)+(?P<top>[a-z]{{2,63}}|xn--[a-z0-9-]{{2,59}})")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*")
# Names that lead nowhere outside a house (RFC 6761, 6762, 7686, 8375, 9476).
HOUSE_NAMES = {
    *("alt", "arpa", "corp", "home", "internal", "intranet", "lan", "local"),
    *("localdomain", "localhost", "onion", "private"),
}
# Letters that the two editions of IDNA lead to different names, and a dot that is
# none until IDNA makes it one.
DISPUTED = set("\u00df\u1e9e\u03c2\u200c\u200d\u3002")

NOT_PUBLIC = [
    ip_network(block)
    for block in (
        # IANA's special-purpose registry for IPv4, multicast and reserved space
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
        *("169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
        *("192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # Azure's own platform answers here, to its guests alone.
        "168.63.129.16/32",
        # inside 2000::/3: IETF protocols with Teredo, documentation, 6to4, AS112
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        "2620:4f:8000::/48",
    )
]
# All other IPv6 is not global unicast: mapped, translated, private, link-local.
GLOBAL_IPV6 = ip_network("2000::/3")


@dataclass(frozen=True)
class Target:
    """One address that the rules let through; `path` includes the query."""

    host: str
    path: str

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.path}"


def read_target(url: str) -> Target:
    """The host and path of an address; raises FetchRefused with the broken rule."""
    if len(url) > MAX_URL:
        raise FetchRefused("length")
    _check_characters(url)
    scheme, separator, rest = url.partition("://")
    if scheme.lower() != "https" or not separator:
        raise FetchRefused("scheme")
    authority = re.match("[^/?#]*", rest)[0]
    path = rest[len(authority) :].partition("#")[0]
    slash = "" if path.startswith("/") else "/"
    return Target(_host(authority), quote(slash + path, safe=PLAIN))


def read_redirect(target: Target, location: str) -> Target:
    """Where a redirect leads; the same rules hold."""
    _check_characters(location)
    try:
        return read_target(urljoin(target.url, location))
    except ValueError:
        raise FetchRefused("host") from None


def is_public(address: str) -> bool:
    """Whether an IP address is global unicast: nobody's private network."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if found.version == 6 and (found.scope_id or found not in GLOBAL_IPV6):
        return False
    # Python's own list too: a later version may know of a block that ours does not.
    return found.is_global and not any(found in block for block in NOT_PUBLIC)


def _check_characters(text):
    # Controls, surrogates, invisible and bidirectional signs, every kind of space.
    if "\\" in text or any(unicodedata.category(sign)[0] in "CZ" for sign in text):
        raise FetchRefused("characters")


def _host(authority):
    if "@" in authority:
        raise FetchRefused("userinfo")
    if authority.startswith("[") or authority.count(":") > 1:
        raise FetchRefused("number")
    host, colon, port = authority.partition(":")
    if colon and port != "443":
        raise FetchRefused("port")
    name = _ascii(host)
    if NUMBER.fullmatch(name):
        raise FetchRefused("number")
    found = NAME.fullmatch(name)
    if not found or found["top"] in HOUSE_NAMES:
        raise FetchRefused("host")
    return name


def _ascii(host):
    """The name as it is asked for: "bücher.example" -> "xn--bcher-kva.example"."""
    # Full-width letters, circled digits and other dots only look like a name.
    plain = unicodedata.normalize("NFC", host)
    if unicodedata.normalize("NFKC", host) != plain or DISPUTED & {*plain}:
        raise FetchRefused("host")
    if len(plain) > MAX_HOST:
        raise FetchRefused("host")
    try:
        name = plain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise FetchRefused("host") from None
    if len(name) > MAX_HOST:
        raise FetchRefused("host")
    return name
