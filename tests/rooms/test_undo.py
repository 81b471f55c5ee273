"""MOD-04: what is reversible can be undone, whatever stage it is at; it ends visible."""

from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.rooms.world import HIDE, LEAVE, NOON, action_tasks, carry_out, decide, edit, later, open_case, undo

from evenhand.actions import carrying_out
from evenhand.actions.models import Action
from evenhand.actions.queries import LIVE
from evenhand.cases import operations as cases
from evenhand.cases.models import Case
from evenhand.core.moderation import Draft
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision, Reversal
from evenhand.intake.models import Channel, Comment
from evenhand.officers.models import Officer
from evenhand.platforms.simulator import MANIFEST
from evenhand.platforms.simulator.network import Network

DELETE = Draft(Outcome.DELETE, ground="CON-02", reason="It names a child.", statement="Deleted under CON-02.")
REPLY = Draft(Outcome.REPLY, reply="Please write to us in private.")


def all_carried_out(at_minute: float = 60) -> None:
    """What the workers would do, each action as often as it asks for."""
    for _ in range(12):
        for action in Action.objects.filter(state__in=LIVE).order_by("pk"):
            try:
                carry_out(action, later(at_minute))
            except carrying_out.Later:
                continue


def shown(network: Network) -> list[str]:
    return [comment.id for post in network.wall("harrowmere-town-page") for comment in post.comments]


