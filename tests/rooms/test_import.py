"""A file to comments: good rows go in, bad ones are kept with line and reason, twice changes nothing."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.rooms.world import NOON, later

from evenhand.audit.models import Entry
from evenhand.audit.queries import verify
from evenhand.cases.models import Case, ProposalMade
from evenhand.intake.models import Author, Channel, Comment, ImportRun, Post, Reject, Revision
from evenhand.work import import_file as importing
from evenhand.work.import_order import Order, assumptions

Import = Callable[..., importing.Count]
ORDER = Order(path="", name="", csv=False, map={}, number_ids=False, posted_at=None)
KEPT = (Comment, Revision, Author, Post, ProposalMade, Case)


def row(id_: object, text: str = "Words", **known: object) -> bytes:
    return json.dumps({"id": id_, "text": text, "created_at": "2024-03-04T11:00:00Z", **known}).encode()


@pytest.fixture
def rejects(tmp_path: Path) -> Path:
    return tmp_path / "out" / "rejects.ndjson"


@pytest.fixture
def bring(channel: Channel, tmp_path: Path, rejects: Path) -> Import:
    """Write lines to a file and import it."""

    def run(*lines: bytes, name: str = "comments.ndjson", minute: int = 0, **order: object) -> importing.Count:
        file = tmp_path / name
        content = b"\n".join(lines) + b"\n"
        file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        given: Mapping[str, object] = {"path": str(file), "name": name, "csv": ".csv" in name, **order}
        return importing.import_file(
            order=Order(**{**vars_of(ORDER), **given}), channel=channel, rejects=rejects, by="ada",  # type: ignore[arg-type]
            now=lambda: later(minute), progress=lambda *_: None,
        )  # fmt: skip

    return run


def vars_of(order: Order) -> dict[str, object]:
    return {name: getattr(order, name) for name in Order.__slots__}


def rejected(file: Path) -> list[tuple[int, str]]:
    """Line and reason, as the rejects file has them; the console's list must say the same."""
    written = [json.loads(line) for line in file.read_text().splitlines()]
    found = [(bad["line"], bad["reason"]) for bad in written]
    assert found == list(Reject.objects.order_by("pk").values_list("line", "reason"))
    return found


def counts() -> list[int]:
    return [kind.objects.count() for kind in KEPT]


def test_good_rows_go_in_and_bad_ones_are_kept_with_line_and_reason(bring: Import, rejects: Path) -> None:
    count = bring(
        row("c1"), b"nonsense", row(""), b"", row("c2", ""), row("c3", created_at="2031-01-01"),
        row("c4", "x" * (1 << 20)), row("c5", "bell \x07"), row("c6", "half \ud83d"), b'{"id": "c7", "text": "\xff"}',
        row("c1", "the same id again"), row("c8"),
    )  # fmt: skip
    assert (count.rows, count.new, count.rejected) == (11, 2, 9)
    assert list(Comment.objects.order_by("pk").values_list("native_id", flat=True)) == ["c1", "c8"]
    assert [(line, reason[:30]) for line, reason in rejected(rejects)] == [
        (2, "not JSON: Expecting value: lin"),
        (3, "no id: without one, the same c"),
        (5, "neither text nor attachment: t"),
        (6, "created_at 2031-01-01T00:00:00"),
        (7, "the text has 1,048,576 charact"),
        (8, "text holds a control character"),
        (9, "text holds half of a character"),
        (10, "not JSON: 'utf-8' codec can't "),
        (11, "id c1 stands on line 1 already"),
    ]


def test_the_whole_rejected_row_is_in_the_file_and_its_beginning_on_screen(bring: Import, rejects: Path) -> None:
    bring(row("c4", "x" * (1 << 20)))
    assert len(json.loads(rejects.read_text())["row"]) > 1 << 20
    assert len(Reject.objects.get().excerpt) == 500


def test_a_file_without_bad_rows_makes_no_rejects_file(bring: Import, rejects: Path) -> None:
    bring(row("c1"))
    assert not rejects.exists()
    assert ImportRun.objects.get().rejects_file == ""


@pytest.mark.parametrize("odd", ["\ud83d", "nul \x00", "\x1b[31m", "9" * 2000])
def test_odd_characters_in_a_reason_or_a_row_do_not_stop_an_import(bring: Import, odd: str) -> None:
    count = bring(row("c1", created_at=odd), row("c2", state=odd[:1] + "gone" * 1000), row(odd * 600), row("c3"))
    assert (count.new, count.rejected) == (1, 3)
    assert all(bad.reason.isprintable() and len(bad.reason) <= 500 for bad in Reject.objects.all())


