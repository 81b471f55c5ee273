"""MOD-03, EVD-01: capture, send, receipt. Nothing takes effect twice, and nothing is shown as done that is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.rooms.world import HIDE, NOON, action_tasks, carry_out, decide, later, open_case, published

from evenhand.actions import carrying_out, operations
from evenhand.actions.models import Action
from evenhand.actions.queries import without_live_job
from evenhand.audit.queries import about
from evenhand.core.moderation import Draft
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.evidence import storage
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.platforms.contract import Act, Answer, Manifest, Observed, VerbSupport
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.models import Task


@pytest.fixture
def hide(channel: Channel, ada: Officer, network: Network) -> Action:
    """A comment that is to be hidden."""
    return decide(open_case(channel), HIDE, ada).actions.get()


def tried_until_done(action: Action) -> int:
    """How often a worker had to come back; it waits as long as it was told."""
    at = NOON
    for tries in range(1, 20):
        try:
            carry_out(action, at)
        except carrying_out.Later:
            at = later(tries * 10)
            continue
        return tries
    raise AssertionError("the action never came to an end")


def receipts(action: Action) -> list[str]:
    return list(action.receipts.order_by("at", "pk").values_list("kind", flat=True))


def effects(network: Network, action: Action) -> tuple[int, int]:
    return network.counted("call", str(action.key)), network.counted("effect", str(action.key))


def test_the_platforms_own_answer_is_recorded(hide: Action) -> None:
    done = carry_out(hide)
    assert (done.state, done.attempts) == ("done", 1)
    receipt = done.receipts.get()
    assert (receipt.kind, receipt.answer, receipt.at) == ("performed", "200: done", NOON)
    assert Comment.objects.get().state == "hidden"


def test_every_step_is_audited(hide: Action) -> None:
    carry_out(hide)
    steps = [entry.action for entry in about("harrowmere", f"comment {hide.comment_id}")]
    assert steps[-5:] == ["actions.queue", "evidence.capture", "actions.capture", "actions.send", "actions.succeed"]


class TestEvidenceFirst:
    """EVD-01: the database itself refuses an action without a capture."""

    @pytest.mark.parametrize("state", ["sending", "done", "done by hand"])
    def test_the_database_refuses_to_send_without_a_capture(self, hide: Action, state: str) -> None:
        with pytest.raises(IntegrityError, match="evidence_before_action"), transaction.atomic():
            connection.cursor().execute("update actions_action set state = %s where id = %s", [state, hide.pk])

    def test_the_database_refuses_to_take_the_capture_away(self, hide: Action) -> None:
        carry_out(hide)
        with pytest.raises(IntegrityError, match="evidence_before_action"), transaction.atomic():
            connection.cursor().execute("update actions_action set capture_id = null where id = %s", [hide.pk])

    def test_it_lies_on_disk_when_the_platform_is_called(self, hide: Action) -> None:
        class Witness:
            """Looks for the evidence at the moment of the call."""

            found: list[bool] = []

            def perform(self, act: Act) -> Answer:
                capture = Action.objects.get(key=act.key).capture
                assert capture is not None
                self.found = [len(storage.read(part["sha256"])) == part["bytes"] for part in capture.parts]
                return Answer("seen")

            def observe(self, act: Act) -> Observed:
                raise AssertionError("nothing is in doubt")

        witness = Witness()
        carrying_out.carry_out(action_id=hide.pk, performer=witness, manifest=MANIFEST, now=lambda: NOON)
        assert witness.found == [True] * 5

    def test_where_the_folder_of_evidence_is_no_folder_nothing_is_sent_until_it_is_and_people_are_told(
        self, hide: Action, network: Network, data_folder: Path
    ) -> None:
        (data_folder / "captures").write_text("in the way")
        for minute in (0, 2):
            with pytest.raises(carrying_out.Later, match=f"captures could not be written to the folder {data_folder}"):
                carry_out(hide, later(minute))
        hide.refresh_from_db()
        assert (hide.state, hide.next_try_at, effects(network, hide)) == ("queued", later(3), (0, 0))
        told = Task.objects.get(title__startswith="Evidence")
        assert (told.title, told.created_at) == ("Evidence cannot be kept, so nothing is done", NOON)
        assert "Not a directory" in told.why
        (data_folder / "captures").unlink()
        assert carry_out(hide, later(4)).state == "done"
        assert not Task.objects.filter(title__startswith="Evidence").exists()


class TestFaults:
    def test_a_call_that_broke_off_after_acting_is_found_done_and_not_called_again(
        self, hide: Action, network: Network
    ) -> None:
        network.fail_next("time-out after acting")
        assert tried_until_done(hide) == 2
        assert (hide.state, receipts(hide)) == ("done", ["unknown", "found done"])
        assert effects(network, hide) == (1, 1)

    def test_a_call_that_broke_off_before_acting_is_called_again(self, hide: Action, network: Network) -> None:
        network.fail_next("time-out before acting")
        assert tried_until_done(hide) == 2
        assert receipts(hide) == ["unknown", "performed"]
        assert effects(network, hide) == (2, 1)

    def test_a_reply_that_broke_off_after_acting_stands_once(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        reply = decide(open_case(channel), Draft(Outcome.REPLY, reply="Please write to us."), ada).actions.get()
        network.fail_next("time-out after acting")
        tried_until_done(reply)
        assert network.wall("harrowmere-town-page")[0].comments[0].replies == ("Please write to us.",)
        assert effects(network, reply) == (1, 1)

    def test_a_busy_platform_is_called_later(self, hide: Action, network: Network) -> None:
        network.fail_next("busy", "busy")
        assert tried_until_done(hide) == 3
        assert receipts(hide) == ["failed", "failed", "performed"]

    def test_each_wait_is_longer_and_is_kept_where_people_see_it(self, hide: Action, network: Network) -> None:
        network.fail_next("busy", "busy")
        waits = []
        for minute in (0, 10):
            with pytest.raises(carrying_out.Later) as told:
                carry_out(hide, later(minute))
            hide.refresh_from_db()
            assert hide.next_try_at is not None
            waits.append((told.value.seconds, (hide.next_try_at - later(minute)).total_seconds()))
        (first, first_shown), (second, second_shown) = waits
        assert 1 <= first <= 3
        assert 2 <= second <= 6
        assert (first_shown, second_shown) == (pytest.approx(first), pytest.approx(second))

    def test_what_the_platform_refuses_becomes_a_task_and_is_not_shown_as_done(
        self, hide: Action, network: Network
    ) -> None:
        network.fail_next("refuse")
        assert tried_until_done(hide) == 1
        assert (hide.state, receipts(hide), Comment.objects.get().state) == ("manual", ["failed"], "visible")
        task = action_tasks().get()
        assert (task.about, task.title) == (f"action {hide.pk}", "Hide a comment on Town page")
        assert task.why == "the platform refused: 403: the simulator was told to refuse"
        assert task.steps[0] == "Open the comment on its page"

    def test_tries_that_are_used_up_become_a_task(self, hide: Action, network: Network) -> None:
        network.fail_next(*["busy"] * carrying_out.MOST_ATTEMPTS)
        assert tried_until_done(hide) == carrying_out.MOST_ATTEMPTS
        assert (hide.state, effects(network, hide)) == ("manual", (carrying_out.MOST_ATTEMPTS, 0))
        assert "6 tries did not succeed; the last answer: 429" in action_tasks().get().why

    @pytest.mark.parametrize("last", ["time-out after acting", "time-out before acting"])
    def test_a_storm_of_faults_takes_effect_once(self, hide: Action, network: Network, last: str) -> None:
        network.fail_next("busy", "time-out before acting", "busy", last)
        tried_until_done(hide)
        assert (hide.state, effects(network, hide)[1]) == ("done", 1)

    def test_a_worker_that_died_in_the_middle_is_followed_by_a_reading_back(
        self, hide: Action, network: Network
    ) -> None:
        class Dying(Network):
            def perform(self, act: Act) -> Answer:
                super().perform(act)
                raise MemoryError("the machine is gone")

        with pytest.raises(MemoryError):
            carrying_out.carry_out(
                action_id=hide.pk, performer=Dying(network.file), manifest=MANIFEST, now=lambda: NOON
            )
        hide.refresh_from_db()
        assert (hide.state, receipts(hide)) == ("sending", [])
        carry_out(hide, later(1))
        assert (hide.state, receipts(hide), effects(network, hide)) == ("done", ["found done"], (1, 1))

    def test_a_comment_that_is_gone_from_the_platform_becomes_a_task(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        gone = decide(open_case(channel, "c2"), HIDE, ada).actions.get()
        tried_until_done(gone)
        assert (gone.state, action_tasks().get().why) == ("manual", "the platform refused: 404: there is no comment c2")


class TestOrder:
    def test_what_is_done_is_not_done_again(self, hide: Action, network: Network) -> None:
        carry_out(hide)
        carry_out(hide, later(1))
        assert (receipts(hide), effects(network, hide)) == (["performed"], (1, 1))

    def test_an_earlier_action_on_the_same_comment_comes_first(self, hide: Action) -> None:
        unhide = operations.queue(decision=hide.decision, verb=Verb.UNHIDE, by="ada", at=NOON)
        with pytest.raises(carrying_out.Later, match="an earlier action on the same subject is not finished"):
            carry_out(unhide)
        carry_out(hide)
        assert carry_out(unhide).state == "done"

    def test_two_workers_are_never_at_the_same_action(self, hide: Action, network: Network) -> None:
        with elsewhere() as other:
            other.execute("select pg_advisory_lock(%s, %s)", [carrying_out._LOCK, hide.pk])
            with pytest.raises(carrying_out.Later, match="another worker is at it"):
                carry_out(hide)
            other.execute("select pg_advisory_unlock(%s, %s)", [carrying_out._LOCK, hide.pk])
        assert effects(network, hide) == (0, 0)
        assert carry_out(hide).state == "done"


@contextmanager
def elsewhere() -> Iterator[CursorWrapper]:
    """A connection of its own, as another worker has."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


