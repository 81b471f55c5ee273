"""REC-01: the audit page says whether the log holds, who may verify it, and what was found before."""

from django.urls import reverse
from tests.console.conftest import NOW, Council, signed_in
from tests.rooms.test_audit_log import superuser

from evenhand.audit.checks import check
from evenhand.audit.models import Entry
from evenhand.officers.permissions import Role


def page(council: Council, *, verify: bool = False) -> str:
    client = signed_in(council.officers[Role.AUDITOR])
    slug = council.body.slug
    answer = client.post(reverse("audit-verify", args=[slug])) if verify else client.get(reverse("audit", args=[slug]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_verifying_says_how_many_entries_hold_and_is_on_record(ashby: Council) -> None:
    entries = Entry.objects.count()
    said = page(ashby, verify=True)
    assert "The chain is whole" in said
    assert f"{entries} entries checked" in said
    assert Entry.objects.latest("number").by == ashby.officers[Role.AUDITOR].email
    assert "All of the log was last found unbroken on" in page(ashby)


def test_a_forged_entry_is_named(ashby: Council) -> None:
    with superuser() as sql:
        sql("update audit_entry set by = 'nobody' where number = 2")
    said = page(ashby, verify=True)
    assert "The chain is broken at entry 2" in said
    assert said.count("The columns of entry 2 differ from its hashed words") == 1


def test_a_break_that_was_found_before_stands_on_the_page_until_it_is_explained(ashby: Council) -> None:
    with superuser() as sql:
        sql("update audit_entry set by = 'nobody' where number = 2")
    check(by="program: tests", at=NOW)
    said = page(ashby)
    assert "The log was found broken on" in said
    assert "The columns of entry 2 differ from its hashed words" in said
    assert f'href="{reverse("tasks", args=["ashby"])}"' in said


def test_a_page_without_any_check_says_nothing_of_one(ashby: Council) -> None:
    said = page(ashby)
    assert "found broken" not in said
    assert "last found unbroken" not in said
