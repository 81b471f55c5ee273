"""MOD-05: after a decision the author is told once it is done on the platform, and never of what was called off."""

from contextlib import suppress
from dataclasses import replace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.rooms.world import (
    ANYTHING_ELSE,
    HIDE,
    LEAVE,
    NOON,
    a_comment,
    approve,
    carry_out,
    decide,
    edit,
    later,
    new_body,
    new_channel,
    new_officer,
    open_case,
    pass_on,
    propose_for,
    receive,
    undo,
)  # fmt: skip

from evenhand.actions.models import Action
from evenhand.actions.operations import finished_by_hand as action_by_hand
from evenhand.actions.waiting import Later
from evenhand.cases.models import Case
from evenhand.core.moderation import Draft
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel
from evenhand.notices import arriving, ports, queries, sending
from evenhand.notices.models import Notice, Receipt, Way
from evenhand.notices.operations import To, finished_by_hand, send_again, tell, withdraw
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.models import Task

pytestmark = pytest.mark.django_db

DELETE = Draft(Outcome.DELETE, ground="CON-02", reason="It names her school.", statement="Deleted under CON-02.")


def notice_of(decision: Decision, kind: str = "hide") -> Notice:
    return Notice.objects.get(about=f"decision {decision.pk}", kind=kind)


def turn(notice: Notice, minutes: float = 1) -> Notice:
    with suppress(Later):
        sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: later(minutes))
    notice.refresh_from_db()
    return notice


def test_the_author_gets_the_officers_statement_with_a_reference_and_how_to_appeal(
    channel: Channel, ada: Officer, network: Network
) -> None:
    decision = decide(open_case(channel), HIDE, ada)
    carry_out(decision.actions.get())
    notice = pass_on(notice_of(decision))
    [message] = network.messages("harrowmere-town-page")
    assert message.startswith(
        "Hidden under CON-02.\n\nYou can appeal at http://127.0.0.1:8000/harrowmere/appeal?about=AP-"
    )
    assert f"with our reference {notice.reference}." in message
    assert notice.reference in message
    assert "If you think this is wrong: If we blocked you or removed what you wrote you can appeal" in message
    assert (notice.state, notice.subject) == ("sent", "We have hidden a comment of yours")


def test_nobody_is_told_before_it_is_done(channel: Channel, ada: Officer, network: Network) -> None:
    decision = decide(open_case(channel), HIDE, ada)
    notice = turn(notice_of(decision))
    assert (notice.state, notice.action, network.messages("harrowmere-town-page")) == ("queued", None, [])


def test_what_a_person_must_do_first_is_waited_for_without_a_job(
    channel: Channel, ada: Officer, network: Network
) -> None:
    network.fail_next("refuse")
    decision = decide(open_case(channel), HIDE, ada)
    hiding = carry_out(decision.actions.get())
    notice = turn(notice_of(decision))
    ProcrastinateJob.objects.all().delete()
    assert (hiding.state, notice.state, arriving.look_after(now=lambda: later(2))) == ("manual", "queued", 0)
    action_by_hand(action_id=hiding.pk, outcome="Hidden by hand.", by="ada@harrowmere.example", at=later(3))
    assert arriving.look_after(now=lambda: later(4)) == 1
    assert ProcrastinateJob.objects.get().task_name == "tell"
    assert pass_on(notice, later(5)).state == "sent"


def test_a_decision_that_waits_for_a_second_person_tells_nobody_until_then(
    channel: Channel, ada: Officer, ben: Officer, network: Network
) -> None:
    case = open_case(channel)
    decision = decide(case, ANYTHING_ELSE, ada)
    assert not Notice.objects.exists()
    approve(case, ben)
    assert notice_of(decision).state == "queued"


def test_what_is_left_up_is_told_to_nobody(channel: Channel, ada: Officer) -> None:
    decide(open_case(channel), LEAVE, ada)
    assert not Notice.objects.exists()


