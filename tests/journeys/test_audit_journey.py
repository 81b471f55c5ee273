"""An auditor verifies the log, somebody forges it, and the page and a task say so, on a desk and on a telephone."""

import pytest
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults, work
from tests.rooms.test_audit_log import superuser

from evenhand.officers.permissions import Role


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_forged_entry_is_seen_by_the_auditor(ashby: Council, sign_in: SignIn, size: str) -> None:
    page = sign_in(ashby.officers[Role.AUDITOR], size, scripts=False)
    page.goto("/ashby/audit")
    page.click("text=Verify the chain")
    assert page.locator("#verify-title").inner_text() == "The chain is whole"
    with superuser() as sql:
        sql("update audit_entry set by = 'nobody' where number = 2")
    by_the_hour()
    page.goto("/ashby/audit")
    assert page.locator("#broken-title").inner_text().startswith("The log was found broken on")
    page.click("nav >> text=Work")
    page.click("nav >> text=Tasks")
    page.click("text=The audit log is broken")
    assert page.locator("text=the columns of entry 2 differ from its hashed words").count() == 1


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_page_of_a_broken_log_can_be_used_by_everybody(ashby: Council, sign_in: SignIn, size: str) -> None:
    page = sign_in(ashby.officers[Role.AUDITOR], size)
    with superuser() as sql:
        sql("update audit_entry set by = 'nobody' where number = 2")
    by_the_hour()
    page.goto("/ashby/audit")
    assert faults(page) == []
    page.click("text=Verify the chain")
    assert faults(page) == []


def by_the_hour() -> None:
    """The whole log, as by night."""
    from procrastinate.contrib.django import app

    app.configure_task("verify_whole").defer(timestamp=0)
    work()
