"""Only what is signed with our secret, and fresh, wakes anybody."""

from contextlib import suppress
from datetime import timedelta

import pytest
from tests.platforms.contract_suite import NOW, PUSHING, possible
from tests.platforms.fakes.serving import FakePlatform

from evenhand.platforms import found
from evenhand.platforms.contract import NotReadable, Push, Replayed, Wake, WrongSignature

UNKNOWN = (
    b"not JSON at all",
    b"null",
    b"3",
    b"[[]]",
    b"{}",
    b'{"event": "comment.never_heard_of", "data": null, "entry": 7, "values": [], "notifications": [null]}',
    b'{"object": "page", "entry": [{"id": null, "changes": [{"field": "never heard of", "value": 9007199254740993}]}]}',
)
"""Signed all of them."""


class TestPush:
    @pytest.mark.parametrize("name", PUSHING)
    def test_the_handshake_is_answered_as_the_platform_wants(self, name: str, fake: FakePlatform) -> None:
        possible(fake, "handshake")
        query, secrets, wanted = fake.asked()
        pushes = found.pushes(name)
        assert pushes is not None
        assert pushes.handshake(query, secrets) == wanted

    @pytest.mark.parametrize("name", PUSHING)
    def test_a_signed_message_wakes(self, name: str, fake: FakePlatform) -> None:
        pushes, sent = found.pushes(name), fake.pushed(NOW)
        assert pushes is not None
        wakes = pushes.receive(sent.headers, sent.raw, sent.secrets, NOW)
        assert [wake.event_id for wake in wakes if wake.event_id]
        assert wakes == pushes.receive(sent.headers, sent.raw, sent.secrets, NOW)

    @pytest.mark.parametrize("name", PUSHING)
    def test_a_message_that_was_touched_wakes_nobody(self, name: str, fake: FakePlatform) -> None:
        pushes, sent = found.pushes(name), fake.pushed(NOW)
        assert pushes is not None
        if found.manifest(name).push is Push.UNSIGNED:
            pytest.skip("nothing is signed there, so a message is only a hint")
        for headers, raw in (
            (sent.headers, sent.raw + b" "),
            ({}, sent.raw),
            ({key: "0" * len(value) for key, value in sent.headers.items()}, sent.raw),
        ):
            with pytest.raises(WrongSignature):
                pushes.receive(headers, raw, sent.secrets, NOW)

    @pytest.mark.parametrize("name", PUSHING)
    def test_an_old_message_wakes_nobody(self, name: str, fake: FakePlatform) -> None:
        if not fake.pushes_are_dated:
            pytest.skip("its messages carry no time; the same one twice is known by its event id")
        pushes, sent = found.pushes(name), fake.pushed(NOW)
        assert pushes is not None
        with pytest.raises(Replayed):
            pushes.receive(sent.headers, sent.raw, sent.secrets, NOW + timedelta(days=1))

    @pytest.mark.parametrize("name", PUSHING)
    @pytest.mark.parametrize("raw", UNKNOWN, ids=repr)
    def test_a_signed_message_of_an_unknown_kind_wakes_or_is_put_aside(
        self, name: str, fake: FakePlatform, raw: bytes
    ) -> None:
        """It is no defect of ours: whoever is woken only polls, which is the truth."""
        pushes, sent = found.pushes(name), fake.signs(raw, NOW)
        assert pushes is not None
        wakes: tuple[Wake, ...] = ()
        with suppress(NotReadable):
            wakes = pushes.receive(sent.headers, sent.raw, sent.secrets, NOW)
        assert all(wake.event_id for wake in wakes)