def test_an_officer_says_that_telling_is_not_safe_and_later_decisions_keep_to_it(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    decision = decide(case, replace(HIDE, unsafe="Her partner reads along."), ada)
    told = notice_of(decision)
    assert (told.state, told.why, told.paragraphs) == ("not told", "telling is not safe: Her partner reads along.", [])
    assert decision.unsafe == "Her partner reads along."
    carry_out(decision.actions.get())
    edit(channel, at=later(5))
    shown = decide(case, LEAVE, ada, later(6))
    assert notice_of(shown, "restore").why == "telling is not safe: Her partner reads along."


def test_a_comment_that_read_as_a_concern_is_told_of_by_nobody(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    case.proposal.route = "REF-02"
    case.proposal.save()
    assert "safeguarding concern (REF-02)" in notice_of(decide(case, HIDE, ada)).why


def test_undone_before_anybody_was_told_nobody_is_told(channel: Channel, ada: Officer, network: Network) -> None:
    case = open_case(channel)
    decision = decide(case, HIDE, ada)
    undo(case, ada, later(1))
    assert (notice_of(decision).state, notice_of(decision).why) == ("withdrawn", "the decision was undone")
    assert notice_of(decision, "restore").why == "they had not been told of what was undone"
    assert network.messages("harrowmere-town-page") == []


def test_undone_afterwards_the_author_is_told_that_it_can_be_seen_again(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    decision = decide(case, HIDE, ada)
    carry_out(decision.actions.get())
    pass_on(notice_of(decision))
    undo(case, ada, later(1))
    carry_out(decision.actions.get(verb="unhide"), later(2))
    pass_on(notice_of(decision, "restore"), later(3))
    _, second = network.messages("harrowmere-town-page")
    assert second.startswith("Your comment “Words that somebody wrote” can be seen again")
    assert "a mistake" not in second, "why an officer undid it was not written for the author"


def test_a_message_that_was_queued_on_the_platform_is_called_off_too(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    decision = decide(case, HIDE, ada)
    carry_out(decision.actions.get())
    notice = turn(notice_of(decision))
    assert notice.action is not None
    undo(case, ada, later(2))
    notice.refresh_from_db()
    assert (notice.state, Action.objects.get(verb="reply privately").state) == ("withdrawn", "cancelled")


def test_of_a_hiding_that_was_called_off_by_a_later_decision_nobody_is_told(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    first = decide(case, HIDE, ada)
    edit(channel, at=later(1))
    decide(case, LEAVE, ada, later(2))
    assert turn(notice_of(first), 3).state == "withdrawn"


def test_of_a_restoring_that_a_later_decision_called_off_nobody_is_told(
    channel: Channel, ada: Officer, network: Network
) -> None:
    case = open_case(channel)
    first = decide(case, HIDE, ada)
    carry_out(first.actions.get())
    pass_on(notice_of(first))
    undo(case, ada, later(1))
    decide(case, HIDE, ada, later(2))
    assert turn(notice_of(first, "restore"), 3).state == "withdrawn"
    assert len(network.messages("harrowmere-town-page")) == 1


def test_after_a_deletion_a_person_writes_since_no_comment_is_left_to_answer(channel: Channel, ada: Officer) -> None:
    decision = decide(open_case(channel), DELETE, ada)
    notice = notice_of(decision, "delete")
    assert (notice.state, notice.why) == ("by hand", "a person can write to the author on the platform")
    assert notice.words in Task.objects.get(about=f"notice {notice.pk}").steps[-2]


def test_a_platform_that_refuses_the_message_leaves_a_task_and_following_it_ends_the_notice(
    channel: Channel, ada: Officer, network: Network
) -> None:
    decision = decide(open_case(channel), HIDE, ada)
    carry_out(decision.actions.get())
    network.fail_next("refuse")
    notice = pass_on(notice_of(decision))
    assert (notice.state, notice.why) == ("by hand", "403: the simulator was told to refuse")
    [task] = Task.objects.exclude(title__startswith="Warn ")
    assert task.about == f"action {notice.action_id}"
    ProcrastinateJob.objects.all().delete()
    action_by_hand(action_id=notice.action_id or 0, outcome="Written.", by=ada.email, at=later(4))
    assert arriving.look_after(now=lambda: later(5)) == 1
    notice.refresh_from_db()
    assert notice.state == "told by hand"


def test_words_that_are_too_long_for_the_platform_go_by_hand(channel: Channel, ada: Officer, network: Network) -> None:
    decision = decide(open_case(channel), replace(HIDE, statement="Long. " * 400), ada)
    carry_out(decision.actions.get())
    notice = turn(notice_of(decision))
    assert notice.state == "by hand"
    assert "Simulator takes 2000 characters in a message" in notice.why


@pytest.fixture
def by_hand(body: Body) -> Notice:
    return tell(
        body=body, kind="appeal received", about="appeal 7", paragraphs=["Thank you."], subject="Your appeal",
        to=To(name="Robin Vale"), by="program: tests", at=NOON,
    )  # fmt: skip


def test_a_person_says_how_they_told_them(by_hand: Notice, body: Body, ada: Officer) -> None:
    told = finished_by_hand(notice_id=by_hand.pk, body=body, outcome="By letter.", by=ada, at=later(1))
    assert told.state == "told by hand"
    assert Receipt.objects.get().answer == "Ada Marsh: By letter."
    with pytest.raises(Refused, match="a notice that is told by hand"):
        finished_by_hand(notice_id=by_hand.pk, body=body, outcome="Again.", by=ada, at=later(2))


def test_another_way_keeps_words_and_reference_and_closes_the_task(
    by_hand: Notice, body: Body, ada: Officer, settings: Settings
) -> None:
    settings.EMAIL_HOST = "localhost"
    again = send_again(
        notice_id=by_hand.pk, body=body, way=Way.SMTP, email="robin@mail.example", by=ada, at=later(1)
    )  # fmt: skip
    assert (again.state, again.way, again.email) == ("queued", "e-mail", "robin@mail.example")
    assert (again.words, again.reference) == (by_hand.words, by_hand.reference)
    assert again.key != by_hand.key, "it is another sending"
    assert not Task.objects.exists()
    assert ProcrastinateJob.objects.filter(task_name="tell").count() == 1


def test_a_way_that_is_not_there_is_refused(by_hand: Notice, body: Body, ada: Officer, settings: Settings) -> None:
    with pytest.raises(Refused, match="do what its task says"):
        send_again(notice_id=by_hand.pk, body=body, way=Way.SMTP, email="r@mail.example", by=ada, at=later(1))
    settings.EMAIL_HOST = "localhost"
    with pytest.raises(Refused, match="No address is known"):
        send_again(notice_id=by_hand.pk, body=body, way=Way.SMTP, by=ada, at=later(1))


def test_who_was_not_told_because_it_is_not_safe_is_not_told_another_way(
    channel: Channel, ada: Officer, body: Body
) -> None:
    notice = notice_of(decide(open_case(channel), replace(HIDE, unsafe="He is hunted."), ada))
    with pytest.raises(Refused, match="decided to tell nobody"):
        send_again(notice_id=notice.pk, body=body, way=Way.HAND, by=ada, at=later(1))


def test_an_auditor_sends_nothing(by_hand: Notice, body: Body) -> None:
    cleo = new_officer(body, "Cleo Hart", Role.AUDITOR)
    with pytest.raises(Refused):
        send_again(notice_id=by_hand.pk, body=body, way=Way.HAND, by=cleo, at=later(1))


def test_nothing_of_one_body_is_seen_or_moved_by_another(by_hand: Notice, body: Body) -> None:
    other = new_body("saltwick")
    cleo = new_officer(other, "Cleo Hart")
    assert queries.by_reference(by_hand.reference, body) == by_hand
    assert queries.by_reference(by_hand.reference, other) is None
    assert list(queries.listed(other)) == queries.about(other, "appeal 7") == []
    assert withdraw(body=other, about="appeal 7", why="x", by=cleo.email, at=later(1)) == []
    for act in (
        lambda: finished_by_hand(notice_id=by_hand.pk, body=other, outcome="x", by=cleo, at=later(1)),
        lambda: send_again(notice_id=by_hand.pk, body=other, way=Way.HAND, by=cleo, at=later(1)),
        lambda: queries.get(other, by_hand.pk),
    ):
        with pytest.raises(Notice.DoesNotExist):
            act()


def test_a_notice_whose_job_failed_is_handed_to_people_and_one_whose_job_is_lost_gets_another(
    channel: Channel, ada: Officer, network: Network
) -> None:
    decision = decide(open_case(channel), HIDE, ada)
    carry_out(decision.actions.get())
    ProcrastinateJob.objects.all().delete()
    assert arriving.look_after(now=lambda: later(1)) == 1
    ProcrastinateJob.objects.filter(task_name="tell").update(status="failed")
    assert arriving.look_after(now=lambda: later(2)) == 1
    notice = notice_of(decision)
    assert (notice.state, notice.why) == ("by hand", "its job ended early")
    assert Task.objects.get(about=f"notice {notice.pk}")


def test_an_author_without_an_account_on_record_is_not_told(ada: Officer, body: Body) -> None:
    channel = new_channel(body, "nameless")
    propose_for(channel, receive(channel, a_comment(author_id="", author_name="")), {"lexicon.threat": 1})
    assert notice_of(decide(Case.objects.get(), HIDE, ada)).why == "the platform has no way to tell the author"
