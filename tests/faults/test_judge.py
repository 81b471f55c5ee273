"""The judge must notice what it is there to notice: a judge that sees nothing proves nothing."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.faults.judge import schedule
from tests.faults.judge.captures import Captures
from tests.faults.judge.ledger import Gone, Ledger, NoEvidence
from tests.faults.judge.server import Server
from tests.faults.plan import KILLS, Plan

from evenhand.platforms.contract import NotDone, TryAgain, Unknown
from evenhand.platforms.exchange import Exchange, Limits

PATIENCE = Limits(connect_seconds=2, read_seconds=1, whole_seconds=2)
HIDE = {"key": "k1", "account": "town", "text": ""}


def keep(folder: Path, content: dict[str, str]) -> Path:
    """A part of a capture, as the product keeps it."""
    part = json.dumps(content).encode()
    path = folder / (name := hashlib.sha256(part).hexdigest())[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(part)
    return path


def captured(folder: Path, comment: str = "c1", at: str = "12:00") -> list[Path]:
    return [keep(folder, {"id": comment}), keep(folder, {"comment": comment, "captured_at": at})]


class TestEvidence:
    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Ledger:
        ledger = Ledger(Captures(tmp_path))
        ledger.publish(["c1"])
        return ledger

    def test_without_a_capture_an_action_is_refused_and_counted(self, ledger: Ledger) -> None:
        with pytest.raises(NoEvidence):
            ledger.called("c1", "k1")
        assert ledger.without_evidence == ["c1 k1"]

    def test_with_a_whole_capture_it_may_be_done(self, ledger: Ledger, tmp_path: Path) -> None:
        captured(tmp_path)
        assert ledger.called("c1", "k1") == 1

    @pytest.mark.parametrize("which", [0, 1], ids=["payload", "record"])
    def test_a_part_that_is_gone_or_damaged_is_no_evidence(self, ledger: Ledger, tmp_path: Path, which: int) -> None:
        parts = captured(tmp_path)
        assert ledger.called("c1", "k1") == 1
        parts[which].write_bytes(b"something else")
        with pytest.raises(NoEvidence):
            ledger.called("c1", "k1")
        parts[which].unlink()
        with pytest.raises(NoEvidence):
            ledger.called("c1", "k1")

    def test_a_second_action_needs_a_capture_of_its_own(self, ledger: Ledger, tmp_path: Path) -> None:
        captured(tmp_path)
        ledger.called("c1", "k1")
        with pytest.raises(NoEvidence):
            ledger.called("c1", "k2")
        captured(tmp_path, at="12:01")
        assert ledger.called("c1", "k2") == 2

    def test_the_capture_of_another_comment_does_not_count(self, ledger: Ledger, tmp_path: Path) -> None:
        captured(tmp_path, "c2")
        with pytest.raises(NoEvidence):
            ledger.called("c1", "k1")


class TestEffects:
    @pytest.fixture
    def ledger(self) -> Ledger:
        ledger = Ledger(None)
        ledger.publish(["c1"])
        return ledger

    def test_a_reply_that_is_called_twice_stands_twice(self, ledger: Ledger) -> None:
        for _ in range(2):
            ledger.act("c1", "reply", "k1", "town", "Please write to us.")
        assert (ledger.effects["k1"], len(ledger.comments["c1"].replies)) == (2, 2)

    def test_hiding_what_is_hidden_is_not_seen_by_anybody(self, ledger: Ledger) -> None:
        for _ in range(2):
            ledger.act("c1", "hide", "k1", "town", "")
        assert (ledger.effects["k1"], ledger.comments["c1"].state) == (1, "hidden")

    def test_a_hide_that_comes_late_after_it_was_undone_is_seen_twice(self, ledger: Ledger) -> None:
        for verb, key in (("hide", "k1"), ("unhide", "k2"), ("hide", "k1")):
            ledger.act("c1", verb, key, "town", "")
        assert ledger.effects["k1"] == 2

    def test_what_was_deleted_cannot_be_answered(self, ledger: Ledger) -> None:
        ledger.act("c1", "delete", "k1", "town", "")
        with pytest.raises(Gone):
            ledger.act("c1", "reply", "k2", "town", "Hello")

    def test_keys_are_not_shown_to_those_who_read(self, ledger: Ledger) -> None:
        ledger.act("c1", "reply", "k1", "town", "Hello")
        assert ledger.thread("c1") == {"state": "visible", "replies": [{"id": "r1", "by": "town", "text": "Hello"}]}


class TestFaultsOverHttp:
    """Each fault, played to the client that the product uses."""

    @pytest.fixture
    def serving(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
        server = Server(Ledger(None), seed=1, rate=0)
        server.ledger.publish(["c1"])
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
        server.server_close()

    @pytest.mark.parametrize("fault", [*schedule.OF_CHANGES])
    def test_it_acts_when_it_says_so_and_its_end_is_understood(
        self, serving: Server, monkeypatch: pytest.MonkeyPatch, fault: str
    ) -> None:
        monkeypatch.setattr(schedule, "fault", lambda *_: fault)
        monkeypatch.setattr("tests.faults.judge.server.HELD_SECONDS", 1.5)
        exchange = Exchange(f"http://127.0.0.1:{serving.server_port}", limits=PATIENCE)
        ended = "done"
        try:
            exchange.change("POST", "/comments/c1/hide", HIDE)
        except (TryAgain, Unknown, NotDone) as end:
            ended = type(end).__name__
        acted = serving.ledger.effects["k1"] == 1
        expected = "TryAgain" if fault.startswith("429") else "done" if fault in _ANSWERED else "Unknown"
        assert ended == expected
        if fault == "acts long after the caller gave up":
            assert not acted
            with suppress(TryAgain):
                threading.Event().wait(1)
            assert serving.ledger.effects["k1"] == 1
        else:
            assert acted == (fault not in schedule.NEVER_ACTS)

    def test_a_look_shows_the_thread(self, serving: Server) -> None:
        exchange = Exchange(f"http://127.0.0.1:{serving.server_port}", limits=PATIENCE)
        exchange.change("POST", "/comments/c1/hide", HIDE)
        assert exchange.read("/comments/c1") == {"state": "hidden", "replies": []}
        with pytest.raises(NotDone, match="404"):
            exchange.read("/comments/c2")


_ANSWERED = {"slow", "answers twice"}


class TestThePlan:
    def test_the_same_seed_makes_the_same_storm(self) -> None:
        assert Plan(7, 2_000, 200).events() == Plan(7, 2_000, 200).events()
        assert Plan(7, 2_000, 200).events() != Plan(8, 2_000, 200).events()
        assert schedule.fault(7, 1.0, "hide c1 1", schedule.OF_CHANGES) == schedule.fault(
            7, 1.0, "hide c1 1", schedule.OF_CHANGES
        )

    def test_every_kind_of_kill_comes_and_no_more_than_were_asked_for(self) -> None:
        kills = [event for event in Plan(1, 150, 15).events() if event.startswith("kill")]
        assert (len(kills), {kill.removeprefix("kill ") for kill in kills}) == (15, set(KILLS))

    def test_about_as_many_calls_go_wrong_as_were_asked_for(self) -> None:
        wrong = sum(bool(schedule.fault(1, 0.2, f"hide c{n} 1", schedule.OF_CHANGES)) for n in range(2_000))
        assert 340 < wrong < 460
