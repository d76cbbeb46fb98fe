"""From where a request came, as far as that can be trusted."""

import ipaddress

from django.conf import settings

IPV6_NETWORK = 64


def client_address(request):
    """The visitor's address, a network of IPv6 as one; None where there is none.

    Anybody can send X-Forwarded-For. Behind a proxy of ours its last part is what
    the proxy saw; elsewhere the header counts for nothing.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        seen = forwarded.rpartition(",")[2].strip() or seen
    try:
        address = ipaddress.ip_address(seen.partition("%")[0])
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    network = ipaddress.ip_network((address, IPV6_NETWORK), strict=False)
    return str(network.network_address)