class NeverCalled:
    """A performer that must not be reached."""

    def perform(self, act: Act) -> Answer:
        raise AssertionError(f"{act.verb} was sent")

    def observe(self, act: Act) -> Observed:
        raise AssertionError(f"{act.verb} was read back")


class TestByHand:
    """MOD-03: what the platform has no call for is a manual task."""

    @pytest.fixture
    def by_hand(self, hide: Action) -> Action:
        steps = ("Open the page", "Choose hide")
        verbs = {Verb.HIDE: VerbSupport(Support.MANUAL, why="it has no call for that", steps=steps)}
        manual = Manifest("simulator", "Simulator", verbs)
        carrying_out.carry_out(action_id=hide.pk, performer=NeverCalled(), manifest=manual, now=lambda: NOON)
        hide.refresh_from_db()
        return hide

    def test_it_is_captured_before_it_is_handed_over(self, by_hand: Action) -> None:
        assert by_hand.state == "manual"
        assert by_hand.capture is not None
        assert (action_tasks().get().why, action_tasks().get().steps) == (
            "it has no call for that", ["Open the page", "Choose hide"],
        )  # fmt: skip

    def test_a_verb_that_the_platform_does_not_name_is_handed_over_too(self, hide: Action) -> None:
        bare = Manifest("simulator", "Simulator", {})
        carrying_out.carry_out(action_id=hide.pk, performer=NeverCalled(), manifest=bare, now=lambda: NOON)
        assert action_tasks().get().why == "Simulator has no way to hide a comment"

    def test_a_person_who_did_it_says_so_and_only_then_is_it_done(self, by_hand: Action, ada: Officer) -> None:
        assert Comment.objects.get().state == "visible"
        operations.finished_by_hand(action_id=by_hand.pk, outcome="It is gone.", by=ada.email, at=later(5))
        by_hand.refresh_from_db()
        assert (by_hand.state, Comment.objects.get().state) == ("done by hand", "hidden")
        receipt = by_hand.receipts.get()
        assert (receipt.kind, receipt.answer) == ("by hand", "ada@harrowmere.example: It is gone.")


