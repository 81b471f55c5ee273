"""What was written stays: the database itself refuses to change, delete or truncate."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests.rooms import people_world, referring, world
from tests.rooms.closing import close
from tests.rooms.connecting import connected

from evenhand.appeals import operations as appeals
from evenhand.appeals.models import Came
from evenhand.appeals.operations import Asked
from evenhand.audit.anchoring import anchor
from evenhand.audit.outlets import AnchorFile
from evenhand.closures.models import RelatedRemoved
from evenhand.connections.models import PushedEvent
from evenhand.core.escalation import Hears
from evenhand.decisions.models import Decision
from evenhand.decisions.operations import record_batch
from evenhand.evidence.models import Capture
from evenhand.intake.models import Channel, Post
from evenhand.officers.models import Officer
from evenhand.opinions.models import Switch
from evenhand.people.models import AliasLink, Block, LikenessWorking
from evenhand.retention.models import ErasureAnswered, ErasureAsked
from evenhand.watch.models import Alert

KEPT = {
    "audit_entry": "content = ''",
    "audit_anchor": "place = 'another'",
    "connections_pushed_event": "why = 'another'",
    "intake_revision": "text = 'other words'",
    "evidence_capture": "parts = '[]'",
    "evidence_time_stamp": "at = now()",
    "decisions_batch": "left_out = '[1]'",
    "decisions_decision": "reason = 'another'",
    "decisions_second_opinion": "approved = not approved",
    "decisions_reversal": "reason = 'another'",
    "decisions_pinned_edition": "name = 'another'",
    "actions_receipt": "answer = 'another'",
    "cases_let_in": "why = 'another'",
    "opinions_switch": "why = 'another'",
    "referrals_step": "words = 'other words'",
    "referrals_outcome": "finder = 'another'",
    "staff_report": "words = 'other words'",
    "staff_conclusion": "said = 'another'",
    "closures_related_removed": "closing_id = closing_id",
    "packs_hand_over": "note = 'another'",
    "retention_legal_hold": "reason = 'another'",
    "retention_hold_lifted": "reason = 'another'",
    "retention_purged": "record = 0",
    "retention_erasure_asked": "why = 'another'",
    "retention_erasure_answered": "reason = 'another'",
    "watch_alert_step": "because = 'another'",
    "notices_receipt": "answer = 'another'",
    "people_warning": "words = 'others'",
    "people_block": "reason = 'another'",
    "people_block_channel": "channel_id = channel_id",
    "people_block_strike": "comment_id = comment_id",
    "people_block_evidence": "capture_id = capture_id",
    "people_block_step": "reason = 'another'",
    "people_block_end": "state = 'lapsed'",
    "people_block_notice": "\"of\" = 'another'",
    "people_alias_link": "confidence = 1",
    "people_link_evidence": "words = 'others'",
    "people_link_step": "reason = 'another'",
    "people_likeness_working": "model = 'another'",
    "people_managed_entry": "reason = 'another'",
    "people_entry_decision": "decision_id = decision_id",
    "people_entry_step": "reason = 'another'",
    "appeals_appeal": "words = 'others'",
    "appeals_step": "words = 'others'",
}


@pytest.fixture
def full_tables(channel: Channel, ada: Officer, ben: Officer, tmp_path: Path) -> None:
    """One row or more in every table of KEPT, with foreign keys checked now as a commit would."""
    world.everything_once(channel, ada, ben)
    closing = close(Post.objects.get(), ada)
    RelatedRemoved.objects.create(closing=closing, decision=Decision.objects.get())
    referring.everything_once(referring.a_place("fernbridge"))
    record_batch(batch=uuid4(), body=channel.body, cases=[], left_out=[], by=ada, at=world.NOON)
    anchor(outlets=[AnchorFile(tmp_path / "anchors")], by=world.BY, at=world.NOON)
    stamped = Capture.objects.latest("pk")
    stamped.stamps.create(authority="ashmere", token=b"", roots=b"", at=world.NOON, received_at=world.NOON)
    people_world.everything_once(channel, ada, ben)
    LikenessWorking.objects.create(link=AliasLink.objects.latest("pk"), model="1", lines=[], not_compared=[])
    an_appeal(channel, ben)
    an_erasure(channel, ada, ben)
    alert = Alert.objects.create(body=channel.body, about="case 1", because=["grave"], alerted_at=world.NOON)
    PushedEvent.objects.create(
        connection=connected(channel, ada), digest=b"1", raw=b"1", headers={}, received_at=world.NOON, signed=True
    )
    alert.steps.create(whom=Hears.TASK.value, because="nobody was on call", at=world.NOON)
    Switch.objects.create(body=channel.body, on=False, why="Not yet.", by=ada, at=world.NOON)
    connection.check_constraints()


@pytest.mark.usefixtures("full_tables")
def test_rows_cannot_be_changed_deleted_or_truncated() -> None:
    for table, change in KEPT.items():
        before = count(table)
        assert before > 0, table
        for statement in (f"update {table} set {change}", f"delete from {table}", f"truncate {table} cascade"):
            with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
                connection.cursor().execute(statement)
        assert count(table) == before


def test_these_are_all_the_tables_that_refuse(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, count(*) from pg_trigger"
            " where tgname in ('append_only', 'append_only_truncate') group by 1"
        )
        assert dict(cursor.fetchall()) == dict.fromkeys(KEPT, 2)


def test_every_one_of_them_is_a_table_of_a_room(db: None) -> None:
    assert set(KEPT) <= {model._meta.db_table for model in apps.get_models()}


def an_appeal(channel: Channel, by: Officer) -> None:
    """Against the block, acknowledged."""
    block = Block.objects.filter(body=channel.body).order_by("pk")[0]
    taken = appeals.enter(
        body=channel.body, what=f"block {block.pk}", came=Came.LETTER, asked=Asked("I was quoting."), theirs=True,
        by=by, at=people_world.on("2024-06-14"),
    )  # fmt: skip
    if taken.appeal:
        appeals.acknowledge(appeal_id=taken.appeal.pk, body=channel.body, by=by, at=people_world.on("2024-06-14"))


def an_erasure(channel: Channel, one: Officer, other: Officer) -> None:
    """Asked for by one officer, refused by another."""
    asked = ErasureAsked.objects.create(
        body=channel.body, authors=[1], reference="DP/24/7", why="Seen in person.", by=one, at=world.NOON
    )
    ErasureAnswered.objects.create(asked=asked, asked_by=one, by=other, at=world.NOON, reason="A court case.")


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])
