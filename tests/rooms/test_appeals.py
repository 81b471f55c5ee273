"""APL-01 to APL-04: appeals taken in, acknowledged, answered by somebody else, and everything undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.people_world import author_of as account_of
from tests.rooms.people_world import blocked, breach, can_write, carried_out, linked, network, on, titles, warned
from tests.rooms.world import edit, new_body, new_channel, new_officer

from evenhand.appeals import operations as appeals
from evenhand.appeals import queries
from evenhand.appeals.models import Appeal, Came
from evenhand.appeals.operations import Asked
from evenhand.appeals.standing import standing
from evenhand.audit.queries import verify
from evenhand.cases.models import Case
from evenhand.core.appeals import Ending, Stage
from evenhand.core.lifecycle import AppealState
from evenhand.core.refusals import Refused, Stale
from evenhand.decisions.models import Decision, Reversal
from evenhand.intake.models import Channel, Comment
from evenhand.notices.models import Notice
from evenhand.notices.queries import about as told_of
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people.history import history
from evenhand.tasks.models import Task

ASKED = Asked("I was quoting a play.", "robin@mail.example")
WHY = "The words are from a play, as the thread shows."


@pytest.fixture
def cleo(body: Body) -> Officer:
    return new_officer(body, "Cleo Nagy")


def reference_of(about: str) -> str:
    return Notice.objects.filter(about=about).order_by("pk")[0].reference


def appealed(body: Body, about: str, day: str) -> Appeal:
    """With the reference on the notice, by the public form."""
    taken = appeals.receive_publicly(body=body, typed=reference_of(about), where="", asked=ASKED, at=on(day))
    assert taken.appeal is not None, taken.answer
    return taken.appeal


def acknowledged(body: Body, about: str, day: str, by: Officer) -> Appeal:
    appeal = appealed(body, about, day)
    return appeals.acknowledge(appeal_id=appeal.pk, body=body, by=by, at=on(day, 13))


def answer(appeal: Appeal, by: Officer, day: str, *, reverse: bool = False, reasons: str = WHY) -> Appeal:
    act = appeals.reverse if reverse else appeals.let_stand
    seen = queries.get(appeal.body, appeal.pk)
    return act(appeal_id=appeal.pk, body=appeal.body, reasons=reasons, steps=seen.steps.count(), by=by, at=on(day))


def shown(channel: Channel) -> list[str]:
    """Comments that anybody sees on the simulator."""
    return sorted(each.id for post in network().wall(channel.account) for each in post.comments)


def test_an_accepted_appeal_brings_back_the_comment_the_strike_and_every_block(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    block = blocked(channel, ada, ben)
    breach(channel, ada, "b-1", "2024-06-05", account="b1", name="R. Vale")
    linked(channel, ada, "a1", "b1", "2024-06-06")
    carried_out(on("2024-06-06"))
    assert not can_write(channel, "a1")
    assert not can_write(channel, "b1")
    third = Decision.objects.get(comment__native_id="a1-3")
    assert "a1-3" not in shown(channel)

    appeal = acknowledged(channel.body, f"decision {third.pk}", "2024-06-10", cleo)
    answer(appeal, cleo, "2024-06-12", reverse=True)
    carried_out(on("2024-06-12", 13))

    assert "a1-3" in shown(channel)
    counted = [int(strike.comment) for strike in history(account_of(channel), on("2024-06-13")).record.counted]
    kept = Comment.objects.filter(native_id__in=["a1-1", "a1-2", "b-1"]).order_by("pk")
    assert counted == list(kept.values_list("pk", flat=True)), "the strike is gone, the others count again"
    assert can_write(channel, "a1")
    assert can_write(channel, "b1"), "the alias was blocked with them, and is free with them"
    block.refresh_from_db()
    assert block.end.state == "reversed"
    undone = {row["kind"] for row in queries.get(channel.body, appeal.pk).steps.last().undone}  # type: ignore[union-attr]
    assert undone >= {"restore the comment", "drop the strike", "lift the block", "lift the block of an alias"}
    assert WHY in told_of(channel.body, f"appeal {appeal.pk}")[-1].words
    now = standing(queries.get(channel.body, appeal.pk), on("2024-06-13"))
    assert (now.state, now.ending) == (AppealState.CLOSED, Ending.REVERSED)
    assert verify().breaks == ()


def test_a_block_alone_is_reversed_and_its_decisions_stand(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    block = blocked(channel, ada, ben)
    appeal = acknowledged(channel.body, f"block {block.pk}", "2024-06-10", cleo)
    answer(appeal, cleo, "2024-06-12", reverse=True)
    carried_out(on("2024-06-12"))
    assert can_write(channel)
    assert Reversal.objects.count() == 0
    assert "a1-3" not in shown(channel)


def test_a_reversal_withdraws_the_warning(channel: Channel, ada: Officer, ben: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    warned(channel, ada, "2024-04-03")
    appeal = acknowledged(channel.body, f"warning of decision {decision.pk}", "2024-04-05", ben)
    done = answer(appeal, ben, "2024-04-08", reverse=True)
    assert "withdraw the warning" in {row["kind"] for row in done.steps.last().undone}  # type: ignore[union-attr]
    breach(channel, ada, "c2", "2024-05-01")
    assert titles(channel)[-1:] == ["Warn Robin Vale"], "the first warning no longer counts"


def test_it_goes_to_a_second_stage_answered_by_yet_another_person(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    appeal = acknowledged(channel.body, f"decision {decision.pk}", "2024-04-08", ben)
    with pytest.raises(Refused, match="You made this decision"):
        answer(appeal, ada, "2024-04-10")
    answer(appeal, ben, "2024-04-10")
    letter = told_of(channel.body, f"appeal {appeal.pk}")[-1]
    assert "within 20 working days" in letter.words

    again = appeals.receive_publicly(
        body=channel.body, typed=letter.reference, where="", asked=Asked("Please look again."), at=on("2024-05-09")
    )
    assert again.appeal == appeal, "the reference of our letter leads to the same appeal"
    now = standing(queries.get(channel.body, appeal.pk), on("2024-05-09"))
    assert (now.stage, now.state) == (Stage.SECOND, AppealState.SECOND_RECEIVED)
    assert now.promised.answer_by.isoformat() == "2024-06-07", "20 working days, two bank holidays among them"
    appeals.acknowledge(appeal_id=appeal.pk, body=channel.body, by=ben, at=on("2024-05-10"))
    with pytest.raises(Refused, match="You answered the first stage"):
        answer(appeal, ben, "2024-05-13")
    answer(appeal, cleo, "2024-05-13")
    last = told_of(channel.body, f"appeal {appeal.pk}")[-1].words
    assert "Ombudsman" in last
    assert "ask a different person" not in last, "there is no third stage"
    over = appeals.receive_publicly(
        body=channel.body, typed=appeal.reference, where="", asked=ASKED, at=on("2024-05-14")
    )
    assert over.appeal is None
    assert over.answer.startswith("Both stages of our appeal are over.")


def test_what_nobody_takes_further_is_closed_on_the_day_after_the_last(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    appeal = acknowledged(channel.body, f"decision {decision.pk}", "2024-04-08", ben)
    answer(appeal, ben, "2024-04-10")
    appeals.look_after(at=on("2024-05-09"))
    assert standing(queries.get(channel.body, appeal.pk), on("2024-05-09")).state is AppealState.ANSWERED
    appeals.look_after(at=on("2024-05-10"))
    appeals.look_after(at=on("2024-05-10"))
    assert standing(queries.get(channel.body, appeal.pk), on("2024-05-10")).state is AppealState.CLOSED
    late = appeals.receive_publicly(
        body=channel.body, typed=appeal.reference, where="", asked=ASKED, at=on("2024-05-11")
    )
    assert late.answer.startswith("The second stage could be asked for until 9 May 2024.")


def test_a_second_appeal_about_the_same_decision_is_told_of_the_first(channel: Channel, ada: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    first = appealed(channel.body, f"decision {decision.pk}", "2024-04-08")
    twice = appeals.receive_publicly(
        body=channel.body, typed=reference_of(f"decision {decision.pk}"), where="", asked=ASKED, at=on("2024-04-09")
    )
    assert twice.appeal is None
    assert first.reference in twice.answer
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "nonsense", "AP-0000-0000-0"])
def test_an_unknown_reference_gets_one_answer_that_reveals_nothing(channel: Channel, ada: Officer, typed: str) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    stranger = new_body("birkdale")
    foreign = reference_of(f"decision {decision.pk}")
    answers = {
        appeals.receive_publicly(body=at, typed=given, where="", asked=ASKED, at=on("2024-04-08")).answer
        for at, given in ((channel.body, typed), (stranger, foreign))
    }
    assert len(answers) == 1
    assert answers.pop().startswith("We look at a decision again with the person it is about")
    assert Appeal.objects.count() == 0


def test_somebody_without_a_reference_is_passed_to_a_person_and_nothing_is_lost(channel: Channel) -> None:
    taken = appeals.receive_publicly(
        body=channel.body, typed="", where="My comment of Monday, as Robin Vale", asked=ASKED, at=on("2024-04-08")
    )
    assert taken.appeal is None
    [task] = Task.objects.filter(body=channel.body)
    assert "I was quoting a play." in task.why
    assert "robin@mail.example" in task.why


def test_after_the_limit_only_what_is_in_force_is_opened(channel: Channel, ada: Officer, ben: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    still_hidden = appealed(channel.body, f"decision {decision.pk}", "2025-06-02")
    assert still_hidden.decision == decision
    appeals.withdraw(appeal_id=still_hidden.pk, body=channel.body, why="By telephone.", by=ben, at=on("2025-06-03"))
    edit(channel, "c1", at=on("2025-06-04"))
    Case.objects.update(decision=None, state="open")
    late = appeals.receive_publicly(
        body=channel.body, typed=reference_of(f"decision {decision.pk}"), where="", asked=ASKED, at=on("2025-06-05")
    )
    assert late.answer.startswith("An appeal can be made within 12 months.")


def test_rude_words_open_an_appeal_like_any_other(channel: Channel, ada: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    taken = appeals.receive_publicly(
        body=channel.body, typed=reference_of(f"decision {decision.pk}"), where="",
        asked=Asked("You are useless muppets, all of you!"), at=on("2024-04-08"),
    )  # fmt: skip
    assert taken.appeal is not None
    assert standing(taken.appeal, on("2024-04-08")).is_open


def test_the_promised_days_are_counted_and_overdue_comes_first(channel: Channel, ada: Officer, ben: Officer) -> None:
    one = breach(channel, ada, "c1", "2024-04-02")
    two = breach(channel, ada, "c2", "2024-04-03")
    early = acknowledged(channel.body, f"decision {one.pk}", "2024-04-08", ben)
    appealed(channel.body, f"decision {two.pk}", "2024-04-09")
    lines = queries.to_answer(channel.body, on("2024-04-16"))
    assert [line.standing.next_due.by.isoformat() for line in lines] == ["2024-04-16", "2024-04-22"]
    assert not any(line.standing.is_late for line in lines)
    [first, second] = queries.to_answer(channel.body, on("2024-04-17"))
    assert first.standing.is_late
    assert second.row == early


def test_what_waits_is_found_by_as_many_queries_for_many_as_for_one(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    made = [breach(channel, ada, f"c{n}", f"2024-04-{n:02}") for n in range(1, 7)]
    first = acknowledged(channel.body, f"decision {made[0].pk}", "2024-04-08", ben)
    at = on("2024-05-01")
    queries.waiting(channel.body, at), queries.to_answer(channel.body, at), queries.answered(channel.body, at)
    with CaptureQueriesContext(connection) as few:
        queries.to_answer(channel.body, at), queries.answered(channel.body, at)
    answer(first, ben, "2024-04-10")
    second = appeals.receive_publicly(
        body=channel.body, typed=first.reference, where="", asked=ASKED, at=on("2024-04-11")
    ).appeal
    for decision in made[1:5]:
        acknowledged(channel.body, f"decision {decision.pk}", "2024-04-09", ben)
    withdrawn = appealed(channel.body, f"decision {made[5].pk}", "2024-04-15")
    appeals.withdraw(appeal_id=withdrawn.pk, body=channel.body, why="By telephone.", by=ben, at=on("2024-04-16"))
    with CaptureQueriesContext(connection) as many:
        lines, over = queries.to_answer(channel.body, at), queries.answered(channel.body, at)
    assert len(many) <= len(few) + 2, "the answered ones now have steps and officers to fetch"
    assert second in [line.row for line in lines]
    assert [line.row for line in over] == [withdrawn]
    for place, line in zip(queries.waiting(channel.body, at), lines, strict=True):
        assert (place.id, place.due_by, place.is_late) == (
            line.row.pk, line.standing.next_due.by, line.standing.is_late,
        )  # fmt: skip


def test_staff_enter_what_came_another_way(channel: Channel, ada: Officer, ben: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    entered = appeals.enter(
        body=channel.body, what=f"Decision {decision.pk}", came=Came.LETTER, asked=ASKED, theirs=True, by=ben,
        at=on("2024-04-08"),
    )  # fmt: skip
    assert entered.appeal is not None
    assert entered.appeal.entered_by == ben
    stranger = appeals.enter(
        body=channel.body, what=f"decision {decision.pk}", came=Came.EMAIL, asked=ASKED, theirs=False, by=ben,
        at=on("2024-04-08"),
    )  # fmt: skip
    assert stranger.appeal is None
    with pytest.raises(Refused, match="No removal or block of this body"):
        appeals.enter(
            body=new_body("birkdale"), what="decision 999999", came=Came.LETTER, asked=ASKED, theirs=True,
            by=new_officer(Body.objects.get(slug="birkdale"), "Dee Ito"), at=on("2024-04-08"),
        )  # fmt: skip


def test_an_officer_without_the_permission_is_refused(channel: Channel, ada: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    appeal = appealed(channel.body, f"decision {decision.pk}", "2024-04-08")
    junior = new_officer(channel.body, "Finn Roe", Role.OFFICER)
    with pytest.raises(Refused):
        appeals.acknowledge(appeal_id=appeal.pk, body=channel.body, by=junior, at=on("2024-04-09"))


def test_nobody_answers_about_a_comment_that_is_aimed_at_them(channel: Channel, ada: Officer, ben: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    Case.objects.filter(comment=decision.comment).update(target=ben)
    appeal = acknowledged(channel.body, f"decision {decision.pk}", "2024-04-08", ben)
    with pytest.raises(Refused, match="MOD-08"):
        answer(appeal, ben, "2024-04-09", reverse=True)


def test_an_answer_needs_reasons_and_the_appeal_as_it_is_now(channel: Channel, ada: Officer, ben: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    appeal = acknowledged(channel.body, f"decision {decision.pk}", "2024-04-08", ben)
    with pytest.raises(Refused, match="reasons"):
        answer(appeal, ben, "2024-04-09", reasons=" ")
    with pytest.raises(Stale):
        appeals.reverse(appeal_id=appeal.pk, body=channel.body, reasons=WHY, steps=0, by=ben, at=on("2024-04-09"))
    assert Reversal.objects.count() == 0


def test_a_decision_that_was_undone_already_is_said_to_be(channel: Channel, ada: Officer, ben: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    appeal = acknowledged(channel.body, f"decision {decision.pk}", "2024-04-08", ben)
    answer(appeal, ben, "2024-04-09", reverse=True)
    told = appeals.receive_publicly(
        body=channel.body, typed=appeal.reference, where="", asked=ASKED, at=on("2024-04-10")
    )
    assert told.answer == "That decision has been reversed."


def test_who_appeals_in_welsh_is_answered_in_welsh_with_the_english_under_it(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    asked = Asked("Roeddwn yn dyfynnu drama.", "robin@mail.example", "cy")
    taken = appeals.receive_publicly(
        body=channel.body, typed=reference_of(f"decision {decision.pk}"), where="", asked=asked, at=on("2024-04-08")
    )
    assert taken.appeal is not None
    appeals.acknowledge(appeal_id=taken.appeal.pk, body=channel.body, by=ben, at=on("2024-04-08", 13))
    [receipt] = told_of(channel.body, f"appeal {taken.appeal.pk}")
    assert (receipt.language, receipt.subject) == ("cy+en", "Mae eich apêl gennym / We have your appeal")
    welsh, english = receipt.words.index("Byddwn yn ateb erbyn 22 Ebrill 2024"), receipt.words.index("22 April 2024")
    assert welsh < english
    answer(taken.appeal, ben, "2024-04-10")
    letter = told_of(channel.body, f"appeal {taken.appeal.pk}")[-1]
    assert f"Mae ein rhesymau isod: {WHY}" in letter.words
    assert "o fewn 20 diwrnod gwaith" in letter.words


def test_another_body_sees_no_appeal_of_this_one(channel: Channel, ada: Officer) -> None:
    decision = breach(channel, ada, "c1", "2024-04-02")
    appeal = appealed(channel.body, f"decision {decision.pk}", "2024-04-08")
    other = new_body("birkdale")
    new_channel(other)
    assert queries.by_reference(other, appeal.reference) is None
    assert queries.to_answer(other, on("2024-04-09")) == []
    with pytest.raises(Appeal.DoesNotExist):
        queries.get(other, appeal.pk)