class TestStranded:
    """The gauge that must be 0: actions without a job."""

    def test_an_action_with_a_job_is_not_stranded(self, hide: Action) -> None:
        assert without_live_job() == []

    def test_an_action_whose_job_is_gone_becomes_a_task_with_its_evidence(self, hide: Action) -> None:
        ProcrastinateJob.objects.all().delete()
        assert [action.pk for action in without_live_job()] == [hide.pk]
        assert handed_over() == 1
        hide.refresh_from_db()
        assert hide.state == "manual"
        assert hide.capture is not None
        assert action_tasks().get().why == "its job ended early"
        assert (without_live_job(), handed_over()) == ([], 0)

    def test_an_action_whose_job_failed_for_good_becomes_a_task(self, hide: Action) -> None:
        fail_jobs()
        assert handed_over() == 1

    def test_one_that_cannot_be_handed_over_does_not_keep_back_the_others(
        self, channel: Channel, ada: Officer, hide: Action, data_folder: Path
    ) -> None:
        published(data_folder, "c2")
        other = decide(open_case(channel, "c2"), HIDE, ada).actions.get()
        fail_jobs()

        def manifest_of(_: str) -> Manifest:
            nonlocal asked
            asked += 1
            if asked == 1:
                raise KeyError("a platform that nobody brought")
            return MANIFEST

        asked = 0
        with pytest.raises(ExceptionGroup, match="could not be handed over"):
            carrying_out.hand_over_stranded(manifest_of=manifest_of, now=lambda: NOON)
        assert sorted(Action.objects.values_list("state", flat=True)) == ["captured", "manual"]
        assert {hide.pk, other.pk} == set(Action.objects.values_list("pk", flat=True))


def handed_over() -> int:
    return carrying_out.hand_over_stranded(manifest_of=lambda _: MANIFEST, now=lambda: NOON)


def fail_jobs() -> None:
    """What Procrastinate does with a job that is not tried again."""
    connection.cursor().execute("update procrastinate_jobs set status = 'failed'")
