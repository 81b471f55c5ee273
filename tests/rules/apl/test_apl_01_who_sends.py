"""APL-01: the form is kept from being flooded by the sender's address, and nobody can make one up."""

import pytest

from evenhand.core.forwarded import networks, sender
from evenhand.core.refusals import Refused

PROXIES = networks(["10.1.0.0/16", "2001:db8::1", "127.0.0.1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("198.51.100.7", "203.0.113.5", "198.51.100.7"),  # a stranger's word
        ("10.1.2.3", "", "10.1.2.3"),  # the proxy itself
        ("10.1.2.3", "203.0.113.5", "203.0.113.5"),
        ("10.1.2.3", "6.6.6.6, 203.0.113.5", "203.0.113.5"),  # the first part was made up
        ("10.1.2.3", "203.0.113.5, 10.1.9.9", "203.0.113.5"),  # two of our proxies, one behind the other
        ("10.1.2.3", "203.0.113.5, 10.2.9.9", "10.2.9.9"),  # just outside the network
        ("10.1.2.3", "203.0.113.5, nonsense", "10.1.2.3"),
        ("10.1.2.3", "203.0.113.5, ", "10.1.2.3"),
        ("10.1.2.3", " 2001:db8::7 ", "2001:db8::7"),
        ("2001:db8::1", "203.0.113.5", "203.0.113.5"),
        ("::ffff:127.0.0.1", "203.0.113.5", "203.0.113.5"),  # a socket that speaks both
        ("", "203.0.113.5", "203.0.113.5"),  # over a socket of the machine
        ("unknown", "203.0.113.5", "unknown"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours_is_the_sender(peer: str, forwarded: str, found: str) -> None:
    assert sender(peer, forwarded, PROXIES) == found


@pytest.mark.parametrize("peer", ["198.51.100.7", "10.1.2.3", ""])
def test_without_a_trusted_proxy_no_header_is_believed(peer: str) -> None:
    assert sender(peer, "203.0.113.5", ()) == peer


@pytest.mark.parametrize("wrong", ["10.1.0.0/99", "proxy.example", "10.1.2.3/16"])
def test_a_proxy_that_is_no_address_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(Refused, match="write addresses or networks with commas"):
        networks([wrong])
