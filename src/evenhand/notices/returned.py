"""MOD-05: mail that came back: what it says of a notice is recorded; what it does not say, a person reads."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from evenhand.audit import operations as audit
from evenhand.core.lifecycle import NoticeState
from evenhand.core.refusals import Refused
from evenhand.notices import queries
from evenhand.notices.arriving import arrived
from evenhand.notices.models import Notice, ReturnedMail, Way
from evenhand.notices.moving import locked, not_delivered, receipt
from evenhand.notices.ports.contract import Arrival, Heard
from evenhand.notices.reports import Report, Said, read
from evenhand.officers.models import Body, Officer
from evenhand.officers.operations import require
from evenhand.officers.permissions import Permission
from evenhand.tasks import operations as tasks

PROGRAM = "program: read mail that came back"
MOST_BYTES = 1_000_000  # of one letter; more is counted and cut
KEPT = timedelta(days=90)  # the words, which hold an address; ours


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a letter. `notice`: that it is about; `kept`: for a person; both may be None for an old one."""

    report: Report
    notice: Notice | None
    kept: ReturnedMail | None


def take_in(*, raw: bytes, body: Body, recipient: str = "", at: datetime) -> Read:
    """Read one letter. `body`: whose officers see it if it fits no notice. The same letter twice changes nothing.

    `recipient`: the address that the mail server was to give it to.
    """
    report = read(raw[:MOST_BYTES], recipient)
    with audit.one_transaction():
        notice = _about(report)
        if notice is not None and report.said is not Said.UNCLEAR:
            _heard(notice, report, at)
            return Read(report, notice, None)
        return Read(report, notice, _kept(raw, report, notice, notice.body if notice else body, at))


def _about(report: Report) -> Notice | None:
    """A key is 122 bits drawn by lot, so whoever names one has had the letter."""
    found = {notice.key: notice for notice in Notice.objects.filter(key__in=report.keys, way=Way.SMTP.value)}
    return next((found[key] for key in report.keys if key in found), None)


def _heard(notice: Notice, report: Report, at: datetime) -> None:
    words = f"a letter came back: {report.words}"
    match report.said:
        case Said.FAILED:
            arrived(notice_id=notice.pk, heard=Heard(Arrival.FAILED, words), at=at)
        case Said.DELIVERED:
            arrived(notice_id=notice.pk, heard=Heard(Arrival.DELIVERED, words), at=at)
        case _ if notice.state == NoticeState.SENT:
            receipt(notice, "unknown", f"{report.said}: {words}", at)


def _kept(raw: bytes, report: Report, notice: Notice | None, body: Body, at: datetime) -> ReturnedMail:
    row, is_new = ReturnedMail.objects.get_or_create(
        body=body, sha256=hashlib.sha256(raw).hexdigest(),
        defaults={
            "notice": notice, "content": raw[:MOST_BYTES], "size_bytes": len(raw), "said": report.said.value,
            "words": report.words, "subject": report.subject, "sender": report.sender, "received_at": at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            body=body.slug, at=at, by=PROGRAM, action="notices.keep_returned", subject=f"returned mail {row.pk}",
            sha256=row.sha256, said=row.said, notice=notice.pk if notice else None,
        )  # fmt: skip
        tasks.open_task(
            body=body, about=f"returned mail {row.pk}", title="A letter came back that a person must read", url="",
            why="It does not say which of our letters it is about, or what became of it.", by=PROGRAM, at=at,
            steps=["Open the letter", "Say which notice it is about, or that it is none of ours"],
        )  # fmt: skip
    return row


def place(*, returned_id: int, body: Body, reference: str, words: str, by: Officer, at: datetime) -> ReturnedMail:
    """A person has read it. `reference`: of the notice that did not arrive; empty where it is about none of ours.

    Raises: Refused; ReturnedMail.DoesNotExist, for another body's too.
    """
    require(by, body, Permission.DO_TASKS)
    with audit.one_transaction():
        row = ReturnedMail.objects.select_for_update(of=("self",)).get(pk=returned_id, body=body)
        _check_open(row, words)
        if reference.strip():
            row.notice = _undelivered(body, reference, words, by, at)
        row.answer, row.answered_by, row.answered_at = words.strip(), by, at
        row.save()
        audit.record(
            body=body.slug, at=at, by=by.email, action="notices.place_returned", subject=f"returned mail {row.pk}",
            notice=row.notice_id, words=row.answer,
        )  # fmt: skip
        tasks.withdraw(about=f"returned mail {row.pk}", why=f"{by.name}: {row.answer}", by=by.email, at=at)
    return row


def _check_open(row: ReturnedMail, words: str) -> None:
    if row.answered_at:
        raise _refused(f"{row.answered_by} has answered it already", "look at it again")
    if not words.strip():
        raise _refused("it is not said what it says", "write one line on it")


def _undelivered(body: Body, reference: str, words: str, by: Officer, at: datetime) -> Notice:
    found = queries.by_reference(reference, body)
    if found is None:
        raise _refused(f"no notice has the reference “{reference}”", "look in the letter again, or leave it empty")
    notice = locked(found.pk)
    if notice.state != NoticeState.SENT:
        raise _refused(f"that notice is {notice.state}", "leave the reference empty, and say so in words")
    receipt(notice, "failed", f"{by.name} read the letter that came back: {words.strip()}", at)
    not_delivered(notice, why=f"it came back: {words.strip()}", by=by.email, at=at)
    return notice


def _refused(forbids: str, do: str) -> Refused:
    return Refused(tried="to answer a letter that came back", forbids=forbids, do=do, rule="MOD-05")


def forget(at: datetime) -> int:
    """Take away the words of letters that came back long ago. How many; what a person said of them stays."""
    old = ReturnedMail.objects.filter(received_at__lt=at - KEPT, content__isnull=False)
    return old.update(content=None, words="", subject="", sender="")
