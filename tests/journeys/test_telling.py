"""From a decision to the author's own message box, and to a person where no program can tell them."""

from procrastinate.contrib.django.models import ProcrastinateJob
from tests.console.conftest import Council
from tests.journeys.conftest import SignIn, faults, network, work

from evenhand.notices.models import Notice
from evenhand.notices.queries import by_reference
from evenhand.officers.permissions import Role


def work_through() -> None:
    """Let jobs that come back later do so at once, until nothing is left to do."""
    for _ in range(6):
        work()
        ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=None)


def test_a_hidden_comment_s_author_gets_the_statement_with_a_reference_and_how_to_appeal(
    ashby: Council, sign_in: SignIn
) -> None:
    page = sign_in(ashby.officers[Role.OFFICER])
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.keyboard.press("4")
    page.wait_for_function("document.querySelector('#id_statement').value.includes('hidden')")
    statement = page.input_value("#id_statement")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=is recorded")
    assert network().messages("ashby-page") == [], "nobody is told before it is done"
    work_through()
    [message] = network().messages("ashby-page")
    assert message.startswith(statement.strip())
    assert "you can appeal through our complaints procedure" in message
    reference = Notice.objects.get().reference
    assert reference in message

    page.goto("/ashby/decisions")
    page.click("main table a")
    told = page.locator("section", has_text="What the author was told").last
    assert "Sent" in told.inner_text()
    told.locator("a").click()
    assert reference in page.inner_text("main")
    assert "Accepted: private message on the platform" in page.inner_text("main")
    found = by_reference(reference.lower(), ashby.body)
    assert found is not None
    assert found.about.startswith("decision ")


def test_what_is_not_safe_to_tell_is_said_once_and_told_to_nobody(ashby: Council, sign_in: SignIn) -> None:
    page = sign_in(ashby.officers[Role.OFFICER], "phone")
    page.goto(f"/ashby/cases/{ashby.case.pk}")
    page.click("label:text-is('Hide')")
    assert not page.is_visible("#id_unsafe")
    page.click("label:text('Telling the author is not safe')")
    assert page.is_visible("#id_unsafe")
    assert faults(page) == []
    page.fill("#id_unsafe", "Her partner reads along.")
    page.click("button:text('Record the decision')")
    page.wait_for_selector("text=is recorded")
    work_through()
    assert network().messages("ashby-page") == []
    page.goto("/ashby/notices")
    assert "telling is not safe: Her partner reads along." in page.inner_text("main")


def test_without_scripts_what_the_platform_refuses_is_told_by_hand(ashby: Council, sign_in: SignIn) -> None:
    page = sign_in(ashby.officers[Role.OFFICER], scripts=False)
    page.click(f"#case-{ashby.case.pk}")
    page.click("label:text-is('Delete')")
    page.fill("#id_reason", "It names her school.")
    page.click("button:text('Record the decision')")
    page.click("button:text('Record the decision')")
    page.goto("/ashby/tasks")
    page.click("main ul a")
    assert "you can appeal" in page.inner_text("main"), "the words are in the task"
    page.fill("#id_outcome", "Written in the platform's own inbox.")
    page.click("main button[type=submit]")
    page.goto("/ashby/notices?state=told")
    assert "Told by hand" in page.inner_text("main")
