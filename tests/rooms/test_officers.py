"""May this person? Roles are given per body, and one table says what each may do."""

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.world import BY, NOON, new_body, new_officer

from evenhand.audit.models import Entry
from evenhand.core.refusals import Refused
from evenhand.officers.models import Body, Officer, RoleGiven
from evenhand.officers.operations import create_officer, give_role, require, set_roster
from evenhand.officers.permissions import ALLOWED, Permission, Role
from evenhand.officers.queries import bodies_of, may, permissions, roster
from evenhand.signals.contract import NamedPerson, Roster

WHO_MAY = {
    Permission.SEE_CASES: {Role.OFFICER, Role.SENIOR, Role.CO_ORDINATOR, Role.AUDITOR, Role.SAFEGUARDING},
    Permission.DECIDE: {Role.OFFICER, Role.SENIOR, Role.SAFEGUARDING},
    Permission.APPROVE: {Role.SENIOR},
    Permission.SEE_REFERRALS: {Role.OFFICER, Role.SENIOR, Role.AUDITOR, Role.SAFEGUARDING, Role.NAMED_OFFICER},
    Permission.SEE_RESTRICTED: {Role.SAFEGUARDING},
    Permission.CONCLUDE: {Role.NAMED_OFFICER},
    Permission.REPORT_ABUSE: set(Role),
    Permission.SEE_REPORTS: {Role.SENIOR, Role.SAFETY},
    Permission.APPROVE_BLOCKS: {Role.SENIOR, Role.CO_ORDINATOR},
    Permission.SEE_MANAGED_CONTACTS: {Role.SENIOR, Role.AUDITOR},
    Permission.SEE_TASKS: {
        Role.OFFICER,
        Role.CO_ORDINATOR,
        Role.SENIOR,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        Role.SAFEGUARDING,
    },
    Permission.DO_TASKS: {Role.OFFICER, Role.SENIOR, Role.SAFEGUARDING},
    Permission.ACKNOWLEDGE: {Role.OFFICER, Role.SENIOR, Role.CO_ORDINATOR, Role.SAFEGUARDING},
    Permission.SEE_IMPORTS: {Role.OFFICER, Role.SENIOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.SAFEGUARDING},
    Permission.SEE_AUDIT: {Role.SENIOR, Role.AUDITOR},
    Permission.ADMINISTER: {Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("permission", WHO_MAY, ids=str)
def test_who_may(permission: Permission) -> None:
    assert {role for role in Role if permission in ALLOWED[role]} == WHO_MAY[permission]


def test_nobody_who_reads_the_log_for_others_changes_anything() -> None:
    assert not ALLOWED[Role.AUDITOR] & {Permission.DECIDE, Permission.APPROVE, Permission.DO_TASKS}


def test_whoever_gives_out_roles_sees_no_comments() -> None:
    assert not ALLOWED[Role.ADMINISTRATOR] & {Permission.SEE_CASES, Permission.DECIDE, Permission.SEE_AUDIT}


def test_roles_add_up(body: Body) -> None:
    officer = new_officer(body, "Ada Marsh", Role.AUDITOR)
    give_role(officer=officer, body=body, role=Role.ADMINISTRATOR, by=BY, at=NOON)
    assert permissions(officer, body) == ALLOWED[Role.AUDITOR] | ALLOWED[Role.ADMINISTRATOR]


def test_a_role_at_one_body_is_none_at_another(body: Body) -> None:
    officer, elsewhere = new_officer(body, "Ada Marsh"), new_body("fernbridge")
    assert may(officer, body, Permission.DECIDE)
    assert permissions(officer, elsewhere) == frozenset()
    assert bodies_of(officer) == [body]


def test_an_officer_who_was_switched_off_may_nothing(body: Body) -> None:
    officer = new_officer(body, "Ada Marsh")
    officer.is_active = False
    assert permissions(officer, body) == frozenset()


def test_a_refusal_says_what_was_tried_where_and_whom_to_ask(body: Body) -> None:
    officer = new_officer(body, "Cy Auditor", Role.AUDITOR)
    with pytest.raises(Refused) as refused:
        require(officer, body, Permission.APPROVE)
    assert str(refused.value) == (
        "You tried to approve as second person for Harrowmere Council. Cy Auditor has no role there that allows it. "
        "Next: ask an administrator of that body for the role."
    )


def test_a_role_given_twice_is_given_and_audited_once(body: Body, ada: Officer) -> None:
    give_role(officer=ada, body=body, role=Role.SENIOR, by=BY, at=NOON)
    assert RoleGiven.objects.filter(officer=ada).count() == 1
    assert Entry.objects.filter(action="officers.give_role").count() == 1


def test_an_address_signs_in_whatever_its_letter_case(db: None) -> None:
    officer = create_officer(email="Ada@Harrowmere.example", name="Ada Marsh", password="a long one", by=BY, at=NOON)
    assert Officer.objects.get_by_natural_key("ADA@harrowmere.EXAMPLE") == officer


def test_two_officers_cannot_have_one_address(db: None, ada: Officer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create_officer(email="ADA@harrowmere.example", name="Another", password="a long one", by=BY, at=NOON)


def test_no_password_is_written_down(db: None) -> None:
    create_officer(email="ada@harrowmere.example", name="Ada Marsh", password="correct horse", by=BY, at=NOON)
    assert "correct horse" not in Officer.objects.get().password
    assert "correct horse" not in Entry.objects.get().content


def test_a_roster_replaces_the_one_before_and_stays_with_its_body(body: Body) -> None:
    elsewhere = new_body("fernbridge")
    first = Roster((NamedPerson("Priya Nair"),), ("0161 496 0000",))
    second = Roster((NamedPerson("Cllr Jo Ashworth", "member", ("Jo",), ("jo@harrowmere.example",)),), ())
    set_roster(body=elsewhere, roster=first, by=BY, at=NOON)
    set_roster(body=body, roster=first, by=BY, at=NOON)
    set_roster(body=body, roster=second, by=BY, at=NOON)
    assert (roster(body), roster(elsewhere)) == (second, first)


def test_a_member_of_staff_reports_abuse_and_nothing_else() -> None:
    assert ALLOWED[Role.STAFF] == {Permission.REPORT_ABUSE}


def test_who_judges_allegations_decides_no_comments_and_who_decides_comments_judges_none() -> None:
    assert not any({Permission.DECIDE, Permission.CONCLUDE} <= held for held in ALLOWED.values())
