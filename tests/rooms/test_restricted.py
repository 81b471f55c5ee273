"""REF-02, REC-01: a restricted case is seen by named roles and those let in; lists show none of it; looks are kept."""

import pytest
from tests.rooms.referring import CONCERN, TO_SAFEGUARDING, Place, a_place, decide, referred
from tests.rooms.world import HIDE, LEAVE, NOON, THREAT, edit, later, open_case

from evenhand.audit.queries import about
from evenhand.cases import operations as cases
from evenhand.cases import sight
from evenhand.cases.models import Case
from evenhand.cases.queries import Filters, earlier_of, next_after, queue
from evenhand.core.lifecycle import CaseState
from evenhand.core.refusals import Refused
from evenhand.intake.queries import search
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role
from evenhand.officers.queries import permissions
from evenhand.referrals import operations as referrals
from evenhand.referrals import queries
from evenhand.referrals.models import Referral


@pytest.fixture
def place(db: None) -> Place:
    return a_place()


def sees(case: Case, officer: Officer) -> bool:
    case.refresh_from_db()
    return sight.may_see(case, officer, permissions(officer, case.body))


def test_a_case_that_speaks_of_somebody_at_risk_is_restricted_from_the_beginning(place: Place) -> None:
    assert open_case(place.channel, "c1", CONCERN).restricted
    assert open_case(place.channel, "c2", CONCERN | THREAT).restricted, "whatever else it says"
    assert not open_case(place.channel, "c3", THREAT).restricted


def test_only_the_safeguarding_officer_sees_it_and_whoever_takes_it(place: Place) -> None:
    case = open_case(place.channel, "c1", CONCERN)
    assert sees(case, place.sian)
    assert not any(sees(case, who) for who in (place.olu, place.ada, place.mo, place.cal))
    cases.claim(case_id=case.pk, body=place.body, by=place.olu, at=NOON)
    assert sees(case, place.olu)
    assert not sees(case, place.ada)
    assert [e.action for e in about("harrowmere", f"comment {case.comment_id}")][-1] == "cases.let_in"


def test_nobody_decides_what_they_may_not_see(place: Place) -> None:
    case = open_case(place.channel, "c1", CONCERN)
    with pytest.raises(sight.NotLetIn, match="somebody may be at risk"):
        decide(case, LEAVE, place.ada)
    with pytest.raises(sight.NotLetIn):
        cases.set_target(case_id=case.pk, body=place.body, target=place.cal, by=place.ada, at=NOON)
    with pytest.raises(sight.NotLetIn):
        referrals.pass_on(case_id=case.pk, body=place.body, rule="REF-03", because="x", by=place.ada, at=NOON)


def test_a_closed_one_is_not_taken_by_claiming_and_not_undone_from_outside(place: Place) -> None:
    case = referred(place, CONCERN, TO_SAFEGUARDING, place.olu).case
    with pytest.raises(sight.NotLetIn):
        cases.claim(case_id=case.pk, body=place.body, by=place.ada, at=later(1))
    case.refresh_from_db()
    with pytest.raises(sight.NotLetIn):
        referrals.undo(case_id=case.pk, body=place.body, reason="", version=case.version, by=place.ada, at=later(1))


def test_a_senior_officer_takes_it_on_saying_why_and_an_officer_does_not(place: Place) -> None:
    case = referred(place, CONCERN, TO_SAFEGUARDING, place.olu).case
    invite = {"case_id": case.pk, "body": place.body, "at": later(1)}
    with pytest.raises(Refused, match="Nothing says why"):
        sight.invite(officer=place.ada, why=" ", by=place.ada, **invite)
    sight.invite(officer=place.ada, why="Sian is on leave until Monday", by=place.ada, **invite)
    assert sees(case, place.ada)
    dev = Officer.objects.create(email="dev@harrowmere.example", name="Dev Bell", created_at=NOON)
    from evenhand.officers.operations import give_role

    give_role(officer=dev, body=place.body, role=Role.OFFICER, by="test", at=NOON)
    with pytest.raises(Refused, match="approve as second person"):
        sight.invite(officer=dev, why="I would like to know", by=dev, **invite)
    sight.invite(officer=dev, why="knows the family's school", by=place.sian, **invite)
    assert sees(case, dev)


def test_its_target_is_never_let_in(place: Place) -> None:
    case = open_case(place.channel, "c1", CONCERN)
    cases.set_target(case_id=case.pk, body=place.body, target=place.olu, by=place.sian, at=NOON)
    with pytest.raises(Refused, match="aimed at you"):
        cases.claim(case_id=case.pk, body=place.body, by=place.olu, at=NOON)
    case.refresh_from_db()
    with pytest.raises(Refused, match="aimed at you"):
        sight.let_in(case=case, officer=place.olu, why="x", by=place.sian, at=NOON)