def test_an_id_stands_once_in_a_file_across_batches(
    bring: Import, rejects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    count = bring(
        row("c1"), row("c2"), row("c3"), row("c1", "again"), row("c4"), row("c4", "again"), row("c2", "again")
    )
    assert (count.new, count.revised, count.rejected) == (4, 0, 3)
    assert rejected(rejects) == [
        (4, "id c1 stands on line 1 already"),
        (6, "id c4 stands on line 5 already"),
        (7, "id c2 stands on line 2 already"),
    ]
    assert Revision.objects.filter(number=2).count() == 0


def test_no_more_rows_are_held_than_a_batch(bring: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 50)
    sizes: list[int] = []
    whole = importing.take_in

    def measured(**given: object) -> object:
        sizes.append(len(given["incoming"]))  # type: ignore[arg-type]
        return whole(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "take_in", measured)
    assert bring(*[row(number) for number in range(120)]).new == 120
    assert sizes == [50, 50, 20]


def test_importing_twice_changes_nothing(bring: Import) -> None:
    lines = [
        row(number, attachments=["a picture"], author={"id": f"a{number % 3}", "name": "Robin"}, post={"id": "p1"})
        for number in range(10)
    ]
    bring(*lines)
    before, entries = counts(), Entry.objects.count()
    again = bring(*lines, minute=5)
    assert (again.new, again.revised, again.unchanged, again.cases) == (0, 0, 10, 0)
    assert counts() == before
    new = list(Entry.objects.order_by("number").values_list("action", flat=True))[entries:]
    assert new == ["intake.start_import", "intake.end_import"]
    assert verify().breaks == ()


def test_a_changed_text_makes_a_revision_and_reopens_its_case(bring: Import) -> None:
    bring(row("c1", attachments=["a picture"]))
    count = bring(row("c1", "Other words", attachments=["a picture"]), minute=5)
    assert (count.new, count.revised, count.cases) == (0, 1, 1)
    assert list(Revision.objects.order_by("number").values_list("text", flat=True)) == ["Words", "Other words"]
    assert (Case.objects.get().changed_by, Case.objects.get().opened_at) == ("The author", later(5))


def test_an_older_wording_changes_nothing(bring: Import) -> None:
    bring(row("c1", "Second", edited_at="2024-03-04T11:30:00Z"))
    count = bring(row("c1", "First", edited_at="2024-03-04T11:10:00Z"), minute=5)
    assert (count.revised, count.unchanged, Revision.objects.get().text) == (0, 1, "Second")


def test_the_file_from_before_an_edit_changes_nothing_when_it_comes_again(bring: Import) -> None:
    old, edited = row("c1", "First"), row("c1", "Second", edited_at="2024-03-04T11:30:00Z")
    bring(old)
    bring(edited, minute=1)
    assert bring(old, minute=2).unchanged == 1
    assert list(Revision.objects.order_by("number").values_list("text", flat=True)) == ["First", "Second"]


def test_words_that_changed_without_a_time_of_editing_are_taken(bring: Import) -> None:
    bring(row("c1", "First"))
    assert bring(row("c1", "Second"), minute=1).revised == 1


def test_ids_stay_text_with_every_digit(bring: Import) -> None:
    bring(row(17900000000000001), row("0017"))
    assert list(Comment.objects.order_by("pk").values_list("native_id", flat=True)) == ["17900000000000001", "0017"]


def test_gzipped_files_are_read(bring: Import) -> None:
    assert bring(row("c1"), row("c2"), name="comments.ndjson.gz").new == 2
    assert ImportRun.objects.get().file == "comments.ndjson.gz"


def test_a_file_that_is_cut_off_keeps_what_came_before_and_says_so(
    bring: Import, tmp_path: Path, channel: Channel, rejects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    file = tmp_path / "cut.ndjson.gz"
    file.write_bytes(gzip.compress(row("c1") + b"\n" + row("c2", "\u00e9" * 9000) + b"\n")[:-8])
    order = Order(**{**vars_of(ORDER), "path": str(file), "name": file.name})  # type: ignore[arg-type]
    with pytest.raises(OSError, match="damaged or cut off"):
        importing.import_file(
            order=order, channel=channel, rejects=rejects, by="ada", now=lambda: NOON, progress=lambda *_: None
        )
    assert ImportRun.objects.get().ended_at is None


def test_csv_columns_find_their_fields(bring: Import) -> None:
    count = bring(
        b"Comment ID,Message,Created Time,From",
        'c1,"Two\nlines, and a comma",2024-03-04T11:00:00Z,Róisín Vale'.encode(),
        b"c2,More,2024-03-04T11:05:00Z,Robin",
        name="export.csv",
    )
    assert (count.new, count.mapping["text"]) == (2, "Message")
    assert Revision.objects.order_by("pk")[0].text == "Two\nlines, and a comma"


def test_a_name_alone_makes_nobody_an_author(bring: Import) -> None:
    bring(row("c1", author={"name": "Robin Vale"}), row("c2", author={"handle": "@robin", "name": "Robin Vale"}))
    assert [comment.author and comment.author.native_id for comment in Comment.objects.order_by("pk")] == [
        None, "@robin",
    ]  # fmt: skip


def test_csv_columns_can_be_named(bring: Import) -> None:
    bring(b"key,body,words,when", b"c1,not this,this,2024-03-04", name="export.csv",
          map={"id": "key", "text": "words", "created_at": "when"})  # fmt: skip
    assert Revision.objects.get().text == "this"


def test_csv_rows_without_ids_are_numbered_and_that_is_said(bring: Import) -> None:
    lines = (b"text,date", b"One,2024-03-04", b"Two,2024-03-04")
    bring(*lines, name="export.csv")
    assert set(Comment.objects.values_list("native_id", flat=True)) == {"export.csv:2", "export.csv:3"}
    assert bring(*lines, name="export.csv", number_ids=True).unchanged == 2
    order = replace(ORDER, name="export.csv", csv=True)
    assert assumptions(order, {"text": "text", "created_at": "date"}) == [
        "ids are made from row numbers (export.csv:2); a column of ids is given with --map id=COLUMN"
    ]


def test_rows_without_a_time_count_as_posted_when_they_come_in(bring: Import) -> None:
    bring(b"id,text", b"c1,Words", name="export.csv")
    assert Comment.objects.get().created_at == NOON
    order = replace(ORDER, name="export.csv", csv=True)
    assert "--posted-at" in " ".join(assumptions(order, {"id": "id", "text": "text"}))


def test_rows_without_time_and_post_take_those_that_were_given(bring: Import) -> None:
    bring(b"id,text", b"c1,Words", name="export.csv", posted_at=NOON, post_id="p7")
    comment = Comment.objects.get()
    assert (comment.created_at, comment.post and comment.post.native_id) == (NOON, "p7")


def test_a_csv_row_that_is_not_utf8_is_rejected_and_the_others_go_in(bring: Import, rejects: Path) -> None:
    count = bring(b"id,text,date", b"c1,caf\xe9,2024-03-04", b"c2,fine,2024-03-04", name="export.csv")
    assert (count.new, count.rejected) == (1, 1)
    assert rejected(rejects)[0][0] == 2
    assert "not UTF-8" in rejected(rejects)[0][1]


def test_standard_input_is_read(
    bring: Import, channel: Channel, rejects: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "piped").write_bytes(row("c1") + b"\n")
    order = Order(**{**vars_of(ORDER), "path": "-", "name": "standard input"})  # type: ignore[arg-type]
    with (tmp_path / "piped").open() as piped:
        monkeypatch.setattr("sys.stdin", piped)
        count = importing.import_file(
            order=order, channel=channel, rejects=rejects, by="ada", now=lambda: NOON, progress=lambda *_: None
        )
    assert (count.new, ImportRun.objects.get().file) == (1, "standard input")


def test_history_opens_no_cases(bring: Import) -> None:
    count = bring(row("c1", attachments=["a picture"]), signals=False)
    assert (count.new, count.cases, ProposalMade.objects.count()) == (1, 0, 0)


def test_what_came_of_a_file_is_kept_and_audited(bring: Import) -> None:
    bring(row("c1"), row("c2"), b"nonsense")
    run = ImportRun.objects.get()
    assert (run.rows, run.new, run.rejected, run.ended_at) == (3, 2, 1, NOON)
    ended = json.loads(Entry.objects.get(action="intake.end_import").content)
    assert ended["detail"] == {"rows": 3, "new": 2, "revised": 0, "unchanged": 0, "rejected": 1}


def test_progress_is_told_after_each_batch(
    channel: Channel, tmp_path: Path, rejects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    file = tmp_path / "comments.ndjson"
    file.write_bytes(row("c1") + b"\n" + row("c2") + b"\n")
    told: list[int] = []
    importing.import_file(
        order=Order(**{**vars_of(ORDER), "path": str(file), "name": file.name}),  # type: ignore[arg-type]
        channel=channel, rejects=rejects, by="ada", now=lambda: NOON, progress=lambda _, count: told.append(count.new),
    )  # fmt: skip
    assert told == [1, 2]
