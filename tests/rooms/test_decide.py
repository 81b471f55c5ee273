"""MOD-02: a decision is one transaction, bound to the wording that the officer saw."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.rooms import world
from tests.rooms.world import ANYTHING_ELSE, HIDE, LEAVE, NOON, STOCKPORT, approve, decide, edit, later, open_case

from evenhand.actions.models import Action
from evenhand.audit.models import Entry
from evenhand.audit.queries import verify
from evenhand.cases import operations as cases
from evenhand.cases.models import Case, Claim
from evenhand.core.moderation import Draft
from evenhand.core.refusals import Refused, Stale
from evenhand.core.vocabulary import Outcome, Support, Verb
from evenhand.decisions.models import Decision, SecondOpinion
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer
from evenhand.officers.permissions import Role


def test_a_decision_names_ground_edition_facts_decider_time_and_wording(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    decision = decide(case, HIDE, ada, later(3))
    assert (decision.ground, decision.edition_id, decision.by, decision.at) == (
        "CON-02", STOCKPORT.sha256, ada, later(3),
    )  # fmt: skip
    assert decision.facts["grounds"] == ["CON-02"]
    assert decision.facts["reasons"]
    assert decision.statement == "Hidden under CON-02."
    assert (decision.revision.number, decision.revision.comment_id) == (1, case.comment_id)


def test_deciding_closes_the_case_ends_the_claim_and_queues_the_action(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    cases.claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    decision = decide(case, HIDE, ada)
    case.refresh_from_db()
    assert (case.state, case.decision, case.version) == ("closed", decision, 2)
    assert not Claim.objects.exists()
    action = Action.objects.get()
    assert (action.verb, action.state, action.decision) == ("hide", "queued", decision)
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name="carry_out")] == [{"action_id": action.pk}]


@pytest.mark.parametrize("outcome", [Outcome.LEAVE, Outcome.PROTECT])
def test_leaving_a_comment_up_asks_nothing_of_the_platform(channel: Channel, ada: Officer, outcome: Outcome) -> None:
    decide(open_case(channel), Draft(outcome), ada)
    assert not Action.objects.exists()


def test_criticism_left_up_is_recorded_under_its_own_ground(channel: Channel, ada: Officer) -> None:
    assert decide(open_case(channel), Draft(Outcome.PROTECT), ada).ground == "CON-00"


@pytest.mark.django_db(transaction=True)
def test_when_the_last_step_fails_nothing_of_a_decision_stays(
    channel: Channel, ada: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(channel)
    cases.claim(case_id=case.pk, body=case.body, by=ada, at=NOON)
    entries = Entry.objects.count()
    with connection.cursor() as cursor:  # the database itself refuses the last thing that is written: the chain's head
        cursor.execute("alter table audit_head add constraint no_more check (number < 0) not valid")
    try:
        with pytest.raises(Exception, match="no_more"):
            decide(case, HIDE, ada)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table audit_head drop constraint no_more")
    case.refresh_from_db()
    assert (case.state, case.version, case.decision) == ("open", 1, None)
    assert Claim.objects.get().officer == ada
    assert not Decision.objects.exists()
    assert not Action.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    assert (Entry.objects.count(), verify().breaks) == (entries, ())


def test_a_case_that_somebody_decided_meanwhile_is_stale_and_says_who_did_what(
    channel: Channel, ada: Officer, ben: Officer
) -> None:
    case = open_case(channel)
    decide(case, HIDE, ada, later(2))
    with pytest.raises(Stale, match=r"Ada Marsh decided “hide” meanwhile.*look at the case as it is now") as stale:
        cases.decide(
            case_id=case.pk,
            body=case.body,
            draft=LEAVE,
            version=1,
            edition=STOCKPORT,
            supported={},
            by=ben,
            at=later(3),
        )
    assert (stale.value.by, stale.value.at) == ("Ada Marsh", later(2))
    assert Decision.objects.count() == 1


def test_words_that_changed_under_the_officers_eyes_are_stale(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    edit(channel, at=later(1))
    with pytest.raises(Stale, match="The author changed the comment's words meanwhile"):
        cases.decide(
            case_id=case.pk, body=case.body, draft=HIDE, version=1, edition=STOCKPORT, supported={}, by=ada, at=later(2)
        )


def test_after_an_edit_the_next_decision_is_about_the_new_words(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    first = decide(case, LEAVE, ada)
    edit(channel, at=later(1))
    second = decide(case, HIDE, ada, later(2))
    assert (first.revision.number, second.revision.number) == (1, 2)


def test_a_closed_case_cannot_be_decided_again(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    decide(case, LEAVE, ada)
    with pytest.raises(Refused, match="Its state allows edit by the author; undo"):
        decide(case, HIDE, ada)


def test_every_objection_to_a_draft_is_given_at_once(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    with pytest.raises(cases.DecisionRefused) as refused:
        decide(case, Draft(Outcome.DELETE, ground="CON-02"), ada)
    assert [(found.field, found.rule) for found in refused.value.objections] == [
        ("reason", "MOD-01"), ("statement", "MOD-02"),
    ]  # fmt: skip
    assert not Decision.objects.exists()


def test_what_the_platform_cannot_do_is_refused_and_the_strongest_thing_is_offered(
    channel: Channel, ada: Officer
) -> None:
    case = open_case(channel)
    with pytest.raises(cases.DecisionRefused, match=r"cannot hide a comment.*the most it can do is: reply"):
        cases.decide(
            case_id=case.pk, body=case.body, draft=HIDE, version=1, edition=STOCKPORT,
            supported={Verb.REPLY: Support.SUPPORTED}, by=ada, at=NOON,
        )  # fmt: skip


def test_an_officer_without_the_role_decides_nothing(channel: Channel) -> None:
    case = open_case(channel)
    auditor = world.new_officer(case.body, "Cy Auditor", Role.AUDITOR)
    with pytest.raises(Refused, match="You tried to decide cases for Harrowmere Council"):
        decide(case, LEAVE, auditor)


def test_the_target_of_a_comment_does_not_decide_about_it(channel: Channel, ada: Officer, ben: Officer) -> None:
    case = open_case(channel)
    cases.set_target(case_id=case.pk, body=case.body, target=ada, by=ben, at=NOON)
    with pytest.raises(Refused, match=r"This comment is aimed at you \(MOD-08\)"):
        decide(case, LEAVE, ada)
    assert decide(case, LEAVE, ben).by == ben


def test_the_target_cannot_take_their_own_name_off_the_case(channel: Channel, ada: Officer) -> None:
    case = open_case(channel)
    cases.set_target(case_id=case.pk, body=case.body, target=ada, by=ada, at=NOON)
    with pytest.raises(Refused, match="MOD-08"):
        cases.set_target(case_id=case.pk, body=case.body, target=None, by=ada, at=NOON)
    assert Case.objects.get().target == ada


class TestSecondPerson:
    """CON-09: what no other ground covers needs two officers."""

    def test_nothing_is_queued_before_the_second_person_has_spoken(self, channel: Channel, ada: Officer) -> None:
        case = open_case(channel)
        decision = decide(case, ANYTHING_ELSE, ada)
        case.refresh_from_db()
        assert (case.state, decision.needs_second) == ("awaiting second", True)
        assert not Action.objects.exists()

    def test_an_approved_decision_is_carried_out(self, channel: Channel, ada: Officer, ben: Officer) -> None:
        case = open_case(channel)
        decision = decide(case, ANYTHING_ELSE, ada)
        assert approve(case, ben, later(1)).state == "closed"
        assert Action.objects.get().decision == decision
        assert (decision.second.by, decision.second.approved) == (ben, True)

    def test_a_refused_decision_opens_the_case_again(self, channel: Channel, ada: Officer, ben: Officer) -> None:
        case = open_case(channel)
        decide(case, ANYTHING_ELSE, ada)
        reopened = approve(case, ben, approved=False)
        assert (reopened.state, reopened.decision, reopened.changed_how) == ("open", None, "refused the decision")
        assert not Action.objects.exists()

    def test_the_second_person_is_not_the_first(self, channel: Channel, ada: Officer) -> None:
        case = open_case(channel)
        decide(case, ANYTHING_ELSE, ada)
        with pytest.raises(Refused, match=r"You made this decision \(MOD-08\)"):
            approve(case, ada)
        assert not SecondOpinion.objects.exists()

    def test_the_second_person_is_not_the_target(self, channel: Channel, ada: Officer, ben: Officer) -> None:
        case = open_case(channel)
        cases.set_target(case_id=case.pk, body=case.body, target=ben, by=ada, at=NOON)
        decide(case, ANYTHING_ELSE, ada)
        with pytest.raises(Refused, match="aimed at you"):
            approve(case, ben)

    def test_an_officer_who_may_not_approve_is_refused(self, channel: Channel, ada: Officer) -> None:
        case = open_case(channel)
        decide(case, ANYTHING_ELSE, ada)
        with pytest.raises(Refused, match="approve as second person"):
            approve(case, world.new_officer(case.body, "Eli Junior", Role.OFFICER))

    def test_words_that_were_changed_are_not_approved_unseen(
        self, channel: Channel, ada: Officer, ben: Officer
    ) -> None:
        case = open_case(channel)
        decide(case, ANYTHING_ELSE, ada)
        edit(channel, at=later(1))
        with pytest.raises(Refused, match="Its state allows"):
            approve(case, ben)
        assert Case.objects.get().decision is None