def test_every_look_is_an_entry_and_a_look_at_an_ordinary_case_is_none(place: Place) -> None:
    case, plain = open_case(place.channel, "c1", CONCERN), open_case(place.channel, "c2")
    sight.look(case=case, by=place.sian, at=NOON, page="case")
    sight.look(case=plain, by=place.sian, at=NOON, page="case")
    entry = about("harrowmere", f"comment {case.comment_id}")[-1]
    assert (entry.action, entry.by) == ("cases.look", "sian@harrowmere.example")
    assert "cases.look" not in [e.action for e in about("harrowmere", f"comment {plain.comment_id}")]
    with pytest.raises(sight.NotLetIn):
        sight.look(case=case, by=place.ada, at=NOON, page="case")


def test_the_queue_says_no_more_than_that_it_waits_and_no_filter_finds_it(place: Place) -> None:
    case = open_case(place.channel, "c1", CONCERN)
    [line] = queue(place.body, Filters(), page=1, at=NOON, officer=place.ada).lines
    assert (line.id, line.text, line.author, line.route, line.restricted) == (case.pk, "Restricted", "", "", True)
    for filters in (
        Filters(rule="REF-02"),
        Filters(words="Words"),
        Filters(words="Robin"),
        Filters(channel="town-page"),
    ):
        assert queue(place.body, filters, page=1, at=NOON, officer=place.sian).lines == ()
    decide_it(case, place)
    closed = queue(place.body, Filters(state=CaseState.CLOSED), page=1, at=NOON, officer=place.sian)
    assert closed.lines == ()


def decide_it(case: Case, place: Place) -> None:
    cases.claim(case_id=case.pk, body=place.body, by=place.olu, at=NOON)
    decide(case, TO_SAFEGUARDING, place.olu)


def test_nobody_is_led_into_it_and_it_is_not_among_its_authors_earlier_cases(place: Place) -> None:
    case, other = open_case(place.channel, "c1", CONCERN), open_case(place.channel, "c2")
    assert next_after(place.body, other.pk) is None
    assert earlier_of(place.body, other.comment.author, not_case=other.pk) == []
    [_, line] = queue(place.body, Filters(), page=1, at=NOON).lines
    assert (line.id, line.author_cases) == (other.pk, 0)
    assert search(place.body, "", without=sight.restricted_comments(place.body))[0].id == other.comment_id
    assert case.comment_id in sight.restricted_comments(place.body)


def test_found_to_be_no_concern_everybody_sees_it_again_until_it_is_undone(place: Place) -> None:
    case = open_case(place.channel, "c1", CONCERN)
    cases.claim(case_id=case.pk, body=place.body, by=place.olu, at=NOON)
    decide(case, LEAVE, place.olu)
    assert sees(case, place.ada)
    referrals.undo(case_id=case.pk, body=place.body, reason="", version=case.version, by=place.ada, at=later(1))
    assert not sees(case, place.ada)


def test_once_passed_on_it_stays_restricted_whatever_its_author_writes_then(place: Place) -> None:
    case = referred(place, CONCERN, TO_SAFEGUARDING, place.olu).case
    edit(place.channel, at=later(5))
    decide(case, HIDE, place.olu, later(6))
    assert not sees(case, place.ada)


def test_passing_on_a_concern_restricts_a_case_that_no_signal_saw(place: Place) -> None:
    case = open_case(place.channel)
    referrals.pass_on(
        case_id=case.pk, body=place.body, rule="REF-02", because="she is nine", by=place.olu, at=NOON, concern="child"
    )
    assert sees(case, place.olu)
    assert not sees(case, place.ada)
    assert Referral.objects.get().concern == "child"


def test_referrals_of_it_are_listed_without_a_word(place: Place) -> None:
    referral = referred(place, CONCERN, TO_SAFEGUARDING, place.olu)
    [line] = queries.listed(place.body, place.ada, permissions(place.ada, place.body))
    assert (line.id, line.because, line.restricted) == (referral.pk, "", True)
    assert queries.listed(place.body, place.mo, permissions(place.mo, place.body)) == []


def test_what_belongs_to_it_is_known_by_name_so_that_tasks_and_the_log_can_leave_it_out(place: Place) -> None:
    referral = referred(place, CONCERN, TO_SAFEGUARDING, place.olu)
    plain = open_case(place.channel, "c2")
    named = queries.restricted_subjects(place.body)
    assert {
        f"comment {referral.case.comment_id}", f"case {referral.case_id}", f"decision {referral.decision_id}",
        f"referral {referral.pk}",
    } == named  # fmt: skip
    assert f"comment {plain.comment_id}" not in named


def test_what_is_aimed_at_an_officer_goes_to_another(place: Place) -> None:
    case = open_case(place.channel)
    cases.claim(case_id=case.pk, body=place.body, by=place.ada, at=NOON)
    cases.set_target(case_id=case.pk, body=place.body, target=place.ada, by=place.olu, at=NOON)
    mine = queue(place.body, Filters(), page=1, at=NOON, officer=place.ada)
    assert (mine.lines, mine.total) == ((), 0)
    assert next_after(place.body, 0, place.ada) is None
    [line] = queue(place.body, Filters(), page=1, at=NOON, officer=place.olu).lines
    assert line.claimed_by == "", "the target's claim has ended"
    with pytest.raises(Refused, match="aimed at you"):
        cases.claim(case_id=case.pk, body=place.body, by=place.ada, at=NOON)
