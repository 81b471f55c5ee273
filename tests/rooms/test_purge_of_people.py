"""REC-02: what was done about people goes too: warnings, blocks, the list, links, appeals, referrals, tasks."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from tests.rooms import people_world, referring, world
from tests.rooms.leftovers import tables_with
from tests.rooms.people_world import on

from evenhand.appeals import operations as appeals
from evenhand.appeals.models import Appeal, Came
from evenhand.appeals.operations import Asked
from evenhand.audit.queries import verify
from evenhand.core.kept_as import KEPT_AS
from evenhand.core.lifecycle import ReferralEvent
from evenhand.core.staff import ReportOutcome
from evenhand.decisions.models import Decision
from evenhand.intake import operations as intake
from evenhand.intake.models import Author, Channel, Reject
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people import blocking, listing
from evenhand.people import operations as people
from evenhand.people.history import history
from evenhand.people.models import AliasLink, Block, ManagedEntry, WarningGiven
from evenhand.people.persons import person_of
from evenhand.referrals.models import Referral
from evenhand.retention import operations, queries
from evenhand.retention.models import SOURCES, Purge
from evenhand.staff import operations as staff
from evenhand.staff.models import Report
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task

LONG_AFTER = datetime(2036, 1, 4, 9, tzinfo=UTC)
ENDED = "2024-06-20"
WORDS = [
    "Words a1-1", "Robin Vale", "Three personal attacks", "A new start", "this is my other account",
    "He says so himself", "Threats to staff", "They wrote to us politely", "I was quoting a song",
    "robin@vale.example", "We read it again",
]  # fmt: skip


@pytest.fixture
def admin(body: Body) -> Officer:
    return world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)


@pytest.fixture
def over(channel: Channel, ada: Officer, ben: Officer) -> Block:
    """Robin: three strikes, a warning, a block that was appealed against and ended, an alias, the list; all is over."""
    row = people_world.blocked(channel, ada, ben)
    people_world.breach(channel, ada, "b-1", "2024-06-10", account="b1", name="R. Vale")
    people_world.linked(channel, ada, "a1", "b1", "2024-06-11")
    entry = people_world.listed(channel, ada, ben, "2024-06-12", "b1")
    appealed(row, ben)
    blocking.restore(block_id=row.pk, body=channel.body, reason="A new start.", by=ben, at=on(ENDED))
    listing.remove(entry_id=entry.pk, body=channel.body, reason="They wrote to us politely.", by=ben, at=on(ENDED))
    settle(channel.body, ada)
    return row


def appealed(block: Block, by: Officer) -> Appeal:
    """By a letter; read, and withdrawn."""
    taken = appeals.enter(
        body=block.body, what=f"block {block.pk}", came=Came.LETTER,
        asked=Asked("I was quoting a song.", email="robin@vale.example"), theirs=True, by=by, at=on("2024-06-14"),
    )  # fmt: skip
    assert taken.appeal is not None
    appeals.withdraw(
        appeal_id=taken.appeal.pk, body=block.body, why="We read it again, and they dropped it.", by=by,
        at=on("2024-06-15"),
    )  # fmt: skip
    return taken.appeal


def settle(body: Body, by: Officer) -> None:
    """Nothing is left to do: what platforms were asked is done, and so is every task."""
    people.look_after(at=on(ENDED, 13))
    people_world.carried_out(on(ENDED, 13))
    for task in Task.objects.filter(body=body, done_at=None):
        tasks.finish(task_id=task.pk, body=body, outcome="Done.", by=by, at=on(ENDED, 14))


def purge(body: Body, by: Officer, at: datetime = LONG_AFTER) -> Purge:
    run = operations.begin(body=body, typed=f"purge {body.slug}", by=by, at=at)
    return operations.carry_through(purge=run, now=lambda: at)


def would_go(body: Body, day: str) -> set[str]:
    return {line.source for line in queries.preview(body, date.fromisoformat(day)).lines}


def test_every_kind_of_record_has_a_class_and_a_rule_and_a_way_to_go() -> None:
    assert set(SOURCES) | {"concern"} == set(KEPT_AS)


def test_when_all_is_over_no_word_about_the_person_is_left_in_any_table(
    over: Block, channel: Channel, body: Body, admin: Officer
) -> None:
    before = {words: tables_with(words) for words in WORDS}
    assert all(before.values()), "each of them stood somewhere"
    ended = purge(body, admin)
    assert {words: tables for words in WORDS if (tables := tables_with(words))} == {}
    assert {kind: ended.counts[kind] for kind in ("blocks", "appeals", "managed_contacts")} == {
        "blocks": 1, "appeals": 1, "managed_contacts": 2,
    }  # fmt: skip
    assert verify().breaks == ()
    assert purge(body, admin).counts == {}, "there is nothing left to take"


def test_what_happened_can_still_be_counted_and_nothing_starts_again(
    over: Block, channel: Channel, body: Body, ada: Officer, admin: Officer
) -> None:
    strikes = len(history(over.author, on("2024-06-16")).sanction.strikes)
    purge(body, admin)
    block, entry = Block.objects.get(), ManagedEntry.objects.get()
    assert (block.rule, block.starts_on, block.end.state) == (over.rule, over.starts_on, "restored")
    assert block.reason.startswith("Removed on 4 January 2036 under certificate PC-")
    assert set(block.answers.values()) == {block.reason}
    assert (entry.steps.count(), WarningGiven.objects.count(), AliasLink.objects.count()) == (2, 1, 1)
    assert len(history(block.author, on("2024-06-16")).sanction.strikes) == strikes
    assert len(person_of(block.author).authors) == 2, "a decided link goes on joining what is left"
    people.look_after(at=LONG_AFTER)
    assert not Task.objects.filter(done_at=None).exists()


def test_a_hold_on_the_person_keeps_all_of_theirs(over: Block, body: Body, ada: Officer, admin: Officer) -> None:
    for author in person_of(over.author).authors:
        operations.put_hold(body=body, author=author, reason="A claim.", by=ada, at=on(ENDED))
    assert purge(body, admin).counts == {}
    assert tables_with("Three personal attacks") >= {"people_block"}


def test_an_open_block_keeps_itself_and_what_it_rests_on(
    channel: Channel, body: Body, ada: Officer, ben: Officer
) -> None:
    people_world.blocked(channel, ada, ben)
    assert would_go(body, "2036-01-04") & {"block", "warning", "decision", "case", "capture"} == set()


def test_an_appeal_that_is_open_keeps_itself_its_block_and_the_capture_of_the_account(
    channel: Channel, body: Body, ada: Officer, ben: Officer
) -> None:
    row = people_world.blocked(channel, ada, ben)
    taken = appeals.enter(
        body=body, what=f"block {row.pk}", came=Came.LETTER, asked=Asked("Please."), theirs=True, by=ben,
        at=on("2024-06-14"),
    )  # fmt: skip
    blocking.restore(block_id=row.pk, body=body, reason="A new start.", by=ben, at=on(ENDED))
    settle(body, ada)
    assert would_go(body, "2036-01-04") & {"block", "appeal"} == set()
    assert taken.appeal is not None
    appeals.withdraw(appeal_id=taken.appeal.pk, body=body, why="By telephone.", by=ben, at=on(ENDED))
    assert would_go(body, "2036-01-04") >= {"block", "appeal"}


def test_a_person_on_the_list_stays_on_it_and_with_words(
    channel: Channel, body: Body, ada: Officer, ben: Officer, admin: Officer
) -> None:
    people_world.breach(channel, ada, "b-1", "2024-06-10", account="b1", name="R. Vale")
    people_world.listed(channel, ada, ben, "2024-06-12", "b1")
    settle(body, ada)
    purge(body, admin)
    assert ManagedEntry.objects.get().reason == "Threats to staff at the counter."
    assert Author.objects.get().name == "R. Vale", "the list must know whom it is about"


def test_the_last_day_of_a_block_is_24_months_after_it_ended(over: Block, body: Body) -> None:
    assert "block" not in would_go(body, "2026-06-20")
    assert "block" in would_go(body, "2026-06-21")


def test_a_link_that_nobody_has_decided_is_open(channel: Channel, body: Body, ada: Officer) -> None:
    people_world.breach(channel, ada, "a1-1", "2024-04-02")
    people_world.breach(channel, ada, "b-1", "2024-04-03", account="b1", name="R. Vale")
    link = people_world.linked(channel, ada, "a1", "b1", "2024-06-11")
    undecided = AliasLink.objects.create(
        body=body, one=link.other, other=link.one, confidence=0.5, proposed_by="program: tests", proposed_at=on(ENDED)
    )
    gone = [each for line in queries.preview(body, date(2036, 1, 4)).lines if line.source == "link"
            for each in line.examples]  # fmt: skip
    assert gone == [f"link {link.pk}"]
    assert f"link {undecided.pk}" not in gone


def test_concerns_are_kept_longer_than_allegations_and_both_lose_their_words(admin: Officer) -> None:
    place = referring.a_place("fernbridge")
    referring.everything_once(place)
    eve = world.new_officer(place.body, "Eve Lund", Role.ADMINISTRATOR)
    concern = Referral.objects.get(rule="REF-02")
    for event in (ReferralEvent.HAND_OVER, ReferralEvent.ACKNOWLEDGE):
        referring.step(concern, event, place.sian, world.NOON)
    open_ones = would_go(place.body, "2036-01-04")
    assert "referral" in open_ones, "the allegation was concluded"
    purge(place.body, eve)
    concern.refresh_from_db()
    assert not concern.because.startswith("Removed"), "nobody has said what came of it"
    allegation = Referral.objects.get(rule="REF-01")
    assert allegation.because.startswith("Removed on 4 January 2036")
    assert allegation.outcome.found != "", "what was found stays, so that it can be counted"
    assert verify().breaks == ()


def test_an_allegation_goes_after_72_months_and_not_before(admin: Officer) -> None:
    place = referring.a_place("fernbridge")
    referring.everything_once(place)
    assert "referral" not in would_go(place.body, "2030-03-04")
    assert "referral" in would_go(place.body, "2030-03-05")


def test_a_report_is_kept_36_months_after_what_came_of_it(body: Body, ada: Officer, ben: Officer) -> None:
    hal = world.new_officer(body, "Hal Reed", Role.SAFETY)
    report = staff.report(body=body, target=ben, words="Shouted at in the street.", by=ada, at=world.NOON)
    assert would_go(body, "2036-01-04") == set(), "nothing has come of it yet"
    staff.conclude(
        report_id=report.pk, body=body, outcome=ReportOutcome.SUPPORTED, said="We talked.", by=hal, at=world.NOON
    )
    assert would_go(body, "2027-03-04") == set()
    assert would_go(body, "2027-03-05") == {"report"}
    purge(body, world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR))
    assert tables_with("Shouted at in the street") | tables_with("We talked") == set()
    assert Report.objects.get().conclusion.outcome == ReportOutcome.SUPPORTED.value


def test_a_row_that_an_import_could_not_take_loses_its_words_after_three_months(
    channel: Channel, body: Body, admin: Officer
) -> None:
    run = intake.start_import(channel=channel, file="export.csv", by="tests", at=world.NOON)
    intake.reject(run=run, rows=[(3, "it is not JSON", '{"text": "My nan fell on that pavement')])
    assert would_go(body, "2024-06-04") == set()
    assert would_go(body, "2024-06-05") == {"reject"}
    purge(body, admin)
    row = Reject.objects.get()
    assert (row.line, row.reason, row.excerpt.startswith("Removed on ")) == (3, "it is not JSON", True)


def test_a_task_that_is_done_loses_its_words_after_24_months_and_an_open_one_never(
    channel: Channel, body: Body, ada: Officer, admin: Officer
) -> None:
    people_world.breach(channel, ada, "a1-1", "2024-04-02")
    warn = Task.objects.get(about__startswith="warning of account ")
    assert "task" not in would_go(body, "2036-01-04")
    tasks.finish(task_id=warn.pk, body=body, outcome="Robin was rung up.", by=ada, at=on("2024-04-03"))
    assert "task" not in would_go(body, "2026-04-03")
    assert "task" in would_go(body, "2026-04-04")
    purge(body, admin)
    warn.refresh_from_db()
    assert (warn.title == warn.why == warn.outcome, warn.steps, warn.done_by) == (True, [], ada)


def test_only_in_the_transaction_of_a_batch_and_only_words(over: Block, body: Body, admin: Officer) -> None:
    for change in (
        lambda: Block.objects.update(reason="another"),
        lambda: Appeal.objects.update(email=""),
        lambda: WarningGiven.objects.update(words=""),
    ):
        with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
            change()
    purge(body, admin)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="kept as they were"), transaction.atomic():
        cursor.execute("update people_block set starts_on = starts_on + 1")


def test_nothing_about_another_bodys_people_goes(over: Block, body: Body, admin: Officer) -> None:
    other = world.new_body("birkdale")
    eve = world.new_officer(other, "Edie Thorn", Role.ADMINISTRATOR)
    assert would_go(other, "2036-01-04") == set()
    assert purge(other, eve).counts == {}
    assert Block.objects.get().reason == people_world.REASON
    assert Decision.objects.exclude(statement__startswith="Hidden").count() == 0
