"""REC-02, MOD-08: one officer asks for an erasure, another approves it; what the law keeps stays."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.rooms import people_world, world
from tests.rooms.leftovers import tables_with
from tests.rooms.people_world import on

from evenhand.audit.queries import about, verify
from evenhand.core.refusals import Refused
from evenhand.intake import operations as intake
from evenhand.intake.models import Author, Channel, Reject, Revision
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people import blocking
from evenhand.people.models import Block
from evenhand.retention import asking, holdings, operations
from evenhand.retention.models import ErasureAnswered, ErasureAsked, Purge
from evenhand.tasks import operations as tasks
from evenhand.tasks.models import Task

TWO_YEARS_ON = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def cora(body: Body) -> Officer:
    return world.new_officer(body, "Cora Lind", Role.CO_ORDINATOR)


@pytest.fixture
def eve(body: Body) -> Officer:
    return world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)


@pytest.fixture
def robin(channel: Channel) -> Author:
    world.receive(channel, world.a_comment(text="My nan fell on that pavement"))
    return people_world.author_of(channel)


def ask(body: Body, author: Author, by: Officer, at: datetime = world.NOON) -> ErasureAsked:
    return asking.ask_erasure(
        body=body, authors=[author], reference="DP/25/7", why="They wrote from the account.", by=by, at=at
    )


def erase(asked: ErasureAsked, by: Officer, at: datetime = world.NOON) -> Purge:
    run = asking.approve_erasure(asked_id=asked.pk, body=asked.body, typed=f"purge {asked.body.slug}", by=by, at=at)
    return operations.carry_through(purge=run, now=lambda: at)


def test_what_one_asks_for_another_approves_and_a_certificate_says_what_went(
    robin: Author, body: Body, cora: Officer, eve: Officer
) -> None:
    asked = ask(body, robin, cora)
    assert Revision.objects.get().text == "My nan fell on that pavement", "nothing goes before it is approved"
    ended = erase(asked, eve)
    assert (ended.why, ended.request, ended.counts) == ("erasure", "DP/25/7", {"comments_left_up": 1})
    assert tables_with("nan fell") | tables_with("Robin Vale") == set()
    actions = [entry.action for entry in about(body.slug, f"erasure {asked.pk}")]
    assert actions == ["retention.ask_erasure", "retention.approve_erasure"]
    [row] = holdings.erasures_of(body)
    assert row.answer.purge == ended
    assert verify().breaks == ()


def test_nobody_approves_what_they_asked_for(robin: Author, body: Body, eve: Officer) -> None:
    asked = ask(body, robin, eve)
    with pytest.raises(Refused, match=r"second person on their own request \(MOD-08\)"):
        erase(asked, eve)
    with pytest.raises(IntegrityError, match="erasure_approved_by_another"), transaction.atomic():
        ErasureAnswered.objects.create(asked=asked, asked_by=eve, by=eve, at=world.NOON, reason="x")


def test_an_erasure_is_refused_for_a_reason_and_nothing_goes(
    robin: Author, body: Body, cora: Officer, eve: Officer
) -> None:
    asked = ask(body, robin, cora)
    with pytest.raises(Refused, match="The reason: nothing is said"):
        asking.refuse_erasure(asked_id=asked.pk, body=body, reason=" ", by=eve, at=world.NOON)
    asking.refuse_erasure(asked_id=asked.pk, body=body, reason="A court case.", by=eve, at=world.NOON)
    with pytest.raises(Refused, match="Eve Thorn answered it on 4 March 2024"):
        erase(asked, eve)
    assert Purge.objects.count() == 0


def test_it_is_asked_with_a_reference_and_how_it_is_known_who_asks(robin: Author, body: Body, cora: Officer) -> None:
    for given in ({"reference": " ", "why": "Seen."}, {"reference": "DP/25/7", "why": ""}):
        with pytest.raises(Refused, match="nothing is said"):
            asking.ask_erasure(body=body, authors=[robin], **given, by=cora, at=world.NOON)


def test_a_second_request_about_the_same_person_waits_for_the_first(robin: Author, body: Body, cora: Officer) -> None:
    ask(body, robin, cora)
    with pytest.raises(Refused, match="Request DP/25/7 about the same person waits"):
        ask(body, robin, cora)


def test_only_who_answers_people_asks_and_only_who_may_purge_approves(
    robin: Author, body: Body, ada: Officer, cora: Officer
) -> None:
    with pytest.raises(Refused, match="no role there that allows it"):
        ask(body, robin, ada)
    other = world.new_officer(body, "Dora Lane", Role.CO_ORDINATOR)
    with pytest.raises(Refused, match="no role there that allows it"):
        erase(ask(body, robin, cora), other)


def test_another_bodys_request_does_not_exist(robin: Author, body: Body, cora: Officer) -> None:
    asked = ask(body, robin, cora)
    other = world.new_body("birkdale")
    edie = world.new_officer(other, "Edie Lund", Role.ADMINISTRATOR)
    with pytest.raises(ErasureAsked.DoesNotExist):
        asking.approve_erasure(asked_id=asked.pk, body=other, typed="purge birkdale", by=edie, at=world.NOON)
    with pytest.raises(Refused, match="Each body answers for its own"):
        asking.ask_erasure(body=other, authors=[robin], reference="x", why="y", by=edie, at=world.NOON)
    assert (holdings.erasures_of(other), holdings.find(other, "Robin")) == ([], [])


def test_what_is_held_is_counted_with_what_would_go_and_the_look_is_in_the_log(
    robin: Author, body: Body, cora: Officer, ada: Officer
) -> None:
    held = holdings.look(author=robin, body=body, on=date(2024, 3, 4), by=cora, at=world.NOON)
    assert [(line.source, line.count, line.erased) for line in held.lines] == [("comment", 1, 1)]
    assert (held.kept, held.to_weigh, held.holds) == ((), (), ())
    operations.put_hold(body=body, author=robin, reason="A claim.", by=ada, at=world.NOON)
    held = holdings.look(author=robin, body=body, on=date(2024, 3, 4), by=cora, at=world.NOON)
    assert [(line.count, line.erased) for line in held.lines] == [(1, 0)]
    assert [(each.because, each.law, each.count) for each in held.kept] == [
        ("a legal hold is on it", "UK GDPR, article 17(3)(e)", 1)
    ]
    assert [row.reason for row in held.holds] == ["A claim."]
    looks = [entry for entry in about(body.slug, f"author {robin.pk}") if entry.action == "retention.look_person"]
    assert [entry.by for entry in looks] == [cora.email, cora.email]


def test_people_are_found_by_name_handle_or_id(robin: Author, body: Body) -> None:
    for words in ("robin", "Vale", "simulator:a1", "a1"):
        assert holdings.find(body, words) == [robin]
    assert holdings.find(body, " ") == holdings.find(body, "Nobody") == []


def test_a_block_that_stands_and_its_appeal_keep_what_they_rest_on(
    channel: Channel, body: Body, ada: Officer, ben: Officer, cora: Officer, eve: Officer
) -> None:
    row = people_world.blocked(channel, ada, ben)
    ended = erase(ask(body, row.author, cora, TWO_YEARS_ON), eve, TWO_YEARS_ON)
    assert ended.counts == {}
    assert Block.objects.get().reason == people_world.REASON


def test_when_nothing_is_open_any_more_an_erasure_takes_blocks_warnings_and_tasks_too(
    channel: Channel, body: Body, ada: Officer, ben: Officer, cora: Officer, eve: Officer
) -> None:
    row = people_world.blocked(channel, ada, ben)
    blocking.restore(block_id=row.pk, body=body, reason="A new start.", by=ben, at=on("2024-06-20"))
    people_world.carried_out(on("2024-06-20", 13))
    for task in Task.objects.filter(body=body, done_at=None):
        tasks.finish(task_id=task.pk, body=body, outcome="Done.", by=ada, at=on("2024-06-21"))
    ended = erase(ask(body, row.author, cora, TWO_YEARS_ON), eve, TWO_YEARS_ON)
    assert ended.counts["blocks"] == 1
    left = {words: tables_with(words) for words in ("Three personal attacks", "Robin Vale", "Words a1-1")}
    assert left == {"Three personal attacks": set(), "Robin Vale": set(), "Words a1-1": set()}
    assert verify().breaks == ()


def test_rows_that_an_import_could_not_take_are_weighed_and_erased_by_the_accounts_id(
    channel: Channel, robin: Author, body: Body, cora: Officer, eve: Officer
) -> None:
    run = intake.start_import(channel=channel, file="export.csv", by="tests", at=world.NOON)
    intake.reject(run=run, rows=[(3, "no text", '{"author": "a1", "text": '), (4, "no text", '{"author": "a11"')])
    held = holdings.look(author=robin, body=body, on=date(2024, 3, 4), by=cora, at=world.NOON)
    assert [each.item.id for each in held.to_weigh] == [f"reject {Reject.objects.get(line=3).pk}"]
    erase(ask(body, robin, cora), eve)
    assert [row.excerpt.startswith("Removed on") for row in Reject.objects.order_by("line")] == [True, False]
