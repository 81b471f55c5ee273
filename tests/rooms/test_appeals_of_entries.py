"""APL-01 to APL-04, MCL-01, MCL-02: an entry on the managed contacts list looked at again, and all that came of it."""

import pytest
from tests.rooms.people_world import (
    author_of,
    blocked,
    breach,
    can_write,
    carried_out,
    entry,
    linked,
    listed,
    network,
    on,
)
from tests.rooms.world import new_body, new_officer

from evenhand.actions.models import Action
from evenhand.appeals import operations as appeals
from evenhand.appeals import queries
from evenhand.appeals.models import Appeal, Came
from evenhand.appeals.operations import Asked
from evenhand.audit.queries import about as audited
from evenhand.audit.queries import verify
from evenhand.cases.models import Case
from evenhand.core.managed import Listed
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.intake.models import Channel
from evenhand.notices.models import Notice
from evenhand.notices.queries import about as told_of
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.people import linking, listing
from evenhand.people import operations as people
from evenhand.people.history import history
from evenhand.people.models import ManagedEntry
from evenhand.people.standings import entries_of, entry_standing
from evenhand.tasks.queries import open_tasks

ASKED = Asked("I never threatened anybody.", "robin@mail.example")
WHY = "The voice at the counter was somebody else's, as the recording shows."


@pytest.fixture
def cleo(channel: Channel) -> Officer:
    return new_officer(channel.body, "Cleo Nagy")


@pytest.fixture
def robin(channel: Channel, ada: Officer) -> Decision:
    """Two accounts, decided to be one person's; the decision about the first."""
    decision = breach(channel, ada, "c1", "2024-06-03")
    breach(channel, ada, "c2", "2024-06-03", account="b1", name="R. Vale")
    linked(channel, ada, "a1", "b1", "2024-06-04")
    return decision


def appealed(channel: Channel, row: ManagedEntry, by: Officer, day: str = "2024-06-10") -> Appeal:
    """With the reference on the notice, by the public form, and acknowledged."""
    reference = Notice.objects.get(about=f"entry {row.pk}").reference
    taken = appeals.receive_publicly(body=channel.body, typed=reference, where="", asked=ASKED, at=on(day))
    assert taken.appeal is not None, taken.answer
    return appeals.acknowledge(appeal_id=taken.appeal.pk, body=channel.body, by=by, at=on(day, 13))


def reverse(appeal: Appeal, by: Officer, day: str = "2024-06-12") -> Appeal:
    return appeals.reverse(appeal_id=appeal.pk, body=appeal.body, reasons=WHY, steps=1, by=by, at=on(day))


def state(row: ManagedEntry, day: str) -> Listed:
    return entry_standing(entries_of(row.body).get(pk=row.pk), on(day)).state


def undone(appeal: Appeal) -> list[tuple[str, str]]:
    last = queries.get(appeal.body, appeal.pk).steps.last()
    assert last is not None
    return [(row["kind"], row["on"]) for row in last.undone]


