"""Tests reach nothing but this machine."""

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)], ids=["IPv4", "IPv6"])
def test_nothing_outside_can_be_reached(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as outside, pytest.raises(RuntimeError, match="tests stay on this machine"):
        outside.connect(address)


def test_no_name_is_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"looked up council\.example"):
        socket.create_connection(("council.example", 80))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as here:
        assert here.getpeername() == server.getsockname()
