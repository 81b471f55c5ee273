"""A hold is put on and lifted, and what is over is purged, as a senior officer and an administrator do it."""

import os

import pytest
from django.db import connection
from tests.console.conftest import NOW, Council
from tests.journeys.conftest import SignIn, faults, work

from evenhand.audit.queries import verify
from evenhand.intake.models import Comment, Revision
from evenhand.officers.permissions import Role
from evenhand.retention.models import Purge

SHOTS = os.environ.get("SHOTS")  # a folder, to look at the pages oneself


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_is_held_stays_and_what_is_over_goes_with_a_certificate(
    ashby: Council, sign_in: SignIn, size: str
) -> None:
    lovely = Comment.objects.get(channel=ashby.channel, native_id="c2")
    years_ago = NOW.replace(year=NOW.year - 3)
    # The words came in three years ago, which no platform can be asked to have done for a test.
    with_words = Revision.objects.filter(comment=lovely)
    _aged(lovely, years_ago)

    page = sign_in(ashby.officers[Role.SENIOR], size)
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.click("text=Put it on legal hold")
    page.select_option("#hold-on", "author")
    page.fill("#hold-reason", "A claim was announced.")
    page.click("button:text('Put it on hold')")
    page.wait_for_selector("text=It is on legal hold")
    assert "everything of this author" in page.inner_text("main")
    page.goto("/ashby/retention")
    assert "No record is past its time" in page.inner_text("main"), "the same author wrote both comments"
    page.click("summary:has-text('Lift it')")
    page.fill("main details input[name=reason]", "The claim was settled.")
    page.click("button:text('Lift the hold')")
    page.wait_for_selector("text=The hold is lifted")
    _lifted_yesterday()

    admin = sign_in(ashby.officers[Role.ADMINISTRATOR], size)
    admin.goto("/ashby/retention")
    assert f"comment {lovely.pk}" in admin.inner_text("main")
    admin.fill("#id_typed", "purge everything")
    admin.click("button:text('Purge for good')")
    admin.wait_for_selector("text=what was typed is not the confirmation")
    admin.goto("/ashby/retention")
    admin.fill("#id_typed", "purge ashby")
    admin.click("button:text('Purge for good')")
    admin.wait_for_selector("text=has begun")
    work()
    admin.goto("/ashby/retention")
    run = Purge.objects.get()
    assert run.number in admin.inner_text("main")
    assert with_words.get().text.endswith(f"under certificate {run.number}.")
    assert Revision.objects.get(comment=ashby.case.comment).text == "you utter muppet, kumquat"
    assert verify().breaks == ()
    for seen in (page, admin):
        seen.goto("/ashby/retention")
        assert seen.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults(seen) == []
    if SHOTS:
        admin.screenshot(path=f"{SHOTS}/{size}_retention.png", full_page=True)
        page.goto(f"/ashby/cases/{ashby.case.pk}")
        page.screenshot(path=f"{SHOTS}/{size}_case.png", full_page=True)


def _aged(comment: Comment, at: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update intake_revision set received_at = %s where comment_id = %s", [at, comment.pk])
        cursor.execute("set session_replication_role = default")


def _lifted_yesterday() -> None:
    """The day on which a hold is lifted is held still; the test does not wait for midnight."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update retention_hold_lifted set until = until - 1")
        cursor.execute("update retention_legal_hold set since = since - 1")
        cursor.execute("set session_replication_role = default")
