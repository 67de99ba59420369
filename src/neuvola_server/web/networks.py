"""Whose tries are counted together; the address itself is held in memory only, never kept."""

from ipaddress import IPv6Address, ip_address

from fastapi import Request


def network_of(request: Request) -> str:
    """The asker's address; of IPv6 the network, since a home has no end of addresses."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address) or address.ipv4_mapped:
        return host
    return f"{int(address) >> 64:x}::/64"
