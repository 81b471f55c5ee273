"""Cases decided together carry one id and one undo; what cannot go with the others is left out and named."""

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.world import HIDE, LEAVE, NOON, carry_out, decide, edit, later, new_officer, open_case, published, undo
from tests.rules.hearing import STOCKPORT

from evenhand.actions.models import Action
from evenhand.audit.queries import about, verify
from evenhand.cases import batches, operations
from evenhand.cases.models import Case
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome
from evenhand.decisions.models import Batch, Decision
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.platforms.simulator import MANIFEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(channel: Channel) -> list[Case]:
    return [open_case(channel, id_) for id_ in ("c1", "c2", "c3")]


def together(cases: list[Case], by: Officer, outcome: Outcome = Outcome.HIDE, ground: str = "CON-02") -> Batch:
    """Decide them as they are now."""
    for case in cases:
        case.refresh_from_db()
    return as_seen(cases, by, outcome, ground)


def as_seen(cases: list[Case], by: Officer, outcome: Outcome = Outcome.HIDE, ground: str = "CON-02") -> Batch:
    return batches.decide_together(
        body=cases[0].body, chosen=[batches.Chosen(case.pk, case.version) for case in cases], outcome=outcome,
        ground=ground, reason="The same words from many accounts.", edition_for=lambda _: STOCKPORT,
        supported_on=lambda _: MANIFEST.supported, by=by, at=later(1),
    )  # fmt: skip


def states(cases: list[Case]) -> list[str]:
    return [Case.objects.get(pk=case.pk).state for case in cases]


def test_one_batch_decides_each_case_and_queues_each_action(three: list[Case], ada: Officer) -> None:
    batch = together(three, ada)
    made = list(batch.decisions.order_by("pk"))
    assert [(d.outcome, d.ground, d.by_id) for d in made] == [("hide", "CON-02", ada.pk)] * 3
    assert (states(three), batch.left_out) == (["closed"] * 3, [])
    assert Action.objects.filter(verb="hide", decision__batch=batch).count() == 3


def test_each_statement_of_reasons_quotes_its_own_comment(three: list[Case], channel: Channel, ada: Officer) -> None:
    edit(channel, "c2", at=later(0.5), text="Quite other words")
    made = {d.comment.native_id: d.statement for d in together(three, ada).decisions.all()}
    assert "Quite other words" in made["c2"]
    assert "Quite other words" not in made["c1"]


def test_one_undo_takes_all_of_it_back(three: list[Case], ada: Officer, data_folder: object) -> None:
    network = published(data_folder, "c1", "c2", "c3")  # type: ignore[arg-type]
    batch = together(three, ada)
    for action in Action.objects.filter(comment__in=[three[0].comment_id, three[1].comment_id]):
        carry_out(action)
    assert batches.undo_together(batch=batch, reason="It was irony", by=ada, at=later(5)) == []
    for action in Action.objects.filter(state="queued").order_by("pk"):
        carry_out(action)
    assert states(three) == ["open"] * 3
    assert [comment.id for post in network.wall("harrowmere-town-page") for comment in post.comments] == [
        "c1",
        "c2",
        "c3",
    ]
    third = Action.objects.get(comment=three[2].comment, verb="hide")
    assert (third.state, network.counted("call", str(third.key))) == ("cancelled", 0)


def test_what_others_changed_or_hold_is_left_out_and_named(three: list[Case], ada: Officer, ben: Officer) -> None:
    operations.claim(case_id=three[0].pk, body=three[0].body, by=ben, at=later(0.5))
    seen = [Case.objects.get(pk=case.pk) for case in three]
    decide(three[1], LEAVE, ben)
    batch = as_seen(seen, ada)
    assert [left["case"] for left in batch.left_out] == [three[0].pk, three[1].pk]
    assert "claimed it" in batch.left_out[0]["why"]
    assert "decided “leave”" in batch.left_out[1]["why"]
    assert [d.comment_id for d in batch.decisions.all()] == [three[2].comment_id]


def test_a_case_aimed_at_the_officer_is_left_out(three: list[Case], ada: Officer, ben: Officer) -> None:
    operations.set_target(case_id=three[1].pk, body=three[1].body, target=ada, by=ben, at=NOON)
    assert [left["case"] for left in together(three, ada).left_out] == [three[1].pk]


def test_where_none_can_be_decided_nothing_is_changed(three: list[Case], ada: Officer, ben: Officer) -> None:
    seen = [Case.objects.get(pk=case.pk) for case in three]
    for case in three:
        decide(case, LEAVE, ben)
    with pytest.raises(batches.NothingDecided, match="decided “leave” meanwhile"):
        as_seen(seen, ada)
    assert (Batch.objects.count(), Decision.objects.filter(by=ada).count()) == (0, 0)
    assert verify().breaks == ()


def test_a_decision_made_since_is_not_undone_with_the_batch(three: list[Case], ada: Officer) -> None:
    batch = together(three, ada)
    undo(three[0], ada, later(2))
    newer = decide(three[0], HIDE, ada, later(3))
    left = batches.undo_together(batch=batch, reason="", by=ada, at=later(4))
    assert [(each.case_id, each.why) for each in left] == [(three[0].pk, "this decision no longer stands")]
    assert Case.objects.get(pk=three[0].pk).decision_id == newer.pk
    with pytest.raises(Refused, match="no longer stands"):
        batches.undo_together(batch=batch, reason="", by=ada, at=later(5))


@pytest.mark.parametrize("outcome", [Outcome.DELETE, Outcome.REPLY, Outcome.REFER])
def test_what_cannot_be_undone_or_speaks_to_somebody_is_decided_one_by_one(
    three: list[Case], ada: Officer, outcome: Outcome
) -> None:
    with pytest.raises(Refused, match="is decided one by one"):
        together(three, ada, outcome)


def test_nobody_without_the_permission_decides_or_undoes_together(three: list[Case], ada: Officer) -> None:
    auditor = new_officer(three[0].body, "Cleo Fenn", Role.AUDITOR)
    with pytest.raises(Refused):
        together(three, auditor)
    batch = together(three, ada)
    with pytest.raises(Refused):
        batches.undo_together(batch=batch, reason="", by=auditor, at=later(2))


def test_a_batch_is_on_record_and_stays_as_it_was_written(three: list[Case], ada: Officer) -> None:
    batch = together(three, ada)
    assert [entry.action for entry in about(three[0].body.slug, f"batch {batch.pk}")] == ["decisions.record_batch"]
    with pytest.raises(DatabaseError, match="kept as they were written"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(left_out=[{"case": 1}])
