"""EVD-02: a pack that a stranger can check with sha256sum and openssl, made from what was captured."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import bagit
import pikepdf
import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests.authority import LocalAuthority
from tests.rooms import world
from tests.rooms.world import BY, HIDE, NOON, later, on_disk

from evenhand.audit.queries import about, verify
from evenhand.cases.models import Case
from evenhand.core.refusals import Refused
from evenhand.evidence import authorities, stamping, storage
from evenhand.evidence.models import Capture
from evenhand.evidence.operations import capture
from evenhand.intake.models import Channel
from evenhand.officers.models import Body, Officer
from evenhand.officers.permissions import Role
from evenhand.packs import operations, queries
from evenhand.packs.archive import archive
from evenhand.packs.gather import contents
from evenhand.packs.models import Pack
from evenhand.packs.operations import PackRefused, Written
from evenhand.packs.paper import drawable
from evenhand.packs.stamped import stamps as check_stamps
from evenhand.platforms.simulator.network import Network

STATEMENT = "I read the comment at noon on 4 March 2024.\nSŵn a thŷ 🧨: it says that somebody will come to the library."
WRITTEN = Written(STATEMENT, "Ada Marsh", "Harrowmere Constabulary", "HC/24/118")


@pytest.fixture
def hidden(channel: Channel, ada: Officer, network: Network) -> Case:
    """A comment that was hidden, with its capture and receipt."""
    case = world.open_case(channel)
    world.carry_out(world.decide(case, HIDE, ada, at=later(1)).actions.get(), at=later(2))
    return case


@pytest.fixture
def draft(hidden: Case, body: Body, ada: Officer) -> Pack:
    """A pack about it, written and not sealed."""
    pack = operations.begin(body=body, case_id=hidden.pk, by=ada, at=later(10))
    chosen = list(pack.captures.values_list("pk", flat=True))
    return operations.write(pack=pack, written=WRITTEN, captures=chosen, by=ada, at=later(11))


@pytest.fixture
def sealed(draft: Pack, ada: Officer) -> Pack:
    return operations.seal(pack=draft, by=ada, at=later(12))


@pytest.fixture
def unpacked(sealed: Pack, tmp_path: Path) -> Path:
    """The folder that a stranger sees after unpacking."""
    with zipfile.ZipFile(io.BytesIO(storage.read(sealed.sha256))) as file:
        file.extractall(tmp_path / "stranger")
    return tmp_path / "stranger" / sealed.reference


def commands(folder: Path) -> list[str]:
    """What VERIFY.txt tells a stranger to run."""
    return [line[2:] for line in (folder / "VERIFY.txt").read_text().splitlines() if line.startswith("$ ")]


def runs(folder: Path) -> list[int]:
    """The exit status of each command, run with bash in the unpacked folder."""
    return [
        subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True).returncode
        for command in commands(folder)
    ]


def test_every_part_of_every_capture_is_an_exhibit_with_a_number(unpacked: Path) -> None:
    assert sorted(path.name for path in (unpacked / "data/exhibits").iterdir()) == [
        "EH-001-payload.json",
        "EH-002-record.json",
        "EH-003-thread.json",
        "EH-004-rendering.html",
        "EH-005-manifest.json",
    ]
    assert (unpacked / "data/exhibits/EH-001-payload.json").read_bytes() == b'{"id": "c1"}'


def test_a_stranger_runs_the_commands_of_the_file_and_each_says_that_it_is_right(unpacked: Path) -> None:
    assert len(commands(unpacked)) == 3
    assert runs(unpacked) == [0, 0, 0]


@pytest.mark.parametrize(
    ("what", "found_by"),
    [("change", 0), ("remove", 0), ("add", 2), ("change the list", 1), ("change VERIFY.txt", 1)],
)
def test_a_pack_that_was_tampered_with_fails_the_command_that_is_about_it(
    unpacked: Path, what: str, found_by: int
) -> None:
    exhibit = unpacked / "data/exhibits/EH-001-payload.json"
    match what:
        case "change":
            exhibit.write_bytes(b'{"id": "c2"}')
        case "remove":
            exhibit.unlink()
        case "add":
            (unpacked / "data/exhibits/EH-009-more.json").write_text("{}")
        case "change the list":
            with (unpacked / "manifest-sha256.txt").open("a") as file:
                file.write("# \n")
        case "change VERIFY.txt":
            with (unpacked / "VERIFY.txt").open("a") as file:
                file.write("Never mind the rest.\n")
    assert runs(unpacked)[found_by] != 0


def test_it_is_a_bag_as_the_library_of_congress_has_it(unpacked: Path) -> None:
    found = bagit.Bag(str(unpacked))
    assert found.validate(processes=1)
    assert found.info["External-Identifier"] == unpacked.name
    assert found.info["Source-Organization"] == "Harrowmere Council"


def test_the_cover_says_that_the_police_decide_and_the_statement_is_signed(unpacked: Path) -> None:
    page = (unpacked / "data/statement.html").read_text()
    assert "Possible offence; the police decide." in page
    assert "Signed by name: <strong>Ada Marsh</strong>" in page
    assert "Sŵn a thŷ 🧨" in page
    assert "HC/24/118" in page
    assert "<script" not in page


def test_the_timeline_tells_what_happened_in_order(unpacked: Path) -> None:
    told = [entry["what"] for entry in json.loads((unpacked / "data/timeline.json").read_text())]
    assert told == [
        "posted comment c1 on Town page",
        "received comment c1, wording 1",
        "decided “hide” under CON-02 (comment c1)",
        "asked for “hide” on the platform (comment c1)",
        "captured the comment, wording 1 (comment c1)",
        "sent “hide” to the platform (comment c1)",
        "“hide” was done; the platform answered “200: done” (comment c1)",
    ]
    rows = list(csv.reader(io.StringIO((unpacked / "data/timeline.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["at_utc", "by", "what"]
    assert rows[3] == ["2024-03-04T12:01:00.000000+00:00", "Ada Marsh (ada@harrowmere.example)", told[2]]


def test_the_custody_begins_with_the_capture_and_ends_with_the_sealing(unpacked: Path, sealed: Pack) -> None:
    first, last = json.loads((unpacked / "data/custody.json").read_text())
    assert first == {
        "at": "2024-03-04T12:02:00.000000+00:00",
        "by": "Evenhand (carry out)",
        "what": "captured EH-001 to EH-005 and kept them under their SHA-256",
    }
    assert last["by"] == "Ada Marsh (ada@harrowmere.example)"
    assert last["what"].endswith(f"put them into pack {sealed.reference}")


def test_the_pdf_is_marked_as_pdf_a_with_every_font_inside_and_nothing_that_it_forbids(unpacked: Path) -> None:
    with pikepdf.open(unpacked / "data/statement.pdf") as pdf:
        about_it = pdf.open_metadata()
        assert (about_it["pdfaid:part"], about_it["pdfaid:conformance"]) == ("2", "U")
        assert about_it["xmp:CreateDate"] == about_it["xmp:ModifyDate"] == "2024-03-04T12:12:00+00:00"
        assert about_it.pdfa_status == "2U"
        [intent] = pdf.Root.OutputIntents
        assert (intent.S, len(intent.DestOutputProfile.read_bytes()) > 400) == ("/GTS_PDFA1", True)
        assert "/JavaScript" not in pdf.Root
        assert not pdf.is_encrypted
        fonts = {str(font.BaseFont): font for page in pdf.pages for font in page.Resources.Font.values()}
        assert len(fonts) == 3, "the text face, its bold, the emoji"
        for font in fonts.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font


def test_a_letter_that_no_font_has_is_written_as_its_number() -> None:
    assert drawable("Ŵŷ 😡 你") == "Ŵŷ 😡 <U+4F60>"
    assert drawable("👩\u200d👧 a\u202eb") == "👩👧 ab", "what joins letters or turns them round is not drawn"
    assert drawable("w\u0302") == "w\u0302"


def test_the_same_records_give_the_same_bytes_apart_from_the_time_of_making(draft: Pack) -> None:
    made = archive(contents(draft, later(12)))
    assert archive(contents(draft, later(12))) == made
    assert archive(contents(draft, later(13))) != made


def test_every_objection_is_told_at_once(hidden: Case, body: Body, ada: Officer) -> None:
    pack = operations.begin(body=body, case_id=hidden.pk, by=ada, at=later(10))
    operations.write(pack=pack, written=Written("He is guilty.", "Ben Okafor", ""), captures=[], by=ada, at=later(11))
    with pytest.raises(PackRefused) as refused:
        operations.seal(pack=pack, by=ada, at=later(12))
    assert [(each.field, each.wrong) for each in refused.value.objections] == [
        ("exhibits", "there is no exhibit"),
        ("timeline", "the timeline is empty"),
        ("statement", "it says “is guilty”, which is for the police"),
        ("recipient", "it does not say for whom it is"),
        ("signed", "it is signed “Ben Okafor”, and you are Ada Marsh"),
    ]
    pack.refresh_from_db()
    assert pack.sealed_at is None


def test_a_sealed_pack_is_not_changed_by_the_software_nor_in_the_database(sealed: Pack, ada: Officer) -> None:
    with pytest.raises(Refused, match=r"It was sealed on 4 March 2024 at 12:12 UTC"):
        operations.write(pack=sealed, written=WRITTEN, captures=[], by=ada, at=later(20))
    for change in (lambda: Pack.objects.update(statement="other words"), lambda: Pack.objects.all().delete()):
        with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
            change()


def test_every_copy_has_a_reason_and_is_in_the_log(sealed: Pack, ada: Officer) -> None:
    with pytest.raises(Refused, match="Every copy of evidence is accounted for"):
        operations.hand_out(pack=sealed, reason=" ", by=ada, at=later(20))
    assert operations.hand_out(pack=sealed, reason="for DC Ward", by=ada, at=later(20))[:2] == b"PK"
    operations.hand_over(
        pack=sealed, to="DC Ward", how="encrypted stick", note="", handed_at=later(30), by=ada, at=later(40)
    )
    assert [entry.what for entry in queries.custody(sealed)] == [
        f"sealed the pack; SHA-256 {sealed.sha256}",
        "downloaded it: for DC Ward",
        "handed it to DC Ward, encrypted stick, on 4 March 2024 at 12:30 UTC",
    ]
    assert verify().breaks == ()


@pytest.mark.parametrize("handed_at", [later(11), later(41)])
def test_a_pack_is_handed_over_after_it_was_sealed_and_not_in_the_future(
    sealed: Pack, ada: Officer, handed_at: datetime
) -> None:
    with pytest.raises(Refused, match="before the pack was sealed, or not yet come"):
        operations.hand_over(pack=sealed, to="DC Ward", how="post", note="", handed_at=handed_at, by=ada, at=later(40))


def test_a_draft_is_neither_handed_out_nor_over(draft: Pack, ada: Officer) -> None:
    with pytest.raises(Refused, match="seal it first"):
        operations.hand_out(pack=draft, reason="curiosity", by=ada, at=later(20))
    with pytest.raises(Refused, match="seal it first"):
        operations.hand_over(pack=draft, to="x", how="y", note="", handed_at=later(20), by=ada, at=later(20))


def test_several_cases_of_one_author_go_into_one_pack_and_those_of_another_do_not(
    channel: Channel, draft: Pack, ada: Officer
) -> None:
    second = world.open_case(channel, "c2")
    world.propose_for(channel, world.receive(channel, world.a_comment("c3", author_id="a2")), world.THREAT)
    for case in Case.objects.exclude(pk=draft.cases.get().pk).order_by("pk"):
        revision = case.comment.revisions.select_related("comment__channel__body").get()
        capture(revision=revision, by=BY, at=later(5))
    assert {capture.comment.native_id for capture in queries.to_choose_from(draft)} == {"c1", "c2"}
    of_one = list(Capture.objects.exclude(comment__native_id="c3").values_list("pk", flat=True))
    pack = operations.write(pack=draft, written=WRITTEN, captures=of_one, by=ada, at=later(11))
    assert second in pack.cases.all()
    assert len(contents(pack, later(12)).exhibits) == 10
    every = list(Capture.objects.values_list("pk", flat=True))
    with pytest.raises(Refused, match="A pack is about one author"):
        operations.write(pack=draft, written=WRITTEN, captures=every, by=ada, at=later(11))


def test_a_comment_that_nothing_was_done_to_can_be_captured_for_a_pack(
    channel: Channel, body: Body, ada: Officer
) -> None:
    case = world.open_case(channel)
    pack = operations.begin(body=body, case_id=case.pk, by=ada, at=later(10))
    assert queries.without_capture(pack) == [case]
    operations.capture_now(pack=pack, case_id=case.pk, by=ada, at=later(10))
    assert queries.without_capture(pack) == []
    first, _ = contents(pack, later(12)).custody
    assert first.by == "Ada Marsh (ada@harrowmere.example)"


def test_bytes_that_changed_on_disk_are_never_sealed(draft: Pack, ada: Officer) -> None:
    on_disk(Capture.objects.get().parts[0]["sha256"]).write_bytes(b"other bytes")
    with pytest.raises(Refused, match="was changed in the folder"):
        operations.seal(pack=draft, by=ada, at=later(12))


def test_only_who_may_makes_packs_and_another_body_sees_none(sealed: Pack, hidden: Case, body: Body) -> None:
    officer = world.new_officer(body, "Cy Denham", Role.OFFICER)
    with pytest.raises(Refused, match="no role there that allows it"):
        operations.begin(body=body, case_id=hidden.pk, by=officer, at=later(20))
    other = world.new_body("birkdale")
    stranger = world.new_officer(other, "Dee Lund")
    assert list(queries.packs_of(other)) == []
    with pytest.raises(Pack.DoesNotExist):
        queries.get(other, sealed.pk)
    with pytest.raises(Case.DoesNotExist):
        operations.begin(body=other, case_id=hidden.pk, by=stranger, at=later(20))


def test_the_comments_own_history_says_that_it_is_in_a_pack(sealed: Pack, hidden: Case) -> None:
    entry = about("harrowmere", f"comment {hidden.comment_id}")[-1]
    assert (entry.action, sealed.reference in entry.detail) == ("packs.include", True)
    assert (sealed.reference.startswith("EP-"), NOON + timedelta(minutes=12)) == (True, sealed.sealed_at)
    assert shutil.which("openssl"), "VERIFY.txt speaks of it"


def test_the_stamps_of_a_capture_are_in_its_pack_and_a_stranger_checks_them_with_openssl(
    ada: Officer,
    local_authority: LocalAuthority,
    settings: Settings,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    settings.EVENHAND_TIMESTAMP_AUTHORITIES = f"ashmere={local_authority.url}|{local_authority.folder}/root.pem"
    draft = request.getfixturevalue("draft")  # captured while the authority is set up
    assert stamping.stamp_captures(authorities=authorities.configured(), now=lambda: later(11)) == 1
    made = operations.seal(pack=draft, by=ada, at=later(12))
    content = storage.read(made.sha256)
    (tmp_path / "pack.zip").write_bytes(content)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        file.extractall(tmp_path)
    folder = tmp_path / made.reference
    [command] = [each for each in commands(folder) if each.startswith("openssl ts -verify")]
    assert (set(runs(folder)), len(commands(folder))) == ({0}, 4)
    stamps = check_stamps(tmp_path / "pack.zip")
    assert [(line.right, "existed at" in line.said) for line in stamps] == [(True, True)]
    [manifest] = (folder / "data/exhibits").glob("*-manifest.json")
    manifest.write_bytes(manifest.read_bytes() + b" ")
    assert subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True).returncode != 0
