"""MOD-05: a notice is queued with its words, its reference and its way; what it tells of is done first."""

import contextlib
from collections.abc import Callable
from datetime import datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings
from tests.rooms.world import NOON, a_comment, carry_out, later, receive

from evenhand.actions.models import Action
from evenhand.actions.waiting import Later
from evenhand.audit.models import Entry
from evenhand.core.references import known_form
from evenhand.core.refusals import Refused
from evenhand.intake.models import Channel, Comment
from evenhand.notices import ports, queries, sending
from evenhand.notices.models import Notice
from evenhand.notices.operations import To, tell
from evenhand.officers.models import Body, Officer
from evenhand.platforms.simulator.network import Network
from evenhand.tasks.models import Task

pytestmark = pytest.mark.django_db


def at(minutes: float) -> Callable[[], datetime]:
    return lambda: later(minutes)


def told(body: Body, to: To, **how: object) -> Notice:
    """A notice of a hiding."""
    given: dict[str, object] = {
        "kind": "hide", "about": "decision 1", "paragraphs": ("Your comment was hidden.",), "subject": "Your comment",
        "by": "ada@harrowmere.example", "at": NOON,
    }  # fmt: skip
    return tell(body=body, to=to, **{**given, **how})  # type: ignore[arg-type]


def send(notice: Notice, minutes: float = 1) -> Notice:
    """One turn of its job; coming back later is no fault."""
    with contextlib.suppress(Later):
        sending.send(notice_id=notice.pk, port_of=ports.port, now=at(minutes))
    notice.refresh_from_db()
    return notice


@pytest.fixture
def comment(channel: Channel, network: Network) -> Comment:
    receive(channel, a_comment())
    return Comment.objects.select_related("author", "channel").get()


@pytest.fixture
def smtp(settings: Settings) -> None:
    settings.EMAIL_HOST = "localhost"


def test_a_notice_has_a_reference_that_stands_in_its_words_and_finds_it(body: Body, comment: Comment) -> None:
    notice = told(body, To(comment=comment))
    assert known_form(notice.reference) == notice.reference
    assert notice.words == (
        f"Your comment was hidden.\n\nOur reference: {notice.reference}. Please quote it if you write to us about this."
        f"\n\nYou can appeal here: http://127.0.0.1:8000/harrowmere/appeal?about={notice.reference}"
    )
    assert queries.by_reference(notice.reference.lower().replace("-", " ")) == notice
    assert queries.by_reference("no reference at all") is None
    assert [found.about for found in queries.about(body, "decision 1")] == ["decision 1"]


def test_without_e_mail_a_notice_goes_as_a_private_message(body: Body, comment: Comment, network: Network) -> None:
    notice = told(body, To(comment=comment))
    assert (notice.way, notice.state) == ("private message on the platform", "queued")
    send(notice)
    action = Action.objects.get()
    assert (action.about, action.verb, action.text) == (f"notice {notice.pk}", "reply privately", notice.words)
    carry_out(action, later(2))
    assert send(notice, 3).state == "sent", "and not delivered: nobody has said so"
    assert network.messages("harrowmere-town-page") == [notice.words]


def test_the_job_commits_with_the_notice(body: Body, comment: Comment) -> None:
    notice = told(body, To(comment=comment))
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("tell", {"notice_id": notice.pk})


def test_an_address_goes_before_the_platform(body: Body, comment: Comment, smtp: None) -> None:
    assert told(body, To(comment=comment, email="robin@mail.example")).way == "e-mail"


def test_an_officer_is_told_at_their_own_address_and_gets_no_line_about_appeals(
    body: Body, ada: Officer, smtp: None
) -> None:
    notice = told(body, To(officer=ada), kind="review due", about="block 3", paragraphs=["A block is to be reviewed."])
    assert (notice.way, notice.email, notice.words) == ("e-mail", ada.email, "A block is to be reviewed.")


def test_an_officer_without_e_mail_is_not_told_and_the_notice_says_why(body: Body, ada: Officer) -> None:
    notice = told(body, To(officer=ada))
    assert (notice.state, notice.why) == (
        "not told", "no e-mail is set up here; what is due stands in Evenhand's own lists",
    )  # fmt: skip
    assert not ProcrastinateJob.objects.exists()


def test_somebody_with_a_name_alone_is_told_by_hand_with_the_words_in_the_task(body: Body) -> None:
    notice = told(body, To(name="Robin Vale"), kind="appeal received", about="appeal 7")
    task = Task.objects.get()
    assert (notice.state, task.about) == ("by hand", f"notice {notice.pk}")
    assert task.title == "Tell Robin Vale: Your comment"
    assert notice.words in task.steps[1]


def test_nobody_known_is_not_told(body: Body) -> None:
    notice = told(body, To())
    assert (notice.state, notice.why) == (
        "not told",
        "nobody knows who it is, and the platform has no way to reach them",
    )


def test_without_words_nothing_is_queued(body: Body, comment: Comment) -> None:
    with pytest.raises(Refused, match="There are no words"):
        told(body, To(comment=comment), paragraphs=["  "])
    assert not Notice.objects.exists()


def test_no_audit_entry_and_no_receipt_has_the_address(body: Body, smtp: None) -> None:
    notice = told(body, To(email="robin@mail.example", name="Robin Vale"))
    assert Entry.objects.filter(subject=f"notice {notice.pk}").exists()
    assert not Entry.objects.filter(content__contains="robin@mail").exists()