def test_undoing_what_was_done_queues_the_opposite(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    hide = carry_out(decide(case, HIDE, ada).actions.get())
    assert (shown(network), Comment.objects.get().state) == ([], "hidden")
    reopened = undo(case, ada, later(1))
    assert (reopened.state, reopened.decision) == ("open", None)
    unhide = Action.objects.get(undoes=hide)
    assert (unhide.verb, unhide.state) == ("unhide", "queued")
    assert ProcrastinateJob.objects.filter(args={"action_id": unhide.pk}).count() == 1
    carry_out(unhide, later(2))
    assert (shown(network), Comment.objects.get().state) == (["c1"], "visible")


def test_a_reversal_is_a_row_and_the_decision_stays_as_it_was(
    channel: Channel, ada: Officer, ben: Officer, network: Network
) -> None:
    case = open_case(channel)
    decision = decide(case, HIDE, ada)
    undo(case, ben, later(1))
    assert (Reversal.objects.get().decision, Reversal.objects.get().by) == (decision, ben)
    assert Decision.objects.get().outcome == "hide"


def test_undoing_what_was_not_sent_cancels_it(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    hide = decide(case, HIDE, ada).actions.get()
    undo(case, ada)
    assert carry_out(hide).state == "cancelled"
    assert Action.objects.count() == 1
    assert network.counted("call", str(hide.key)) == 0


def test_a_cancelled_manual_task_is_withdrawn(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    network.fail_next("refuse")
    hide = carry_out(decide(case, HIDE, ada).actions.get())
    assert (hide.state, action_tasks().count()) == ("manual", 1)
    undo(case, ada)
    hide.refresh_from_db()
    assert (hide.state, action_tasks().count(), Action.objects.count()) == ("cancelled", 0, 1)


@pytest.mark.parametrize("fault", ["time-out after acting", "time-out before acting", "busy"])
def test_undoing_while_the_platform_is_at_it_ends_visible(
    channel: Channel, ada: Officer, network: Network, fault: str
) -> None:
    case = open_case(channel)
    network.fail_next(fault)
    hide = decide(case, HIDE, ada).actions.get()
    with pytest.raises(carrying_out.Later):
        carry_out(hide)
    undo(case, ada, later(1))
    all_carried_out()
    hide.refresh_from_db()
    assert (hide.state, hide.undone_by.state) == ("done", "done")
    assert (shown(network), Comment.objects.get().state) == (["c1"], "visible")


def test_undoing_while_it_is_sent_and_then_refused_leaves_no_task_and_ends_visible(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    network.fail_next("time-out before acting", "refuse")
    hide = decide(case, HIDE, ada).actions.get()
    with pytest.raises(carrying_out.Later):
        carry_out(hide)
    undo(case, ada, later(1))
    all_carried_out()
    hide.refresh_from_db()
    assert (hide.state, hide.undone_by.state, action_tasks().count()) == ("cancelled", "done", 0)
    assert shown(network) == ["c1"]


def test_undoing_what_people_were_given_after_a_call_broke_off_ends_visible(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    hide = decide(case, HIDE, ada).actions.get()
    network.fail_next("time-out after acting")
    with pytest.raises(carrying_out.Later):
        carry_out(hide)
    ProcrastinateJob.objects.all().delete()
    carrying_out.hand_over_stranded(manifest_of=lambda _: MANIFEST, now=lambda: later(1))
    assert (Action.objects.get().state, shown(network)) == ("manual", [])
    undo(case, ada, later(2))
    all_carried_out()
    assert (shown(network), action_tasks().count()) == (["c1"], 0)


def test_deleting_cannot_be_undone(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    carry_out(decide(case, DELETE, ada).actions.get())
    with pytest.raises(Refused, match=r"“delete” cannot be brought back on the platform \(MOD-04\)"):
        undo(case, ada)
    case.refresh_from_db()
    assert (case.state, Reversal.objects.count()) == ("closed", 0)


def test_a_delete_that_was_not_sent_can_be_undone(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    decide(case, DELETE, ada)
    undo(case, ada)
    assert Action.objects.get().state == "cancelled"


def test_a_reply_stays_and_its_case_can_be_decided_anew(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    carry_out(decide(case, REPLY, ada).actions.get())
    undo(case, ada, later(1))
    assert Action.objects.count() == 1
    carry_out(decide(case, HIDE, ada, later(2)).actions.get())
    assert shown(network) == []


def test_a_decision_is_undone_once(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    decide(case, LEAVE, ada)
    undo(case, ada)
    with pytest.raises(Refused, match="Its state allows"):
        undo(case, ada)


def test_the_target_of_a_comment_does_not_undo_a_decision_about_it(
    channel: Channel, ada: Officer, ben: Officer, network: Network
) -> None:
    case = open_case(channel)
    cases.set_target(case_id=case.pk, body=case.body, target=ada, by=ben, at=NOON)
    decide(case, LEAVE, ben)
    with pytest.raises(Refused, match="MOD-08"):
        undo(case, ada)


class TestALaterDecision:
    """MOD-02: an edit by the author reopens the case; what is decided then replaces what was decided before."""

    def test_left_up_after_all_it_is_shown_again(self, channel: Channel, ada: Officer, network: Network) -> None:
        case = open_case(channel)
        carry_out(decide(case, HIDE, ada).actions.get())
        edit(channel, at=later(1))
        carry_out(decide(case, LEAVE, ada, later(2)).actions.get())
        assert (shown(network), Comment.objects.get().state) == (["c1"], "visible")

    def test_left_up_before_the_hiding_was_sent_it_is_never_hidden(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        case = open_case(channel)
        hide = decide(case, HIDE, ada).actions.get()
        edit(channel, at=later(1))
        decide(case, LEAVE, ada, later(2))
        all_carried_out()
        assert network.counted("call", str(hide.key)) == 0
        assert shown(network) == ["c1"]

    def test_left_up_while_the_hiding_is_in_flight_it_ends_visible(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        case = open_case(channel)
        network.fail_next("time-out after acting")
        with pytest.raises(carrying_out.Later):
            carry_out(decide(case, HIDE, ada).actions.get())
        edit(channel, at=later(1))
        decide(case, LEAVE, ada, later(2))
        all_carried_out()
        assert (shown(network), Comment.objects.get().state) == (["c1"], "visible")

    def test_left_up_while_the_hiding_is_in_flight_and_refused_nobody_is_asked_to_hide_it(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        case = open_case(channel)
        network.fail_next("time-out before acting", "refuse")
        with pytest.raises(carrying_out.Later):
            carry_out(decide(case, HIDE, ada).actions.get())
        edit(channel, at=later(1))
        decide(case, LEAVE, ada, later(2))
        all_carried_out()
        assert (shown(network), action_tasks().count()) == (["c1"], 0)

    def test_left_up_nobody_is_asked_any_more_to_hide_it_by_hand(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        case = open_case(channel)
        network.fail_next("refuse")
        carry_out(decide(case, HIDE, ada).actions.get())
        assert action_tasks().count() == 1
        edit(channel, at=later(1))
        decide(case, LEAVE, ada, later(2))
        assert action_tasks().count() == 0

    def test_undoing_it_hides_nothing_again(self, channel: Channel, ada: Officer, network: Network) -> None:
        case = open_case(channel)
        carry_out(decide(case, HIDE, ada).actions.get())
        edit(channel, at=later(1))
        carry_out(decide(case, LEAVE, ada, later(2)).actions.get())
        undo(case, ada, later(3))
        all_carried_out()
        assert (Case.objects.get().state, shown(network)) == ("open", ["c1"])

    def test_undone_before_it_was_shown_again_it_is_shown_all_the_same(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        case = open_case(channel)
        carry_out(decide(case, HIDE, ada).actions.get())
        edit(channel, at=later(1))
        decide(case, LEAVE, ada, later(2))
        undo(case, ada, later(3))
        all_carried_out()
        assert shown(network) == ["c1"]

    def test_undone_while_the_platform_refuses_to_show_it_a_person_is_asked_to(
        self, channel: Channel, ada: Officer, network: Network
    ) -> None:
        case = open_case(channel)
        carry_out(decide(case, HIDE, ada).actions.get())
        edit(channel, at=later(1))
        decide(case, LEAVE, ada, later(2))
        undo(case, ada, later(3))
        network.fail_next("refuse")
        all_carried_out()
        assert (shown(network), action_tasks().get().title) == ([], "Unhide a comment on Town page")

    def test_hiding_after_an_undo_ends_hidden(self, channel: Channel, ada: Officer, network: Network) -> None:
        case = open_case(channel)
        carry_out(decide(case, HIDE, ada).actions.get())
        undo(case, ada, later(1))
        decide(case, HIDE, ada, later(2))
        all_carried_out()
        assert (shown(network), Comment.objects.get().state) == ([], "hidden")


def test_the_tests_network_is_the_one_that_workers_find(data_folder: Path, network: Network) -> None:
    assert network.file == data_folder / "simulator.sqlite3"
