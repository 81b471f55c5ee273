"""What every platform keeps to, shown on each of them against a server that speaks as it does, and on the simulator.

A platform without a program (import and written steps alone) has a manifest to keep to and nothing else.
"""

import ast
import importlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.platforms.fakes.serving import (
    ACTS_AND_BREAKS_OFF,
    BREAKS_OFF,
    BUSY,
    FAULTS,
    REVOKED,
    FakePlatform,
)

from evenhand import platforms
from evenhand.core.vocabulary import Support, Verb
from evenhand.platforms import found
from evenhand.platforms.contract import (
    Access,
    AccessRefused,
    Act,
    Gone,
    Health,
    Incoming,
    NotDone,
    Performer,
    Permalink,
    Probes,
    Push,
    Reads,
    Ref,
    Replayed,
    TellsApart,
    TryAgain,
    Unknown,
    Withheld,
    WrongSignature,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ADDS = {Verb.REPLY, Verb.PRIVATE_REPLY, Verb.REPORT}
BEYOND_2_53 = str(2**53 + 1)
FOLDER = Path(platforms.__path__[0])


def acts_on(name: str) -> list[Verb]:
    """The verbs that a program carries out there on what exists."""
    verbs = found.manifest(name).verbs
    return [verb for verb, how in verbs.items() if how.support is not Support.MANUAL and not how.only_at_creation]


NAMES = found.names()
WITH_A_PROGRAM = [name for name in NAMES if found.manifest(name).reads or acts_on(name)]
READ = [name for name in NAMES if found.manifest(name).reads]
PUSHING = [name for name in NAMES if found.manifest(name).push is not Push.NONE]
DEEDS = [(name, verb) for name in NAMES for verb in acts_on(name)]
ON_EACH_THAT_READS = pytest.mark.parametrize("name", READ)
ON_EACH_DEED = pytest.mark.parametrize(("name", "verb"), DEEDS, ids=lambda part: str(part).replace(" ", "-"))


@pytest.fixture
def fake(name: str) -> Iterator[FakePlatform]:
    """The platform's own server, started."""
    there: FakePlatform = importlib.import_module(f"tests.platforms.fakes.{name}").Fake()
    there.start()
    try:
        yield there
    finally:
        there.stop()


@pytest.fixture
def connection(fake: FakePlatform, tmp_path: Path) -> Any:
    """Connected as a worker would be."""
    return found.connect(fake.name, fake.access(tmp_path))


def possible(fake: FakePlatform, case: str) -> None:
    if why := fake.cannot.get(case):
        pytest.skip(f"{fake.name}: {why}")


def observable(fake: FakePlatform, verb: Verb) -> bool:
    return found.manifest(fake.name).verbs[verb].observable


def prepared(connection: Any, act: Act) -> Act:
    """As `actions.carry_out` does it: what already looks the same is remembered before the first call."""
    if act.verb in ADDS and isinstance(connection, TellsApart):
        return replace(act, already=tuple(connection.standing(act)))
    return act


def everything(connection: Reads, cursor: str = "") -> tuple[list[Incoming], list[str], str]:
    """Polled until there is no more: what came, the ids of what could not be read, and the last cursor."""
    came: list[Incoming] = []
    odd: list[str] = []
    for _ in range(2000):
        page = connection.poll(cursor)
        assert len({comment.id for comment in page.incoming}) == len(page.incoming), "one page has an id twice"
        came, odd, cursor = [*came, *page.incoming], [*odd, *(u.id for u in page.unreadable)], page.cursor
        if not page.more:
            return came, odd, cursor
    raise AssertionError("polling never came to an end")


def the(came: list[Incoming], id_: str) -> Incoming:
    """The last that was said of a comment."""
    return [comment for comment in came if comment.id == id_][-1]


class TestManifest:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_person_can_do_every_verb_by_its_steps_and_knows_why_no_program_does(self, name: str) -> None:
        for how in found.manifest(name).verbs.values():
            assert how.steps
            assert how.why or how.support is Support.SUPPORTED

    @pytest.mark.parametrize("name", NAMES)
    def test_it_says_how_a_person_connects_it(self, name: str) -> None:
        manifest = found.manifest(name)
        assert manifest.name == name
        assert manifest.title
        assert manifest.connecting_steps
        for secret in manifest.secrets:
            assert secret.title
            assert secret.help or secret.renewed
        assert len({secret.name for secret in manifest.secrets}) == len(manifest.secrets)

    @pytest.mark.parametrize("name", NAMES)
    def test_its_budgets_leave_something_for_actions(self, name: str) -> None:
        for budget in found.manifest(name).budgets:
            assert budget.units > 0
            assert budget.seconds > 0
            assert not budget.reads or 0 < budget.kept_for_actions < 1

    @pytest.mark.parametrize("name", NAMES)
    def test_what_can_be_pictured_lies_on_hosts_that_it_names(self, name: str) -> None:
        manifest = found.manifest(name)
        assert manifest.permalink is Permalink.NONE or manifest.permalink_hosts

    @pytest.mark.parametrize("name", NAMES)
    def test_what_is_done_can_be_undone_or_is_said_to_be_for_good(self, name: str) -> None:
        verbs = found.manifest(name).verbs
        for verb, back in ((Verb.HIDE, Verb.UNHIDE), (Verb.BLOCK, Verb.UNBLOCK), (Verb.CLOSE, Verb.REOPEN)):
            assert verb not in verbs or back in verbs or not verbs[verb].reversible
        assert Verb.DELETE not in verbs or not verbs[Verb.DELETE].reversible or Verb.UNHIDE in verbs

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_the_connection_can_do_what_the_manifest_says(self, name: str, connection: Any) -> None:
        assert isinstance(connection, Reads) == found.manifest(name).reads
        assert isinstance(connection, Performer) or not acts_on(name)
        assert isinstance(connection, Probes)

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_no_secret_is_in_what_a_log_would_show(self, name: str, fake: FakePlatform, tmp_path: Path) -> None:
        access = Access("a", {"token": "sesame-7"}, data=tmp_path)
        assert "sesame-7" not in repr(access)
        shown = repr(found.connect(name, fake.access(tmp_path)))
        assert not [secret for secret in fake.secrets.values() if secret in shown]

    @pytest.mark.parametrize(
        "folder", sorted(path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists())
    )
    def test_no_platform_knows_another(self, folder: str) -> None:
        others = {path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists()} - {folder}
        for file in (FOLDER / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                module = node.module if isinstance(node, ast.ImportFrom) else ""
                known = {other for other in others if f"evenhand.platforms.{other}" in f"{module}."}
                assert not {name for name in known if f"platforms.{name}." in f"{module}."}, f"{file} knows {known}"


class TestActing:
    @ON_EACH_DEED
    def test_what_is_done_is_seen(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        act = prepared(connection, fake.act(verb))
        if observable(fake, verb):
            assert not connection.observe(act).in_effect
        assert connection.perform(act).words
        assert fake.effects(act) == 1
        if observable(fake, verb):
            seen = connection.observe(act)
            assert (seen.in_effect, bool(seen.words)) == (True, True)

    @ON_EACH_DEED
    def test_twice_has_one_effect(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        act = prepared(connection, fake.act(verb))
        connection.perform(act)
        if verb not in ADDS:
            connection.perform(act)
        elif observable(fake, verb):
            assert connection.observe(act).in_effect  # so that `carry_out` does not call again
        assert fake.effects(act) == 1

    @ON_EACH_DEED
    def test_done_and_broken_off_is_found_done(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        possible(fake, ACTS_AND_BREAKS_OFF)
        act = prepared(connection, fake.act(verb))
        fake.fail_next(ACTS_AND_BREAKS_OFF, change=True)
        with pytest.raises(Unknown):
            connection.perform(act)
        assert fake.effects(act) == 1
        assert connection.observe(act).in_effect or not observable(fake, verb)

    @ON_EACH_DEED
    def test_broken_off_before_is_found_not_done_and_done_then(
        self, fake: FakePlatform, connection: Any, verb: Verb
    ) -> None:
        act = prepared(connection, fake.act(verb))
        fake.fail_next(BREAKS_OFF, change=True)
        with pytest.raises(Unknown):
            connection.perform(act)
        if observable(fake, verb):
            assert not connection.observe(act).in_effect
        connection.perform(act)
        assert fake.effects(act) == 1

    @ON_EACH_DEED
    @pytest.mark.parametrize("fault", FAULTS)
    def test_no_fault_is_taken_for_success_or_for_a_refusal(
        self, fake: FakePlatform, connection: Any, verb: Verb, fault: str
    ) -> None:
        possible(fake, fault)
        act = prepared(connection, fake.act(verb))
        fake.fail_next(fault, change=True)
        with pytest.raises((TryAgain, Unknown)) as end:
            connection.perform(act)
        if fault == BUSY:
            assert isinstance(end.value, TryAgain)
            assert end.value.after_seconds >= fake.retry_after_seconds
        assert (fault == REVOKED) == isinstance(end.value, AccessRefused)

    @ON_EACH_DEED
    def test_what_is_not_there_is_left_to_a_person(self, fake: FakePlatform, connection: Any, verb: Verb) -> None:
        possible(fake, f"absent: {verb}")
        act = replace(fake.act(verb), subject_id=fake.absent, parent_id="")
        if verb.subject.value == "author":
            pytest.skip("an account may be blocked before anybody has seen it")
        if verb is Verb.DELETE and "absent: delete" not in fake.cannot:
            connection.perform(act)  # what is gone already is as asked
            return
        with pytest.raises(NotDone, match=r"."):
            connection.perform(prepared(connection, act))


class TestReading:
    @ON_EACH_THAT_READS
    def test_what_a_stranger_wrote_comes_in_whole(self, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("When is the library open?")
        found_ = the(everything(connection)[0], id_)
        assert found_.text == "When is the library open?"
        assert "Robin" in found_.author_name or "robin" in found_.author_handle or "identity" in fake.cannot
        assert found_.post_id
        assert found_.created_at.utcoffset() == timedelta(0)
        assert isinstance(json.loads(found_.payload), dict)

    @ON_EACH_THAT_READS
    def test_what_we_wrote_ourselves_is_known_as_ours(
        self, fake: FakePlatform, connection: Any, tmp_path: Path
    ) -> None:
        try:
            id_ = fake.ours("It opens at nine.")
        except NotImplementedError:
            pytest.skip(f"{fake.name}: its fake has no way to write as us yet")
        stranger = fake.comment("Thank you")
        came, _, _ = everything(connection)
        account = fake.access(tmp_path).account
        assert the(came, stranger).author_id != account
        assert [comment.author_id for comment in came if comment.id == id_] in ([account], [account] * 2)

    @ON_EACH_THAT_READS
    def test_what_comes_later_comes_from_the_cursor(self, fake: FakePlatform, connection: Any) -> None:
        fake.comment("The first")
        _, _, cursor = everything(connection)
        id_ = fake.comment("The second")
        came, _, again = everything(connection, cursor)
        assert the(came, id_).text == "The second"
        assert isinstance(again, str)

    @ON_EACH_THAT_READS
    def test_the_same_again_is_the_same(self, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("Words")
        first, second = the(everything(connection)[0], id_), the(everything(connection)[0], id_)
        assert (first.id, first.text, first.created_at) == (second.id, second.text, second.created_at)

    @ON_EACH_THAT_READS
    def test_changed_words_come_as_changed(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "edit")
        id_ = fake.comment("Before")
        _, _, cursor = everything(connection)
        fake.edit(id_, "After")
        came = connection.fetch(Ref(id_, the(everything(connection)[0], id_).post_id))
        assert isinstance(came, Incoming)
        assert came.text == "After"
        assert [c.text for c in everything(connection, cursor)[0] if c.id == id_] in (["After"], [])

    @ON_EACH_THAT_READS
    def test_a_comment_is_fetched_as_it_is(self, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        fetched = connection.fetch(Ref(id_, came.post_id, came.parent_id))
        assert isinstance(fetched, Incoming)
        assert (fetched.id, fetched.text, fetched.author_id) == (came.id, came.text, came.author_id)

    @ON_EACH_THAT_READS
    def test_what_its_author_deleted_is_gone_or_at_least_not_there(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "delete")
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        fake.delete(id_)
        assert isinstance(connection.fetch(Ref(id_, came.post_id, came.parent_id)), Gone | Withheld)

    @ON_EACH_THAT_READS
    def test_what_is_hidden_is_not_gone(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "hide")
        id_ = fake.comment("Words")
        came = the(everything(connection)[0], id_)
        fake.hide(id_)
        seen = connection.fetch(Ref(id_, came.post_id, came.parent_id))
        assert isinstance(seen, Withheld) or (isinstance(seen, Incoming) and seen.state != "deleted")

    @ON_EACH_THAT_READS
    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_fault_costs_a_poll_and_no_comment(self, fake: FakePlatform, connection: Any, fault: str) -> None:
        possible(fake, fault)
        id_ = fake.comment("Words")
        fake.fail_next(fault)
        with pytest.raises(TryAgain) as end:
            everything(connection)
        assert (fault == REVOKED) == isinstance(end.value, AccessRefused)
        if fault != REVOKED:
            assert the(everything(connection)[0], id_).text == "Words"


class TestOddThings:
    @ON_EACH_THAT_READS
    def test_ids_beyond_what_javascript_counts_keep_every_digit(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "ids beyond 2^53")
        id_ = fake.comment(id=BEYOND_2_53)
        assert BEYOND_2_53 in id_
        assert the(everything(connection)[0], id_).id == id_

    @ON_EACH_THAT_READS
    def test_a_comment_without_author_comes_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "missing author")
        id_ = fake.comment("Words", author=None)
        came = the(everything(connection)[0], id_)
        assert (came.text, came.author_id, came.author_name) == ("Words", "", "")

    @ON_EACH_THAT_READS
    def test_an_answer_to_what_was_deleted_comes_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "deleted parent")
        above = fake.comment("Above")
        below = fake.comment("Below", parent=above)
        fake.delete(above)
        came = the(everything(connection)[0], below)
        assert (came.text, bool(came.post_id)) == ("Below", True)

    @ON_EACH_THAT_READS
    def test_comments_that_answer_each_other_come_in_once_and_end(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "cycle")
        ids = fake.cycle()
        came, _, _ = everything(connection)
        assert sorted(comment.id for comment in came if comment.id in ids) == sorted(ids)

    @ON_EACH_THAT_READS
    def test_html_in_a_name_stays_words(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "HTML in names")
        id_ = fake.comment("1 < 2 & so on", author="<b>Robin</b>")
        came = the(everything(connection)[0], id_)
        assert came.author_name in ("<b>Robin</b>", "Robin")
        assert came.text == "1 < 2 & so on"

    @ON_EACH_THAT_READS
    def test_what_is_no_comment_loses_none_of_the_others(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "garbled")
        before = fake.comment("Before")
        fake.garble()
        after = fake.comment("After")
        came, odd, _ = everything(connection)
        assert {before, after} <= {comment.id for comment in came}
        assert odd

    @ON_EACH_THAT_READS
    def test_twenty_thousand_replies_all_come_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "crowd")
        fake.crowd(20_000)
        came, _, _ = everything(connection)
        assert len({comment.id for comment in came}) == 20_000

    @ON_EACH_THAT_READS
    def test_a_chain_deeper_than_any_stack_all_comes_in(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "chain")
        fake.chain(3_000)
        came, _, _ = everything(connection)
        assert len({comment.id for comment in came}) == 3_000


class TestHealth:
    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_a_connection_that_works_says_so(self, connection: Any) -> None:
        probe = connection.probe()
        assert (probe.health, bool(probe.words)) == (Health.HEALTHY, True)

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_revoked_access_is_broken(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "revoked probe")
        fake.fail_next(REVOKED)
        assert connection.probe().health is Health.BROKEN

    @pytest.mark.parametrize("name", WITH_A_PROGRAM)
    def test_a_platform_that_cannot_be_reached_is_no_defect_of_ours(self, fake: FakePlatform, connection: Any) -> None:
        possible(fake, "unreachable")
        fake.stop()
        assert connection.probe().health in (Health.DEGRADED, Health.BROKEN)


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


class TestExports:
    @pytest.mark.parametrize("name", [name for name in READ if found.native(name)])
    def test_an_export_reads_as_what_is_polled(self, name: str, fake: FakePlatform, connection: Any) -> None:
        id_ = fake.comment("Words that stand in both")
        native = found.native(name)
        assert native is not None
        exported = the([native.translate(one) for one in native.comments_in(fake.export())], id_)
        polled = the(everything(connection)[0], id_)
        assert (exported.id, exported.text, exported.author_id) == (polled.id, polled.text, polled.author_id)
        assert exported.created_at == polled.created_at
