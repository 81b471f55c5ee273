"""MOD-05: letters that come back. What they say is recorded; what they do not say, a person reads."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings
from tests.rooms import returned_letters as letters
from tests.rooms.mail_server import mail_server
from tests.rooms.returned_letters import ROBIN
from tests.rooms.world import NOON, later, new_body, new_officer
from typer.testing import CliRunner

from evenhand.cli import app
from evenhand.core.refusals import Refused
from evenhand.notices import ports, sending
from evenhand.notices.models import Notice, Receipt, ReturnedMail
from evenhand.notices.operations import To, tell
from evenhand.notices.reports import Said, read
from evenhand.notices.returned import forget, place, take_in
from evenhand.notices_cli import TRY_AGAIN, notices_app
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people.history import reached_at
from evenhand.tasks.models import Task
from evenhand.tasks.queries import open_tasks

KEY = "7c1f6a52-9b1e-4d57-8a32-6f0b3b1d2e4f"


@pytest.mark.parametrize(
    ("letter", "said", "words"),
    [
        (letters.postfix, Said.FAILED, "failed (5.1.1) 550 5.1.1 <robin@mail.example>: Recipient address rejected"),
        (letters.exchange, Said.FAILED, "failed (5.2.2) 554 5.2.2 mailbox full"),
        (letters.sendmail_delay, Said.DELAYED, "delayed (4.4.7) 451 greylisted"),
        (letters.envelope_alone, Said.FAILED, "failed (5.7.1) 550 policy"),
        (letters.encoded, Said.FAILED, "failed (5.0.0)"),
        (letters.exim, Said.FAILED, "could not be delivered to robin@mail.example"),
        (letters.qmail, Said.FAILED, "<robin@mail.example>: Sorry, no mailbox here by that name."),
        (letters.out_of_office, Said.AUTOMATIC, "Away until Monday"),
        (letters.somebody_writes, Said.UNCLEAR, "This address belongs to my sister now. Action: failed"),
    ],
)
def test_each_servers_form_is_read(letter: Callable[[str], bytes], said: Said, words: str) -> None:
    found = read(letter(KEY))
    assert (found.said, found.keys) == (said, (UUID(KEY),))
    assert found.words.startswith(words)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00\xff\xfe", b"Subject: =?utf-8?b?broken\r\n\r\n", b"Hi. This is the " + b"\n" * 100_000,
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x",
        b"Content-Type: message/delivery-status\r\n\r\n", b"From: a\r\n" * 2000,
        b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_unclear_and_no_fault(raw: bytes) -> None:
    found = read(raw)
    assert (found.said, found.keys) == (Said.UNCLEAR, ())


def test_a_number_in_the_text_that_is_no_name_of_a_letter_is_not_taken_for_one() -> None:
    assert read(f"Subject: your order {KEY}\r\n\r\nOrder {KEY} is on its way.".encode()).keys == ()


def test_the_address_that_it_came_back_to_goes_before_what_the_text_says() -> None:
    other = str(uuid4())
    found = read(letters.postfix(other), recipient=f"bounces+{KEY}@harrowmere.example")
    assert found.keys == (UUID(KEY), UUID(other))


@pytest.fixture
def sent(body: Body, settings: Settings) -> Notice:
    """A notice that a mail server took on."""
    settings.EMAIL_HOST = "127.0.0.1"
    notice = tell(
        body=body, kind="appeal received", about="appeal 7", paragraphs=["Thank you for your appeal."],
        subject="Your appeal", to=To(name="Robin Vale", email=ROBIN), by="program: tests", at=NOON,
    )  # fmt: skip
    with mail_server() as (_, port):
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = port, 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: later(1))
    notice.refresh_from_db()
    assert notice.state == "sent"
    return notice


def state(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


@pytest.mark.parametrize(
    "letter", [letters.postfix, letters.exchange, letters.envelope_alone, letters.encoded, letters.exim, letters.qmail]
)
def test_a_notice_that_came_back_is_undelivered_and_somebody_finds_another_way(
    letter: Callable[[str], bytes], sent: Notice, body: Body
) -> None:
    found = take_in(raw=letter(str(sent.key)), body=body, at=later(60))
    assert (found.notice, found.kept) == (sent, None)
    assert state(sent) == "not delivered"
    [task] = open_tasks(body)
    assert (task.about, task.title) == (f"notice {sent.pk}", "Tell Robin Vale: Your appeal")
    assert "it did not arrive: a letter came back" in task.why
    last = Receipt.objects.filter(notice=sent).latest("pk")
    assert last.kind == "failed"
    assert ROBIN not in last.answer, "receipts are for ever, and hold no address"
    assert reached_at(sent) is None, "whoever was not reached was not warned"
    take_in(raw=letter(str(sent.key)), body=body, at=later(61))
    assert Task.objects.filter(about=f"notice {sent.pk}").count() == 1


@pytest.mark.parametrize("letter", [letters.sendmail_delay, letters.out_of_office])
def test_a_delay_and_an_automatic_answer_are_noted_and_change_nothing(
    letter: Callable[[str], bytes], sent: Notice, body: Body
) -> None:
    take_in(raw=letter(str(sent.key)), body=body, at=later(60))
    assert state(sent) == "sent"
    assert Receipt.objects.filter(notice=sent).latest("pk").kind == "unknown"
    assert open_tasks(body) == []


def test_a_report_that_says_delivered_is_believed(sent: Notice, body: Body) -> None:
    take_in(raw=letters.postfix(str(sent.key), action="delivered"), body=body, at=later(60))
    assert state(sent) == "delivered"
    take_in(raw=letters.postfix(str(sent.key)), body=body, at=later(90))
    assert state(sent) == "delivered", "what was heard first stands"


def test_what_somebody_writes_is_kept_for_a_person_and_decides_nothing(sent: Notice, body: Body) -> None:
    found = take_in(raw=letters.somebody_writes(str(sent.key)), body=body, at=later(60))
    assert state(sent) == "sent"
    assert found.kept is not None
    assert (found.kept.notice, found.kept.subject) == (sent, "Re: Your appeal")
    assert bytes(found.kept.content or b"") == letters.somebody_writes(str(sent.key))
    [task] = open_tasks(body)
    assert task.about == f"returned mail {found.kept.pk}"
    assert ROBIN not in f"{task.title} {task.why} {task.steps}"


@pytest.mark.parametrize("raw", [b"", b"\x00\x01", letters.postfix(KEY)])
def test_what_fits_no_notice_is_kept_once_and_shown_to_the_body(raw: bytes, body: Body) -> None:
    kept = [take_in(raw=raw, body=body, at=later(minute)).kept for minute in (1, 2)]
    assert kept[0] == kept[1]
    assert ReturnedMail.objects.get().body == body
    assert len(open_tasks(body)) == 1


def test_a_letter_about_another_bodys_notice_goes_to_that_body(sent: Notice, body: Body) -> None:
    found = take_in(raw=letters.somebody_writes(str(sent.key)), body=new_body("birkdale"), at=later(60))
    assert found.kept is not None
    assert found.kept.body == body


def test_a_person_says_which_notice_it_is_about(sent: Notice, body: Body, ada: Officer) -> None:
    row = take_in(raw=b"Subject: no such person\r\n\r\nRobin has moved.", body=body, at=later(60)).kept
    assert row is not None
    given = {"returned_id": row.pk, "body": body, "by": ada, "at": later(70)}
    with pytest.raises(Refused, match="No notice has the reference"):
        place(reference="AP-0000-0000-0", words="He has moved.", **given)
    with pytest.raises(Refused, match="It is not said what it says"):
        place(reference=sent.reference, words=" ", **given)
    done = place(reference=sent.reference.lower(), words="He has moved.", **given)
    assert (done.notice, done.answered_by, state(sent)) == (sent, ada, "not delivered")
    assert [task.about for task in open_tasks(body)] == [f"notice {sent.pk}"]
    with pytest.raises(Refused, match="Ada Marsh has answered it already"):
        place(reference="", words="Again.", **given)


def test_a_letter_about_none_of_ours_is_answered_in_words(body: Body, ada: Officer) -> None:
    row = take_in(raw=b"Subject: Cheap pills\r\n\r\n", body=body, at=later(60)).kept
    assert row is not None
    place(returned_id=row.pk, body=body, reference="", words="An advertisement.", by=ada, at=later(70))
    assert open_tasks(body) == []
    auditor = new_officer(body, "Fay Orme", Role.AUDITOR)
    with pytest.raises(Refused):
        place(returned_id=row.pk, body=body, reference="", words="Mine.", by=auditor, at=later(80))
    stranger = new_body("birkdale")
    with pytest.raises(ReturnedMail.DoesNotExist):
        place(
            returned_id=row.pk, body=stranger, reference="", words="Mine.", by=new_officer(stranger, "Dee Ito"),
            at=later(80),
        )  # fmt: skip


def test_its_words_are_forgotten_after_ninety_days(body: Body) -> None:
    row = take_in(raw=b"Subject: Hello\r\nFrom: robin@mail.example\r\n\r\nGone.", body=body, at=NOON).kept
    assert row is not None
    assert forget(NOON + timedelta(days=90)) == 0
    assert forget(NOON + timedelta(days=90, seconds=1)) == 1
    row.refresh_from_db()
    assert (row.content, row.subject, row.sender, row.words, row.said) == (None, "", "", "", "unclear")


def test_a_letter_leaves_with_an_envelope_that_names_it_and_comes_back_through_a_real_server(
    body: Body, settings: Settings
) -> None:
    settings.EVENHAND_BOUNCES_TO = "bounces@harrowmere.example"
    settings.DEFAULT_FROM_EMAIL = "Harrowmere <social@harrowmere.example>"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    notice = tell(
        body=body, kind="appeal received", about="appeal 7", paragraphs=["Thank you."], subject="Your appeal",
        to=To(name="Robin Vale", email=ROBIN), by="program: tests", at=NOON,
    )  # fmt: skip
    with mail_server() as (out, port):
        settings.EMAIL_PORT = port
        sending.send(notice_id=notice.pk, port_of=ports.port, now=lambda: later(1))
        [letter] = out.taken
    assert letter.mail_from == f"bounces+{notice.key}@harrowmere.example"
    assert b"From: Harrowmere <social@harrowmere.example>" in bytes(letter.content)  # type: ignore[arg-type]
    with mail_server() as (back, port), smtplib.SMTP("127.0.0.1", port) as theirs:
        theirs.sendmail("", [letter.mail_from], letters.envelope_alone(str(notice.key)))
    [returned] = back.taken
    answer = CliRunner().invoke(
        notices_app, ["bounce", "--body", body.slug, "--recipient", returned.rcpt_tos[0]],
        input=bytes(returned.content),  # type: ignore[arg-type]
    )  # fmt: skip
    assert (answer.exit_code, answer.output) == (0, f"not delivered (notice {notice.reference})\n")
    assert state(notice) == "not delivered"


def test_a_letter_that_cannot_be_kept_is_left_to_the_mail_server(db: None) -> None:
    new_body("ashby"), new_body("birkdale")
    answer = CliRunner().invoke(notices_app, ["bounce"], input=b"Subject: Hello\r\n\r\n")
    assert answer.exit_code == TRY_AGAIN
    assert "call evenhand notices bounce --body SLUG" in answer.output
    assert ReturnedMail.objects.count() == 0
    answer = CliRunner().invoke(notices_app, ["bounce", "--body", "nowhere"], input=b"Subject: Hello\r\n\r\n")
    assert answer.exit_code == TRY_AGAIN


def test_where_there_is_one_body_it_need_not_be_named(body: Body) -> None:
    answer = CliRunner().invoke(notices_app, ["bounce"], input=b"Subject: Hello\r\n\r\n")
    assert answer.exit_code == 0, answer.output
    assert answer.output.startswith("unclear (no notice of ours); kept as returned mail ")
    assert app.registered_commands, "the group hangs in the command line"
