"""REC-02, EVD-03: what is over goes, in batches that may be broken off; rows, figures and a certificate stay."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from tests.rooms import world
from tests.rooms.world import HIDE, LEAVE, NOON, later, on_disk

from evenhand.audit.queries import about, verify
from evenhand.cases.models import Case, ProposalMade
from evenhand.core.refusals import Refused
from evenhand.decisions.models import Decision
from evenhand.evidence import storage
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.intake.models import Author, Channel, Comment, Revision
from evenhand.intake.operations import receive
from evenhand.notices.models import Notice
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.people.models import Block, BlockEnd, BlockStrike
from evenhand.platforms.simulator.network import Network
from evenhand.referrals import operations as referrals
from evenhand.retention import operations, queries
from evenhand.retention.models import Batch, Purge, Purged

LEFT_UP_OVER = datetime(2024, 6, 5, 9, tzinfo=UTC)  # 3 months and a day after the 4 March 2024
OVER = datetime(2026, 3, 5, 9, tzinfo=UTC)  # 24 months and a day after it
LAST_DAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def admin(body: Body) -> Officer:
    return world.new_officer(body, "Eve Thorn", Role.ADMINISTRATOR)


@pytest.fixture
def hidden(channel: Channel, ada: Officer, network: Network) -> Case:
    case = world.open_case(channel)
    world.carry_out(world.decide(case, HIDE, ada).actions.get())
    return case


def purge(body: Body, by: Officer, at: datetime) -> Purge:
    run = operations.begin(body=body, typed=f"purge {body.slug}", by=by, at=at)
    return operations.carry_through(purge=run, now=lambda: at)


def would_go(body: Body, on: date) -> dict[str, int]:
    counted: dict[str, int] = {}
    for line in queries.preview(body, on).lines:
        counted[line.source] = counted.get(line.source, 0) + line.count
    return counted


def test_a_comment_left_up_loses_its_words_after_three_months_and_not_on_the_last_day(
    channel: Channel, body: Body, admin: Officer
) -> None:
    world.receive(channel, world.a_comment(text="My nan fell on that pavement"))
    assert would_go(body, date(2024, 6, 4)) == {}
    assert would_go(body, date(2024, 6, 5)) == {"comment": 1}
    before = Comment.objects.get()
    ended = purge(body, admin, LEFT_UP_OVER)
    revision, comment = Revision.objects.get(), Comment.objects.get()
    assert revision.text == f"Removed on 5 June 2024 under certificate {ended.number}."
    assert (bytes(revision.payload), revision.attachments, comment.url, comment.fingerprint) == (b"", [], "", 0)
    assert bytes(comment.words_sha256) == bytes(before.words_sha256)
    assert (comment.created_at, comment.channel_id, comment.state) == (
        before.created_at, before.channel_id, before.state,
    )  # fmt: skip


def test_the_same_words_from_the_platform_again_do_not_come_back(channel: Channel, body: Body, admin: Officer) -> None:
    world.receive(channel, world.a_comment())
    purge(body, admin, LEFT_UP_OVER)
    again = receive(channel=channel, incoming=[world.a_comment()], by="program: tests", at=LEFT_UP_OVER)
    assert (again.new, again.revised, again.unchanged) == (0, 0, 1)


def test_everything_about_a_hidden_comment_goes_after_its_time_and_its_rows_stay(
    hidden: Case, body: Body, ada: Officer, admin: Officer
) -> None:
    pack = world.a_sealed_pack(hidden, ada, at=later(5))
    files = [on_disk(part["sha256"]) for part in Capture.objects.get().parts] + [on_disk(pack.sha256)]
    assert would_go(body, LAST_DAY.date()) == {}
    assert would_go(body, OVER.date()) == {"pack": 1, "capture": 1, "decision": 1, "case": 1}
    decided = Decision.objects.values("outcome", "ground", "edition", "by", "at").get()
    ended = purge(body, admin, OVER)
    marker = f"Removed on 5 March 2026 under certificate {ended.number}."
    decision = Decision.objects.get()
    assert (decision.statement, decision.reason) == (marker, "")
    assert {key: getattr(decision, key if key not in ("edition", "by") else f"{key}_id") for key in decided} == decided
    assert decision.actions.get().receipts.get().answer == marker
    pack.refresh_from_db()
    assert (pack.statement, pack.sha256 != "") == (marker, True)
    assert [file.exists() for file in files] == [False] * 6
    made = ProposalMade.objects.get()
    assert (made.grounds, made.severity) == (["CON-02"], "high")
    assert all(reason["words"] == [] for reason in made.reasons)
    assert verify().breaks == ()


def test_a_certificate_says_how_many_of_each_class_and_seals_their_ids(
    hidden: Case, channel: Channel, body: Body, admin: Officer
) -> None:
    world.receive(channel, world.a_comment("c2"))
    ended = purge(body, admin, OVER)
    assert ended.counts == {"comments_left_up": 1, "cases": 1, "decisions": 1, "evidence": 1}
    assert (ended.earliest_needed_on, ended.latest_needed_on) == (date(2024, 3, 4), date(2024, 3, 4))
    assert len(ended.sha256) == 64
    entry = about(body.slug, f"purge {ended.number}")[-1]
    assert (entry.action, ended.sha256 in entry.detail) == ("retention.certify", True)
    assert [row.number for row in queries.purges_of(body)] == [ended.number]


def test_the_page_of_a_comment_can_say_what_went_when_and_under_which_certificate(
    hidden: Case, body: Body, admin: Officer
) -> None:
    ended = purge(body, admin, OVER)
    gone = queries.purged_about(body, hidden.comment_id)
    assert [row.source for row in gone] == ["capture", "decision", "case"]
    assert {row.batch.purge.number for row in gone} == {ended.number}


def test_nothing_that_is_held_is_ever_purged(hidden: Case, body: Body, ada: Officer, admin: Officer) -> None:
    held = operations.put_hold(body=body, comment=hidden.comment, reason="A claim.", by=ada, at=NOON)
    assert would_go(body, date(2040, 1, 1)) == {}
    assert purge(body, admin, OVER).counts == {}
    operations.lift_hold(hold_id=held.pk, body=body, reason="Settled.", by=ada, at=OVER)
    assert would_go(body, OVER.date()) == {}, "the day it was lifted is held still"
    assert would_go(body, date(2026, 3, 6)) == {"capture": 1, "decision": 1, "case": 1}


def test_a_hold_on_the_author_keeps_all_of_theirs(hidden: Case, body: Body, ada: Officer) -> None:
    operations.put_hold(body=body, author=hidden.author, reason="A claim.", by=ada, at=NOON)
    assert would_go(body, date(2040, 1, 1)) == {}


def test_what_is_open_is_never_over(channel: Channel, body: Body, ada: Officer, network: Network) -> None:
    case = world.open_case(channel)
    capture(revision=Revision.objects.select_related("comment__channel__body").get(), by="tests", at=NOON)
    world.a_sealed_pack(case, ada)
    assert would_go(body, date(2040, 1, 1)) == {}, "the case is open, so its pack may be needed too"
    world.decide(case, HIDE, ada)
    assert would_go(body, date(2040, 1, 1)) == {}, "its action has not been carried out"


def test_evidence_of_a_comment_that_nothing_was_done_about_goes_on_the_next_day(
    channel: Channel, body: Body, ada: Officer, admin: Officer
) -> None:
    case = world.open_case(channel)
    captured = capture(revision=Revision.objects.select_related("comment__channel__body").get(), by="tests", at=NOON)
    world.decide(case, LEAVE, ada)
    assert would_go(body, date(2024, 3, 5)) == {"capture": 1}
    purge(body, admin, datetime(2024, 3, 5, 9, tzinfo=UTC))
    assert not on_disk(captured.parts[0]["sha256"]).exists()
    assert Revision.objects.get().text == "Words that somebody wrote", "the case itself is kept longer"


def test_bytes_that_another_capture_still_has_stay_on_disk(
    channel: Channel, body: Body, ada: Officer, admin: Officer
) -> None:
    first, second = world.open_case(channel), world.open_case(channel, "c2")
    shared = storage.store(b"the same thread of both")
    for case in (first, second):
        parts = [{"name": "thread", "sha256": shared, "bytes": 23}]
        revision = case.comment.revisions.get()
        Capture.objects.create(body=body, comment=case.comment, revision=revision, captured_at=NOON, parts=parts)
    world.decide(first, LEAVE, ada)
    purge(body, admin, datetime(2024, 3, 5, 9, tzinfo=UTC))
    assert on_disk(shared).exists()
    world.decide(second, LEAVE, ada)
    purge(body, admin, datetime(2024, 3, 6, 9, tzinfo=UTC))
    assert not on_disk(shared).exists()


def test_an_author_of_whom_no_words_are_left_has_no_name_left(channel: Channel, body: Body, admin: Officer) -> None:
    world.receive(channel, world.a_comment(), world.a_comment("c2", author_id="a2", author_name="Sam Hollis"))
    world.receive(channel, world.a_comment("c3", author_id="a2"), at=datetime(2024, 5, 1, 12, tzinfo=UTC))
    purge(body, admin, LEFT_UP_OVER)
    gone, stays = Author.objects.order_by("pk")
    assert (gone.native_id, gone.name) == (f"purged-{gone.pk}", "")
    assert stays.name != ""
    assert Comment.objects.filter(author=gone).count() == 1, "how many wrote can still be counted"


def test_an_edited_comment_goes_again_when_its_new_words_are_over(channel: Channel, body: Body, admin: Officer) -> None:
    world.receive(channel, world.a_comment())
    purge(body, admin, LEFT_UP_OVER)
    edited = datetime(2024, 7, 1, 9, tzinfo=UTC)
    world.receive(channel, world.a_comment(text="New words", edited_at=edited), at=edited)
    assert would_go(body, date(2024, 10, 1)) == {}
    purge(body, admin, datetime(2024, 10, 2, 9, tzinfo=UTC))
    assert "New words" not in {revision.text for revision in Revision.objects.all()}


def test_a_purge_that_broke_off_is_gone_on_with_and_nothing_is_done_twice(
    channel: Channel, body: Body, admin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "BATCH", 2)
    world.receive(channel, *(world.a_comment(f"c{n}") for n in range(5)))

    class Broken(Exception):
        pass

    def break_off(done: int) -> None:
        raise Broken

    run = operations.begin(body=body, typed="purge harrowmere", by=admin, at=LEFT_UP_OVER)
    with pytest.raises(Broken):
        operations.carry_through(purge=run, now=lambda: LEFT_UP_OVER, progress=break_off)
    assert Purged.objects.count() == 2
    same = operations.begin(body=body, typed="purge harrowmere", by=admin, at=LEFT_UP_OVER)
    assert same == run
    done: list[int] = []
    ended = operations.carry_through(purge=same, now=lambda: LEFT_UP_OVER, progress=done.append)
    assert (done, ended.counts) == ([2, 1], {"comments_left_up": 5})


def test_files_left_by_a_crash_after_a_batch_are_taken_when_it_goes_on(
    hidden: Case, body: Body, admin: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = operations.begin(body=body, typed="purge harrowmere", by=admin, at=OVER)
    with monkeypatch.context() as crash:
        crash.setattr(operations, "_take_files", lambda batch: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            operations.carry_through(purge=run, now=lambda: OVER)
    file = on_disk(Capture.objects.get().parts[0]["sha256"])
    assert file.exists()
    operations.carry_through(purge=run, now=lambda: OVER)
    assert not file.exists()


def test_words_can_be_removed_in_the_transaction_of_a_batch_and_nowhere_else(
    hidden: Case, body: Body, admin: Officer
) -> None:
    purge(body, admin, OVER)
    old = Batch.objects.order_by("pk").first()
    assert old is not None
    with connection.cursor() as cursor:
        # Another transaction than the batch's: the tests' own holds both, so its number is made another.
        cursor.execute("update retention_batch set txid = txid - 1")
        cursor.execute("select set_config('evenhand.purge_batch', %s, true)", [str(old.pk)])
        with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
            Revision.objects.update(text="rewritten")


def test_even_a_purge_can_change_nothing_but_words(hidden: Case, body: Body, admin: Officer) -> None:
    run = operations.begin(body=body, typed="purge harrowmere", by=admin, at=OVER)
    batch = Batch.objects.create(purge=run, at=OVER)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('evenhand.purge_batch', %s, true)", [str(batch.pk)])
    Decision.objects.update(reason="gone")
    for change in (
        lambda: Decision.objects.update(outcome="leave"),
        lambda: Decision.objects.update(at=OVER),
        lambda: connection.cursor().execute("delete from decisions_decision"),
        lambda: Capture.objects.update(parts=[]),
        lambda: connection.cursor().execute("update audit_entry set content = ''"),
    ):
        with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
            change()


def test_a_purge_needs_a_typed_confirmation_and_somebody_who_may(body: Body, ada: Officer, admin: Officer) -> None:
    with pytest.raises(Refused, match="type “purge harrowmere”"):
        operations.begin(body=body, typed="yes", by=admin, at=OVER)
    with pytest.raises(Refused, match="no role there that allows it"):
        operations.begin(body=body, typed="purge harrowmere", by=ada, at=OVER)


def test_nothing_of_another_body_goes(channel: Channel, body: Body, admin: Officer) -> None:
    other = world.new_body("birkdale")
    world.receive(world.new_channel(other), world.a_comment("b1", text="Birkdale's words"))
    world.receive(channel, world.a_comment())
    assert would_go(other, date(2024, 6, 5)) == {"comment": 1}
    purge(body, admin, LEFT_UP_OVER)
    assert Revision.objects.get(comment__native_id="b1").text == "Birkdale's words"
    assert queries.purges_of(other) == []


def test_what_an_open_referral_rests_on_is_kept(hidden: Case, body: Body, ada: Officer) -> None:
    referrals.pass_on(case_id=hidden.pk, body=body, rule="REF-03", because="A threat to life.", by=ada, at=later(9))
    assert would_go(body, OVER.date()) == {}


def test_what_a_block_rests_on_is_kept_until_the_block_is_over(
    hidden: Case, channel: Channel, body: Body, ada: Officer, ben: Officer
) -> None:
    rests_on = hidden.comment
    with transaction.atomic():
        block = Block.objects.create(
            body=body, author=rests_on.author, reason="Three strikes.", starts_on=date(2024, 3, 5),
            review_on=date(2024, 9, 5), notice="You are blocked.", appeal_route="Write to us.", answers={},
            reviewer=ben, edition=Decision.objects.get().edition, rule="STR-02", because="three in a year",
            working=["3 of 3"], decided_by=ada, decided_at=later(9),
        )  # fmt: skip
        BlockStrike.objects.create(block=block, comment=rests_on)
    assert would_go(body, OVER.date()) == {}
    BlockEnd.objects.create(block=block, state="restored", at=later(20), because=["conduct allows it"])
    assert would_go(body, OVER.date()) == {"block": 1, "capture": 1, "decision": 1, "case": 1}


def test_what_was_told_about_a_decision_loses_its_words_with_it(
    hidden: Case, body: Body, ada: Officer, admin: Officer
) -> None:
    told = Notice.objects.get(about=f"decision {Decision.objects.get().pk}")
    world.pass_on(told, later(6))
    ended = purge(body, admin, OVER)
    told.refresh_from_db()
    assert (told.paragraphs, told.author, told.reference != "") == (
        [f"Removed on 5 March 2026 under certificate {ended.number}."], None, True,
    )  # fmt: skip