@pytest.mark.usefixtures("robin")
def test_the_reference_on_the_notice_leads_to_the_entry_and_a_reversal_frees_every_account(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    row = listed(channel, ada, ben, "2024-06-05")
    assert not can_write(channel, "a1")
    assert not can_write(channel, "b1")
    appeal = appealed(channel, row, cleo)
    assert (appeal.about, appeal.entry) == (f"entry {row.pk}", row)
    done = reverse(appeal, cleo)
    carried_out(on("2024-06-12", 13))
    assert can_write(channel, "a1")
    assert can_write(channel, "b1"), "the alias was blocked by way of the entry, and is free with it"
    assert state(row, "2024-06-12") is Listed.OFF
    assert undone(done) == [
        ("end the entry on the managed contacts list", f"entry {row.pk}"),
        ("lift the block", "Robin Vale on Town page"),
        ("lift the block of an alias", "R. Vale on Town page"),
        ("tell the appellant", "the appellant"),
    ]
    answer = told_of(channel.body, f"appeal {appeal.pk}")[-1]
    assert WHY in answer.words
    assert answer.email == "robin@mail.example"
    assert told_of(channel.body, f"entry {row.pk}")[-1].kind == "unblock"
    assert verify().breaks == ()
    people.look_after(at=on("2024-09-01"))
    carried_out(on("2024-09-01"))
    assert can_write(channel, "a1"), "nothing brings the entry back"


@pytest.mark.usefixtures("robin")
def test_the_decided_link_stays_decided(channel: Channel, ada: Officer, ben: Officer, cleo: Officer) -> None:
    row = listed(channel, ada, ben, "2024-06-05")
    reverse(appealed(channel, row, cleo), cleo)
    assert history(author_of(channel, "b1"), on("2024-06-13")).person.ids == {
        author_of(channel, "a1").pk, author_of(channel, "b1").pk,
    }  # fmt: skip
    link = author_of(channel, "a1").pk
    assert linking.rows_of(channel.body).filter(one=link).count() == 1


def test_what_a_block_blocks_too_stays_blocked_and_is_not_said_to_be_lifted(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    blocked(channel, ada, ben)
    row = listed(channel, ada, ben, "2024-06-05")
    done = reverse(appealed(channel, row, cleo), cleo)
    carried_out(on("2024-06-12", 13))
    assert not can_write(channel)
    assert [kind for kind, _ in undone(done)] == ["end the entry on the managed contacts list", "tell the appellant"]


def test_a_reversed_decision_brings_back_the_post_the_strike_the_block_the_aliases_and_the_listing(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    block = blocked(channel, ada, ben)
    breach(channel, ada, "b-1", "2024-06-05", account="b1", name="R. Vale")
    linked(channel, ada, "a1", "b1", "2024-06-06")
    third = Decision.objects.get(comment__native_id="a1-3")
    row = listed(channel, ada, ben, "2024-06-07", rests_on=(third.pk,))
    reference = Notice.objects.filter(about=f"decision {third.pk}").order_by("pk")[0].reference
    taken = appeals.receive_publicly(body=channel.body, typed=reference, where="", asked=ASKED, at=on("2024-06-10"))
    assert taken.appeal is not None
    appeals.acknowledge(appeal_id=taken.appeal.pk, body=channel.body, by=cleo, at=on("2024-06-10", 13))
    assert not can_write(channel, "a1")
    assert not can_write(channel, "b1")
    done = reverse(taken.appeal, cleo)
    carried_out(on("2024-06-12", 13))
    shown = [each.id for post in network().wall(channel.account) for each in post.comments]
    assert "a1-3" in shown
    counted = [int(strike.comment) for strike in history(author_of(channel), on("2024-06-13")).record.counted]
    assert third.comment_id not in counted
    block.refresh_from_db()
    assert block.end.state == "reversed"
    assert state(row, "2024-06-12") is Listed.OFF
    assert can_write(channel, "a1")
    assert can_write(channel, "b1")
    assert [kind for kind, _ in undone(done)] == [
        "restore the comment", "drop the strike", "end the entry on the managed contacts list", "lift the block",
        "lift the block of an alias", "tell the appellant",
    ]  # fmt: skip
    assert not Action.objects.filter(verb="block", undoes=None, undone_by=None).exists(), "nothing blocks anybody"
    assert verify().breaks == ()


def test_all_or_nothing_where_the_reviewer_had_a_part_in_the_entry(
    channel: Channel, robin: Decision, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    row = listed(channel, ben, cleo, "2024-06-05", rests_on=(robin.pk,))
    taken = appeals.enter(
        body=channel.body, what=f"decision {robin.pk}", came=Came.LETTER, asked=ASKED, theirs=True, by=cleo,
        at=on("2024-06-10"),
    )  # fmt: skip
    assert taken.appeal is not None
    appeals.acknowledge(appeal_id=taken.appeal.pk, body=channel.body, by=cleo, at=on("2024-06-10", 13))
    with pytest.raises(Refused, match="You made this decision, or approved it"):
        reverse(taken.appeal, cleo)
    assert state(row, "2024-06-12") is Listed.ON
    assert not hasattr(Decision.objects.get(pk=robin.pk), "reversal")


def test_an_entry_that_rests_on_another_decision_too_stays_and_somebody_looks(
    channel: Channel, robin: Decision, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    other = breach(channel, ada, "c3", "2024-06-04")
    row = listed(channel, ada, ben, "2024-06-05", rests_on=(robin.pk, other.pk))
    taken = appeals.enter(
        body=channel.body, what=f"decision {robin.pk}", came=Came.LETTER, asked=ASKED, theirs=True, by=cleo,
        at=on("2024-06-10"),
    )  # fmt: skip
    assert taken.appeal is not None
    appeals.acknowledge(appeal_id=taken.appeal.pk, body=channel.body, by=cleo, at=on("2024-06-10", 13))
    done = reverse(taken.appeal, cleo)
    assert ("review the entry on the managed contacts list", f"entry {row.pk}") in undone(done)
    assert state(row, "2024-06-12") is Listed.ON
    [task] = [each for each in open_tasks(channel.body) if each.about == f"doubt of entry {row.pk}"]
    assert "Robin" not in f"{task.title} {task.why}", "tasks are seen by more people than the list"


@pytest.mark.usefixtures("robin")
def test_who_proposed_or_approved_it_does_not_answer(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = listed(channel, ada, ben, "2024-06-05")
    appeal = appealed(channel, row, ada)
    for officer in (ada, ben):
        with pytest.raises(Refused, match="You made this decision, or approved it"):
            reverse(appeal, officer)
    assert state(row, "2024-06-12") is Listed.ON


def test_nobody_answers_about_an_entry_that_came_of_a_comment_aimed_at_them(
    channel: Channel, robin: Decision, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    Case.objects.filter(comment=robin.comment).update(target=cleo)
    row = listed(channel, ada, ben, "2024-06-05", rests_on=(robin.pk,))
    with pytest.raises(Refused, match="MOD-08"):
        reverse(appealed(channel, row, cleo), cleo)


@pytest.mark.usefixtures("robin")
def test_staff_who_may_see_the_list_enter_one_and_their_look_is_kept(
    channel: Channel, ada: Officer, ben: Officer, cleo: Officer
) -> None:
    row = listed(channel, ada, ben, "2024-06-05", notice="", why_no_notice="The police ask for it.")
    taken = appeals.enter(
        body=channel.body, what=f"Entry {row.pk}", came=Came.TELEPHONE, asked=ASKED, theirs=True, by=cleo,
        at=on("2024-06-10"),
    )  # fmt: skip
    assert taken.appeal is not None
    assert [entry.action for entry in audited(channel.body.slug, f"entry {row.pk}")][-1] == "people.look"
    second = new_body("birkdale")
    with pytest.raises(Refused, match="No removal or block of this body"):
        appeals.enter(
            body=second, what=f"entry {row.pk}", came=Came.LETTER, asked=ASKED, theirs=True,
            by=new_officer(second, "Dee Ito"), at=on("2024-06-10"),
        )  # fmt: skip


@pytest.mark.usefixtures("robin")
def test_an_entry_that_nobody_approved_cannot_be_appealed_against(channel: Channel, ada: Officer, ben: Officer) -> None:
    row = listing.propose(body=channel.body, asked=entry(channel, "2024-06-05"), by=ada, at=on("2024-06-05"))
    with pytest.raises(Refused, match="No removal or block of this body"):
        appeals.enter(
            body=channel.body, what=f"entry {row.pk}", came=Came.LETTER, asked=ASKED, theirs=True, by=ben,
            at=on("2024-06-10"),
        )  # fmt: skip


@pytest.mark.usefixtures("robin")
def test_a_decision_about_somebody_else_is_no_reason_for_an_entry(channel: Channel, ada: Officer, ben: Officer) -> None:
    stranger = breach(channel, ada, "s1", "2024-06-04", account="s1", name="Sam Ito")
    with pytest.raises(Refused, match="A decision is not about this person"):
        listed(channel, ada, ben, "2024-06-05", rests_on=(stranger.pk,))


def test_roles_that_do_not_see_the_list_do_not_overturn_it(channel: Channel, ada: Officer, ben: Officer) -> None:
    breach(channel, ada, "c1", "2024-06-03")
    row = listed(channel, ada, ben, "2024-06-05")
    junior = new_officer(channel.body, "Finn Roe", Role.OFFICER)
    with pytest.raises(Refused):
        people.unlist(entry=row, because=WHY, about="appeal 1", by=junior, at=on("2024-06-12"))
    assert state(row, "2024-06-12") is Listed.ON
