"""A mail server: refused for good, busy, or broken off; what may have gone out is never sent again."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from pytest_django import Settings
from tests.rooms.mail_server import Answers, mail_server
from tests.rooms.world import NOON, later

from evenhand.actions.carrying_out import MOST_ATTEMPTS
from evenhand.actions.waiting import Later
from evenhand.audit import operations as audit
from evenhand.core.lifecycle import NoticeEvent
from evenhand.notices import ports, sending
from evenhand.notices.models import Notice, Receipt
from evenhand.notices.moving import locked, move
from evenhand.notices.operations import To, tell
from evenhand.officers.models import Body
from evenhand.tasks.models import Task

pytestmark = pytest.mark.django_db

ROBIN = "robin@mail.example"


@pytest.fixture
def server(settings: Settings) -> Iterator[Answers]:
    with mail_server() as (answers, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        settings.DEFAULT_FROM_EMAIL = "Harrowmere <social@harrowmere.example>"
        yield answers


@pytest.fixture
def notice(body: Body, server: Answers) -> Notice:
    return tell(
        body=body, kind="appeal received", about="appeal 7", paragraphs=["Thank you for your appeal, Siân."],
        subject="Your appeal", to=To(name="Robin Vale", email=ROBIN), by="program: tests", at=NOON,
    )  # fmt: skip


def turn(notice: Notice, minutes: float = 1) -> float:
    """One turn of its job. Seconds until the next, 0 when there is none."""
    try:
        sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: later(minutes))
        return 0
    except Later as wait:
        return wait.seconds
    finally:
        notice.refresh_from_db()


def answers(notice: Notice) -> list[tuple[str, str]]:
    return list(Receipt.objects.filter(notice=notice).order_by("pk").values_list("kind", "answer"))


def test_a_notice_is_taken_on_once_and_is_sent_not_delivered(notice: Notice, server: Answers) -> None:
    assert turn(notice) == 0
    assert turn(notice, 2) == 0
    [taken] = server.taken
    mail = message_from_bytes(taken.content, policy=default)  # type: ignore[arg-type]
    assert (taken.rcpt_tos, mail["Subject"]) == ([ROBIN], "Your appeal")
    assert mail.get_content().splitlines() == notice.words.splitlines()
    assert (notice.state, answers(notice)) == ("sent", [("accepted", "taken on by the mail server")])
    assert mail["Message-ID"] == notice.sent_as == f"<{notice.key}@harrowmere.example>"


def test_a_busy_server_is_asked_again_later(notice: Notice, server: Answers) -> None:
    server.to_recipients = [f"451 4.7.1 <{ROBIN}> greylisted, come back"]
    assert 1 <= turn(notice) <= 3
    assert (notice.state, len(server.taken)) == ("queued", 0)
    assert answers(notice) == [("failed", "the mail server answered 451: 4.7.1 <their address> greylisted, come back")]
    assert turn(notice, 2) == 0
    assert (notice.state, len(server.taken)) == ("sent", 1)


def test_words_that_a_server_puts_off_are_offered_again(notice: Notice, server: Answers) -> None:
    server.to_words = ["452 4.3.1 no room"]
    assert turn(notice) > 0
    turn(notice, 2)
    assert notice.state == "sent"


@pytest.mark.parametrize("refusal", ["recipients", "words"])
def test_a_refusal_for_good_becomes_a_task_that_keeps_the_words(notice: Notice, server: Answers, refusal: str) -> None:
    setattr(server, f"to_{refusal}", [f"550 5.1.1 no such person {ROBIN}"])
    assert turn(notice) == 0
    assert notice.state == "not delivered"
    task = Task.objects.get()
    assert (task.about, task.title) == (f"notice {notice.pk}", "Tell Robin Vale: Your appeal")
    assert "550" in task.why
    assert ROBIN not in task.why
    assert notice.words in task.steps[1]
    assert turn(notice, 2) == 0
    assert notice.state == "not delivered"


def test_a_break_before_the_words_is_tried_again(notice: Notice, server: Answers) -> None:
    server.break_off = "at RCPT"
    assert turn(notice) > 0
    assert (notice.state, answers(notice)[0][0]) == ("queued", "failed")
    turn(notice, 2)
    assert (notice.state, len(server.taken)) == ("sent", 1)


def test_a_break_after_the_words_is_never_sent_again_and_a_person_asks(notice: Notice, server: Answers) -> None:
    server.break_off = "in DATA"
    assert turn(notice) == 0
    assert (notice.state, answers(notice)[0][0]) == ("by hand", "unknown")
    assert "nobody knows whether it went" in Task.objects.get().why
    turn(notice, 2)
    assert len(server.taken) == 1


def test_a_program_that_ended_while_it_was_sending_does_not_send_again(notice: Notice, server: Answers) -> None:
    with audit.one_transaction():
        move(locked(notice.pk), NoticeEvent.SEND, by="program: tests", at=NOON)
    assert turn(notice) == 0
    assert (notice.state, server.taken) == ("by hand", [])
    assert answers(notice) == [("unknown", "the program ended while it was sending")]


def test_a_server_that_cannot_be_reached_is_given_up_after_six_tries(notice: Notice, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    waits = [turn(notice, minutes) for minutes in range(MOST_ATTEMPTS)]
    assert all(wait > 0 for wait in waits[:-1])
    assert waits[-1] == 0
    assert notice.state == "by hand"
    assert "6 tries did not succeed; the last answer: the mail server could not be reached" in notice.why


def test_nobody_sends_while_another_worker_does(notice: Notice, server: Answers, hold: Callable[[int], None]) -> None:
    hold(notice.pk)
    assert turn(notice) == 5
    assert (notice.state, server.taken) == ("queued", [])


@pytest.fixture
def hold() -> Iterator[Callable[[int], None]]:
    """Another session holds the lock of a notice."""
    other = connection.copy()

    def take(notice_id: int) -> None:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s, %s)", [sending._LOCK, notice_id])

    yield take
    other.close()
