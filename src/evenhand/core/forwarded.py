"""Whose address a request comes from, behind proxies. What a stranger can write into a header is never believed."""

from collections.abc import Collection, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from evenhand.core.refusals import Refused

Network = IPv4Network | IPv6Network


def networks(given: Iterable[str]) -> tuple[Network, ...]:
    """Of addresses and networks as a setting names them: 10.0.0.5, 10.1.0.0/16, ::1. Raises: Refused."""
    found = []
    for each in given:
        try:
            found.append(ip_network(each.strip()))
        except ValueError as wrong:
            raise Refused(
                tried=f"to trust the proxy “{each}”", forbids=str(wrong),
                do="write addresses or networks with commas, as in 10.0.0.5, 10.1.0.0/16",
            ) from wrong  # fmt: skip
    return tuple(found)


def sender(peer: str, forwarded_for: str, trusted: Collection[Network]) -> str:
    """The nearest address that no trusted proxy has. `peer`: who is connected to us, empty over a local socket.

    Each proxy appends whom it was called by, so the header is read from its end, and only as long as the one who wrote
    that part is trusted. What is before it, anybody may have made up. A part that is no address ends the reading.
    """
    nearest = peer
    for noted in reversed(forwarded_for.split(",")):
        if not _is_trusted(nearest, trusted) or not _is_address(noted):
            break
        nearest = noted.strip()
    return nearest


def _is_trusted(address: str, trusted: Collection[Network]) -> bool:
    """Over a socket of the machine, only what runs here calls; it counts as trusted once any proxy is."""
    if not address:
        return bool(trusted)
    if not _is_address(address):
        return False
    found = ip_address(address.strip())
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in network for network in trusted)


def _is_address(written: str) -> bool:
    try:
        ip_address(written.strip())
    except ValueError:
        return False
    return True
