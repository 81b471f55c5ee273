"""A block from the first warning to its end, over months, with the instants given."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.rooms.people_world import (
    REASON,
    asked,
    author_of,
    blocked,
    breach,
    can_write,
    carried_out,
    linked,
    network,
    on,
    three_strikes,
    titles,
    warned,
)
from tests.rooms.world import new_body, new_channel, new_officer, undo

from evenhand.actions import carrying_out
from evenhand.actions.models import Action
from evenhand.actions.waiting import Later
from evenhand.audit.models import Entry
from evenhand.audit.queries import about as audited
from evenhand.audit.queries import verify
from evenhand.cases.models import Case
from evenhand.core.ladder import Step
from evenhand.core.lifecycle import BlockState
from evenhand.core.refusals import Refused
from evenhand.core.undoing import EffectKind, How
from evenhand.core.vocabulary import Support, Verb
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel
from evenhand.notices.models import Notice
from evenhand.notices.queries import about
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.people import blocking
from evenhand.people import operations as people
from evenhand.people.following import reviewer_of
from evenhand.people.history import history
from evenhand.people.models import Block
from evenhand.people.queries import Show, blocks
from evenhand.people.reach import blocked_through
from evenhand.people.standings import blocks_of, standing
from evenhand.people.unblocking import by_hand, cannot_unblock, unblocking
from evenhand.platforms.contract import Act, Answer, Observed, Performer, VerbSupport
from evenhand.platforms.simulator import MANIFEST


def test_from_a_first_warning_to_a_block_that_nobody_reviewed(channel: Channel, ada: Officer, ben: Officer) -> None:
    breach(channel, ada, "c1", "2024-04-02")
    assert titles(channel) == ["Warn Robin Vale"]
    warned(channel, ada, "2024-04-03")
    assert titles(channel) == []
    breach(channel, ada, "c2", "2024-05-01")
    assert titles(channel) == []
    breach(channel, ada, "c3", "2024-06-03")
    assert titles(channel) == ["A block is proposed: Robin Vale"]

    row = blocking.decide(body=channel.body, asked=asked(channel, ada, on("2024-06-04")), by=ada, at=on("2024-06-04"))
    assert titles(channel) == ["Approve or refuse the block of Robin Vale"]
    assert can_write(channel), "nobody is blocked before a second person has approved"
    blocking.answer(block_id=row.pk, body=channel.body, approved=True, reason="", by=ben, at=on("2024-06-04", 13))
    carried_out(on("2024-06-04", 13))
    assert titles(channel) == []
    assert not can_write(channel)
    assert history(author_of(channel), on("2024-06-05")).sanction.step is Step.NOTHING, "its strikes are spent"

    people.look_after(at=on("2024-11-19"))
    assert titles(channel) == []
    for day in ("2024-11-20", "2024-11-20", "2024-12-04"):
        people.look_after(at=on(day))
        assert titles(channel) == ["Review the block of Robin Vale"]
    people.look_after(at=on("2024-12-05"))
    assert titles(channel) == ["Review the block of Robin Vale", "Overdue: review the block of Robin Vale"]

    people.look_after(at=on("2025-01-06"))
    assert not can_write(channel)
    people.look_after(at=on("2025-01-07"))
    carried_out(on("2025-01-07"))
    [row] = blocks_of(channel.body)
    assert standing(row, on("2025-01-07")).state is BlockState.LAPSED
    assert row.end.because[-1].endswith("not made by 6 January 2025 (BLK-04)")
    assert titles(channel) == []
    assert can_write(channel)


def test_a_review_restores_access_and_the_platform_is_read_back(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = blocked(channel, ada, ben)
    blocking.restore(block_id=row.pk, body=channel.body, reason="He has kept to it.", by=ada, at=on("2024-12-02"))
    assert not can_write(channel), "it was asked for, and is not done yet"
    carried_out(on("2024-12-02"))
    assert can_write(channel)
    unblock = Action.objects.get(verb="unblock")
    assert unblock.receipts.get().answer == "200: done; read back: they are not blocked"
    assert [notice.kind for notice in about(channel.body, f"block {row.pk}")] == ["block", "unblock"]


def test_what_is_read_back_must_be_so(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = blocked(channel, ada, ben)
    blocking.restore(block_id=row.pk, body=channel.body, reason="He has kept to it.", by=ada, at=on("2024-12-02"))
    action = Action.objects.get(verb="unblock")
    with pytest.raises(Later, match="read back: they are blocked"):
        carry_out_with(Forgetful(), action, on("2024-12-02"))
    action.refresh_from_db()
    assert (action.state, action.receipts.get().kind) == ("sending", "unknown")


def test_an_extension_has_new_reasons_and_a_new_date_and_is_told(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = blocked(channel, ada, ben)
    extend = {"block_id": row.pk, "body": channel.body, "reviewer": ben, "by": ada, "at": on("2024-12-02")}
    with pytest.raises(Refused, match="These reasons were given before"):
        blocking.extend(reason=REASON, review_on=date(2025, 6, 2), **extend)
    with pytest.raises(Refused, match="The new date is later than 2 June 2025"):
        blocking.extend(reason="He wrote to others under new names.", review_on=date(2025, 6, 3), **extend)
    people.look_after(at=on("2024-12-02"))
    row = blocking.extend(reason="He wrote to others under new names.", review_on=date(2025, 6, 2), **extend)
    assert titles(channel) == []
    assert (standing(row, on("2024-12-03")).review_on, reviewer_of(row)) == (date(2025, 6, 2), ben)
    assert about(channel.body, f"block {row.pk}")[-1].subject == "You are blocked for longer"
    people.look_after(at=on("2025-05-19"))
    assert titles(channel) == ["Review the block of Robin Vale"]


def test_an_extreme_case_is_blocked_at_once_and_lapses_without_an_approval(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-06-03", ground="CON-03")
    wanted = asked(channel, ada, on("2024-06-03", 14), extreme="He posts a threat every few minutes.")
    row = blocking.decide(body=channel.body, asked=wanted, by=ada, at=on("2024-06-03", 14))
    carried_out(on("2024-06-03", 14))
    assert standing(row, on("2024-06-03", 14)).state is BlockState.IN_FORCE_UNAPPROVED
    assert not can_write(channel)
    people.look_after(at=on("2024-06-04", 15))
    assert titles(channel) == ["Approve or refuse the block of Robin Vale"]
    people.look_after(at=on("2024-06-04", 17))  # 18:00 in London: active hours ended at 17:00
    carried_out(on("2024-06-04", 17))
    assert titles(channel) == []
    assert can_write(channel)
    assert [notice.kind for notice in about(channel.body, f"block {row.pk}")] == ["block", "unblock"]


def test_a_block_without_prior_haste_lapses_too_when_nobody_answers(channel: Channel, ada: Officer) -> None:
    three_strikes(channel, ada)
    row = blocking.decide(body=channel.body, asked=asked(channel, ada, on("2024-06-04")), by=ada, at=on("2024-06-04"))
    people.look_after(at=on("2024-06-06"))
    assert blocks_of(channel.body).get(pk=row.pk).end.state == "lapsed"
    assert about(channel.body, f"block {row.pk}") == [], "they were never told, as nothing happened to them"


def test_the_second_person_is_another_and_a_refusal_says_why(channel: Channel, ada: Officer, ben: Officer) -> None:
    three_strikes(channel, ada)
    row = blocking.decide(body=channel.body, asked=asked(channel, ada, on("2024-06-04")), by=ada, at=on("2024-06-04"))
    answer = {"block_id": row.pk, "body": channel.body, "at": on("2024-06-04", 13)}
    with pytest.raises(Refused, match="You made this decision"):
        blocking.answer(approved=True, reason="", by=ada, **answer)
    with pytest.raises(Refused, match="It says no reason"):
        blocking.answer(approved=False, reason=" ", by=ben, **answer)
    row = blocking.answer(approved=False, reason="A warning will do.", by=ben, **answer)
    assert row.end.state == "refused"
    assert row.end.because[-1] == f"refuse on 4 June 2024 by officer {ben.pk}: A warning will do."
    assert can_write(channel)
    assert history(author_of(channel), on("2024-06-05")).sanction.is_block, "what was refused spends no strike"


def test_somebody_whom_a_comment_is_aimed_at_neither_decides_nor_approves(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    three_strikes(channel, ada)
    wanted = asked(channel, ada, on("2024-06-04"))
    with pytest.raises(Refused, match="aimed at you"):
        blocking.decide(body=channel.body, asked=wanted, aimed_at=[ada.pk], by=ada, at=on("2024-06-04"))
    row = blocking.decide(body=channel.body, asked=wanted, aimed_at=[ben.pk], by=ada, at=on("2024-06-04"))
    with pytest.raises(Refused, match="aimed at you"):
        blocking.answer(block_id=row.pk, body=channel.body, approved=True, reason="", by=ben, at=on("2024-06-04", 13))


def test_nothing_of_a_block_is_optional_and_all_that_is_missing_is_said_at_once(channel: Channel, ada: Officer) -> None:
    three_strikes(channel, ada)
    empty = asked(
        channel, ada, on("2024-06-04"), reason=" ", notice="", appeal_route="", channels=(), rests_on=(), answers={},
        review_on=date(2025, 1, 1),
    )  # fmt: skip
    with pytest.raises(blocking.BlockRefused) as caught:
        blocking.decide(body=channel.body, asked=empty, by=ada, at=on("2024-06-04"))
    fields = {objection.field for objection in caught.value.objections}
    assert fields == {"reason", "notice", "appeal_route", "channels", "rests_on", "evidence", "answers", "review_on"}
    assert not blocks_of(channel.body).exists()


def test_a_record_that_points_to_less_brings_no_block(channel: Channel, ada: Officer) -> None:
    breach(channel, ada, "c1", "2024-06-03")
    with pytest.raises(blocking.BlockRefused, match="The record points to a warning"):
        blocking.decide(body=channel.body, asked=asked(channel, ada, on("2024-06-04")), by=ada, at=on("2024-06-04"))


def test_somebody_has_one_block_at_a_time(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = blocked(channel, ada, ben)
    with pytest.raises(Refused, match=f"Block {row.pk} of this person is in force"):
        blocking.decide(body=channel.body, asked=asked(channel, ada, on("2024-06-05")), by=ada, at=on("2024-06-05"))


def test_where_no_platform_can_be_called_people_block_and_unblock(channel: Channel, ada: Officer, ben: Officer) -> None:
    network().refuse(channel.account, [Verb.BLOCK, Verb.UNBLOCK])
    row = blocked(channel, ada, ben)
    assert titles(channel) == ["Block Robin Vale on Town page"]
    assert Action.objects.get(verb="block").state == "manual", "nothing is shown as done that is not"
    blocking.restore(block_id=row.pk, body=channel.body, reason="He has kept to it.", by=ada, at=on("2024-12-02"))
    assert titles(channel) == [], "nobody blocked him, so there is nothing to unblock"


def test_a_platform_that_cannot_unblock_says_so_before(channel: Channel) -> None:
    stuck = replace(MANIFEST, verbs={**MANIFEST.verbs, Verb.BLOCK: VerbSupport(Support.MANUAL, reversible=False)})
    assert cannot_unblock([channel], lambda _: stuck) == [channel]
    assert unblocking(channel, lambda _: stuck) is None
    assert by_hand([channel], lambda _: stuck) == [channel]
    assert cannot_unblock([channel]) == by_hand([channel]) == []


def test_an_undone_decision_takes_its_strike_away_and_questions_the_block(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    row = blocked(channel, ada, ben)
    undo(Case.objects.get(comment__native_id="a1-3"), ben, on("2024-06-10"))
    assert titles(channel) == ["Look again at the block of Robin Vale"]
    assert standing(row, on("2024-06-10")).is_blocked, "a person decides what becomes of it"
    gone = history(author_of(channel), on("2024-06-10")).record.not_counted
    assert "it was overturned" in [each.because for each in gone]


def test_an_appeal_lifts_a_block_at_every_account(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = blocked(channel, ada, ben)
    breach(channel, ada, "b-1", "2024-06-10", account="b1", name="R. Vale")
    linked(channel, ada, "a1", "b1", "2024-06-11")
    carried_out(on("2024-06-11"))
    assert not can_write(channel, "b1")
    with pytest.raises(Refused, match="You decided it"):
        people.lift(block=row, because="Wrong person.", about="appeal 7", by=ada, at=on("2024-07-01"))
    undone = people.lift(block=row, because="Wrong person.", about="appeal 7", by=ben, at=on("2024-07-01"))
    assert [(effect.kind, effect.how) for effect in undone] == [
        (EffectKind.LIFT_BLOCK, How.BY_PROGRAM),
        (EffectKind.LIFT_ALIAS_BLOCK, How.BY_PROGRAM),
        (EffectKind.TELL_APPELLANT, How.BY_HAND),
    ]
    carried_out(on("2024-07-01"))
    assert can_write(channel, "a1")
    assert can_write(channel, "b1")
    [reversed_] = blocks_of(channel.body)
    assert (reversed_.end.state, reversed_.steps.last().about) == ("reversed", "appeal 7")


def test_an_appeal_against_one_of_the_decisions_is_told_what_else_the_block_rests_on(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    blocked(channel, ada, ben)
    second = Decision.objects.get(comment__native_id="a1-2")
    assert [each.also_rests_on for each in blocked_through(second, on("2024-06-10"))] == [()]
    breach(channel, ada, "c9", "2024-06-10")
    assert blocked_through(Decision.objects.get(comment__native_id="c9"), on("2024-06-11")) == ()


def test_every_step_of_a_block_is_an_audit_entry_and_the_chain_holds(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    row = blocked(channel, ada, ben)
    blocking.restore(block_id=row.pk, body=channel.body, reason="He has kept to it.", by=ada, at=on("2024-12-02"))
    assert [entry.action for entry in audited(channel.body.slug, f"block {row.pk}")] == [
        "people.decide_block", "people.approve_block", "people.restore_block", "people.end_block",
    ]  # fmt: skip
    assert verify().breaks == ()


def test_looking_after_again_changes_nothing(channel: Channel, ada: Officer, ben: Officer) -> None:
    blocked(channel, ada, ben)
    people.look_after(at=on("2024-12-05"))
    before = (Entry.objects.count(), Notice.objects.count(), Action.objects.count())
    people.look_after(at=on("2024-12-05", 13))
    assert (Entry.objects.count(), Notice.objects.count(), Action.objects.count()) == before


def test_another_body_sees_no_block_and_changes_none(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = blocked(channel, ada, ben)
    other = new_body("wendlebury")
    eve = new_officer(other, "Eve Stone")
    assert blocks(other, Show.LIVE, on("2024-06-05")) == []
    with pytest.raises(Block.DoesNotExist):
        blocking.restore(block_id=row.pk, body=other, reason="Mine now.", by=eve, at=on("2024-06-05"))
    with pytest.raises(Refused, match="no role there"):
        blocking.restore(block_id=row.pk, body=channel.body, reason="Mine now.", by=eve, at=on("2024-06-05"))
    theirs = new_channel(other)
    with pytest.raises(Refused, match="not of Wendlebury"):
        blocking.decide(body=other, asked=asked(channel, eve, on("2024-06-05")), by=eve, at=on("2024-06-05"))
    assert theirs.body == other


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_those_who_may_approve_blocks_do(role: Role, channel: Channel, ada: Officer) -> None:
    three_strikes(channel, ada)
    row = blocking.decide(body=channel.body, asked=asked(channel, ada, on("2024-06-04")), by=ada, at=on("2024-06-04"))
    with pytest.raises(Refused, match="to approve blocks"):
        blocking.answer(
            block_id=row.pk, body=channel.body, approved=True, reason="",
            by=new_officer(channel.body, "Cy Dunn", role), at=on("2024-06-04", 13),
        )  # fmt: skip


def test_where_the_edition_wants_a_co_ordinator_and_prior_notice_it_gets_both(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    three_strikes(channel, ada)
    channel.body.edition_folder = "wealdham"
    channel.body.save()
    cara = new_officer(channel.body, "Cara Finch", Role.CO_ORDINATOR)
    wanted = asked(channel, ada, on("2024-06-04"), notified_on=date(2024, 6, 6), starts_on=date(2024, 6, 13))
    row = blocking.decide(body=channel.body, asked=wanted, by=ada, at=on("2024-06-04"))
    answer = {"block_id": row.pk, "body": channel.body, "approved": True, "reason": "", "at": on("2024-06-05")}
    with pytest.raises(Refused, match="Only a co-ordinator may"):
        blocking.answer(by=ben, **answer)
    row = blocking.answer(by=cara, **answer)
    assert standing(row, on("2024-06-05", 14)).state is BlockState.IN_FORCE
    assert about(channel.body, f"block {row.pk}") == [], "five working days' notice begin on the day that was set"
    people.look_after(at=on("2024-06-06"))
    assert [notice.kind for notice in about(channel.body, f"block {row.pk}")] == ["block"]
    for day, may in (("2024-06-12", True), ("2024-06-13", False)):
        people.look_after(at=on(day))
        carried_out(on(day))
        assert can_write(channel) is may


class Forgetful:
    """A platform that says it has unblocked somebody, and has not."""

    def perform(self, act: Act) -> Answer:
        return Answer("200: done")

    def observe(self, act: Act) -> Observed:
        return Observed(False, "they are blocked")


def carry_out_with(performer: Performer, action: Action, at: datetime) -> None:
    carrying_out.carry_out(action_id=action.pk, performer=performer, manifest=MANIFEST, now=lambda: at)
