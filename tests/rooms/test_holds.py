"""REC-02: legal holds: put on and lifted by name, with a reason; both are rows that stay."""

from datetime import date

import pytest
from django.utils.timezone import localdate
from tests.rooms import world
from tests.rooms.world import NOON, later

from evenhand.audit.queries import about
from evenhand.cases.models import Case
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.retention import operations, queries
from evenhand.retention.models import LegalHold

TODAY = date(2024, 3, 4)


@pytest.fixture
def case(channel: Channel) -> Case:
    return world.open_case(channel)


def test_a_hold_stands_from_its_day_until_somebody_lifts_it(case: Case, body: Body, ada: Officer, ben: Officer) -> None:
    held = operations.put_hold(body=body, comment=case.comment, reason="A claim was made.", by=ada, at=NOON)
    assert queries.holds_on(body, case.comment, TODAY) == [held]
    assert queries.holds_on(body, case.comment, date(2024, 3, 3)) == []
    assert queries.holds_on(body, case.comment, date(2034, 3, 4)) == [held]
    operations.lift_hold(hold_id=held.pk, body=body, reason="The claim was settled.", by=ben, at=later(60 * 24))
    assert queries.holds_on(body, case.comment, date(2024, 3, 5)) == [held], "its last day is included"
    assert queries.holds_on(body, case.comment, date(2024, 3, 6)) == []


def test_a_hold_on_an_author_stands_on_each_of_their_comments(channel: Channel, case: Case, ada: Officer) -> None:
    world.propose_for(channel, world.receive(channel, world.a_comment("c9", author_id="a9")), world.THREAT)
    other = Case.objects.exclude(pk=case.pk).get()
    operations.put_hold(body=case.body, author=case.author, reason="A claim.", by=ada, at=NOON)
    assert len(queries.holds_on(case.body, case.comment, TODAY)) == 1
    assert queries.holds_on(case.body, other.comment, TODAY) == []


def test_neither_end_of_a_hold_goes_without_a_reason(case: Case, body: Body, ada: Officer) -> None:
    with pytest.raises(Refused, match="The reason: nothing is said"):
        operations.put_hold(body=body, comment=case.comment, reason=" ", by=ada, at=NOON)
    held = operations.put_hold(body=body, comment=case.comment, reason="A claim.", by=ada, at=NOON)
    with pytest.raises(Refused, match="The reason: nothing is said"):
        operations.lift_hold(hold_id=held.pk, body=body, reason="", by=ada, at=NOON)


def test_a_hold_is_lifted_once(case: Case, body: Body, ada: Officer, ben: Officer) -> None:
    held = operations.put_hold(body=body, comment=case.comment, reason="A claim.", by=ada, at=NOON)
    operations.lift_hold(hold_id=held.pk, body=body, reason="Settled.", by=ben, at=NOON)
    with pytest.raises(Refused, match="Ben Okafor lifted it on 4 March 2024"):
        operations.lift_hold(hold_id=held.pk, body=body, reason="Settled.", by=ada, at=NOON)


def test_both_are_in_the_log_of_the_comment(case: Case, body: Body, ada: Officer) -> None:
    held = operations.put_hold(body=body, comment=case.comment, reason="A claim.", by=ada, at=NOON)
    operations.lift_hold(hold_id=held.pk, body=body, reason="Settled.", by=ada, at=NOON)
    told = [(entry.action, entry.by) for entry in about(body.slug, f"comment {case.comment_id}")]
    assert told[-2:] == [("retention.put_hold", ada.email), ("retention.lift_hold", ada.email)]


def test_only_who_may_and_only_for_ones_own_body(case: Case, body: Body, ada: Officer) -> None:
    junior = world.new_officer(body, "Cy Denham", Role.OFFICER)
    with pytest.raises(Refused, match="no role there that allows it"):
        operations.put_hold(body=body, comment=case.comment, reason="A claim.", by=junior, at=NOON)
    held = operations.put_hold(body=body, comment=case.comment, reason="A claim.", by=ada, at=NOON)
    other = world.new_body("birkdale")
    dee = world.new_officer(other, "Dee Lund")
    with pytest.raises(LegalHold.DoesNotExist):
        operations.lift_hold(hold_id=held.pk, body=other, reason="Mine now.", by=dee, at=NOON)
    assert queries.holds_of(other) == []
    assert localdate(NOON) == TODAY
