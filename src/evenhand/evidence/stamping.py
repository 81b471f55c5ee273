"""EVD-01: time-stamps are asked for after a capture has committed: an authority that is down delays nothing else."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection

from evenhand.audit import operations as audit
from evenhand.evidence.models import Capture, Silence, TimeStamp
from evenhand.evidence.parts import MANIFEST
from evenhand.evidence.queries import unstamped
from evenhand.officers.models import Body
from evenhand.tasks import operations as tasks
from evenhand.timestamps import Authority, NoStamp, stamp, verify

PROGRAM = "program: time-stamps"
MOST_AT_ONCE = 200
TIMEOUT_SECONDS = 10.0
PATIENCE = timedelta(days=1)
LONGEST_WAIT_MINUTES = 60
_LOCK = 0x45564854  # a number of our own


def stamp_captures(*, authorities: Sequence[Authority], now: Callable[[], datetime]) -> int:
    """Ask each authority for what it owes, oldest first, until one does not answer. How many stamps came.

    Two at a time would ask for the same: the second leaves it to the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        try:
            return sum(_ask(authority, now) for authority in authorities)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def report_setting(*, why: str, at: datetime) -> None:
    """The authorities are not set up as they should be: a task for every body, until they are."""
    for body in Body.objects.all():
        tasks.open_task(
            body=body, about=_setting_task(body), title="Captures wait for time-stamps", why=why, url="", by=PROGRAM,
            at=at, steps=("Ask whoever runs Evenhand to put EVENHAND_TIMESTAMP_AUTHORITIES right",),
        )  # fmt: skip


def setting_is_right(*, at: datetime) -> None:
    """What was said about the setting is taken back."""
    for body in Body.objects.all():
        tasks.withdraw(about=_setting_task(body), why="the authorities are set up", by=PROGRAM, at=at)


def _ask(authority: Authority, now: Callable[[], datetime]) -> int:
    if Silence.objects.filter(authority=authority.name, next_try_at__gt=now()).exists():
        return 0
    stamped = 0
    for capture in unstamped(authority.name).select_related("body")[:MOST_AT_ONCE]:
        try:
            token = stamp(bytes.fromhex(capture.sha256_of(MANIFEST)), authority, TIMEOUT_SECONDS)
        except NoStamp as silent:
            _note_silence(authority.name, silent.why, now())
            return stamped
        _keep(capture, authority, token, now())
        stamped += 1
    if stamped:
        _speaks_again(authority.name, now())
    return stamped


def _keep(capture: Capture, authority: Authority, token: bytes, at: datetime) -> None:
    found = verify(token, bytes.fromhex(capture.sha256_of(MANIFEST)), authority.roots)
    with audit.one_transaction():
        TimeStamp.objects.create(
            capture=capture, authority=authority.name, token=token, roots=authority.roots, at=found.at, received_at=at
        )
        audit.record(
            body=capture.body.slug, at=at, by=PROGRAM, action="evidence.stamp",
            subject=capture.subject_name, capture=capture.pk, authority=authority.name,
            stamped_at=audit.as_text(found.at), serial=str(found.serial), sha256=hashlib.sha256(token).hexdigest(),
        )  # fmt: skip


def _note_silence(authority: str, why: str, at: datetime) -> None:
    """Each wait is twice the one before, up to an hour. It is asked for ever; after a day people are told."""
    with audit.one_transaction():
        silence = Silence.objects.filter(authority=authority).first() or Silence(authority=authority, since=at, tries=0)
        silence.tries, silence.why = silence.tries + 1, why[:1_000]
        silence.next_try_at = at + timedelta(minutes=min(2 ** min(silence.tries - 1, 10), LONGEST_WAIT_MINUTES))
        silence.save()
        for body in _waiting_too_long(authority, at):
            _tell(body, silence, at)


def _waiting_too_long(authority: str, at: datetime) -> list[Body]:
    overdue = unstamped(authority).filter(captured_at__lte=at - PATIENCE).order_by()
    return list(Body.objects.filter(pk__in=overdue.values("body")))


def _tell(body: Body, silence: Silence, at: datetime) -> None:
    tasks.open_task(
        body=body, about=_about(silence.authority, body), url="", by=PROGRAM, at=at,
        title=f"Captures wait for time-stamps from {silence.authority}",
        why=f"It has given none since {silence.since:%-d %B %Y %H:%M} UTC; the last try: {silence.why}",
        steps=(
            "Ask whoever runs Evenhand to look at EVENHAND_TIMESTAMP_AUTHORITIES and at the way to the authority",
            "Nothing else waits for it: captures stand without, and are stamped when it answers",
        ),
    )  # fmt: skip


def _speaks_again(authority: str, at: datetime) -> None:
    with audit.one_transaction():
        if Silence.objects.filter(authority=authority).delete()[0]:
            for body in Body.objects.all():
                tasks.withdraw(about=_about(authority, body), why="its time-stamps came", by=PROGRAM, at=at)


def _about(authority: str, body: Body) -> str:
    return f"time-stamps of {authority} for {body.slug}"


def _setting_task(body: Body) -> str:
    return f"time-stamp authorities of {body.slug}"
