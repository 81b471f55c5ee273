"""A case is held by one officer at a time, for ten minutes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.rooms.world import LEAVE, NOON, decide, later, new_body, new_officer, open_case

from evenhand.audit.models import Entry
from evenhand.audit.queries import verify
from evenhand.cases.models import Case, Claim
from evenhand.cases.operations import claim, release
from evenhand.cases.queries import claim_on
from evenhand.core.refusals import Refused, Stale
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role


def test_a_claim_lasts_ten_minutes(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    held = claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    assert (held.officer, held.claimed_at, held.until) == (ada, NOON, later(10))


def test_another_officer_is_told_who_holds_it_and_until_when(channel: Channel, ada: Officer, ben: Officer) -> None:
    case = open_case(channel)
    claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    with pytest.raises(Stale, match=r"Ada Marsh claimed it until 12:10 UTC") as refused:
        claim(case_id=case.pk, body=case.body, by=ben, at=later(9.99))
    assert (refused.value.by, refused.value.at) == ("Ada Marsh", NOON)


def test_from_the_tenth_minute_on_another_may_have_it(channel: Channel, ada: Officer, ben: Officer) -> None:
    case = open_case(channel)
    claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    assert claim_on(case, later(10)) is None
    assert claim(case_id=case.pk, body=case.body, by=ben, at=later(10)).officer == ben
    assert Claim.objects.count() == 1


def test_claiming_again_holds_it_longer(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    assert claim(case_id=case.pk, body=case.body, by=ada, at=later(9)).until == later(19)


def test_letting_go_frees_ones_own_claim_and_nobody_elses(channel: Channel, ada: Officer, ben: Officer) -> None:
    case = open_case(channel)
    claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    release(case_id=case.pk, body=case.body, by=ben, at=NOON)
    assert claim_on(case, NOON) is not None
    release(case_id=case.pk, body=case.body, by=ada, at=NOON)
    assert claim_on(case, NOON) is None
    assert Entry.objects.filter(action="cases.release").count() == 1


def test_nobody_decides_what_another_holds(channel: Channel, ada: Officer, ben: Officer) -> None:
    case = open_case(channel)
    claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    with pytest.raises(Stale, match="Ada Marsh claimed it"):
        decide(case, LEAVE, ben, later(9))
    assert decide(case, LEAVE, ben, later(10)).by == ben


def test_an_auditor_claims_nothing(channel: Channel) -> None:
    case = open_case(channel)
    auditor = new_officer(case.body, "Cy Auditor", Role.AUDITOR)
    with pytest.raises(Refused, match="no role there"):
        claim(case_id=case.pk, body=case.body, by=auditor, at=NOON)


def test_a_case_of_another_body_is_not_there_to_claim(channel: Channel) -> None:
    case = open_case(channel)
    elsewhere = new_body("fernbridge")
    stranger = new_officer(elsewhere, "Dee Stranger")
    with pytest.raises(Case.DoesNotExist):
        claim(case_id=case.pk, body=elsewhere, by=stranger, at=NOON)


THREADS, ROUNDS = 20, 50


@pytest.mark.django_db(transaction=True)
def test_twenty_officers_who_race_have_one_winner_in_every_round(channel: Channel) -> None:
    case = open_case(channel)
    officers = [new_officer(case.body, f"Officer{n} Racer") for n in range(THREADS)]
    start = Barrier(THREADS)

    def race(officer: Officer) -> list[int]:
        won = []
        try:
            for number in range(ROUNDS):
                start.wait(timeout=60)
                try:
                    claim(case_id=case.pk, body=case.body, by=officer, at=later(10 * number))
                    won.append(number)
                except Stale:
                    continue
        finally:
            connection.close()
        return won

    with ThreadPoolExecutor(THREADS) as threads:
        wins = [number for won in threads.map(race, officers) for number in won]
    assert sorted(wins) == list(range(ROUNDS))
    assert Claim.objects.count() == 1
    assert Entry.objects.filter(action="cases.claim").count() == ROUNDS
    assert verify().breaks == ()
