"""`evenhand evidence verify`: what a pack may have been through, each said in a line; no database is asked."""

import hashlib
import io
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.authority import LocalAuthority
from typer.testing import CliRunner

from evenhand.core.evidence_pack import Entry
from evenhand.evidence_cli import app
from evenhand.packs import bag, checking
from evenhand.packs.archive import files
from evenhand.packs.contents import AboutComment, Contents, Exhibit, Stamp
from evenhand.packs.wording import verify_txt
from evenhand.timestamps import stamp

NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)
PAYLOAD = "data/exhibits/EH-001-payload.json"
CONTENTS = Contents(
    reference="EP-4F7K-22QX-9", body="Harrowmere Council", wording="possible offence; the police decide",
    edition="Harrowmere", police_reference="", recipient="Harrowmere Constabulary", statement="I saw it.",
    statement_by="Ada Marsh", made_at=NOON,
    comments=(AboutComment(1, "c1", "Town page", "simulator", "Robin Vale", "a1", "", NOON, "Words"),),
    exhibits=(Exhibit("EH-001", PAYLOAD, "payload", "the capture", b'{"id": "c1"}', NOON),),
    stamps=(), timeline=(Entry(NOON, "Robin Vale", "posted"),), custody=(Entry(NOON, "Evenhand", "captured"),),
)  # fmt: skip
TOKEN, ROOTS = "data/exhibits/EH-001-payload.tsr", "data/certificates/ashmere.pem"
Change = Callable[[dict[str, bytes]], None]


def made(path: Path, change: Change = lambda files: None, contents: Contents = CONTENTS) -> Path:
    """A pack whose files were changed before they were zipped."""
    inside = files(contents)
    change(inside)
    pack = path / "pack.zip"
    pack.write_bytes(bag.packed(CONTENTS.reference, inside, NOON))
    return pack


def said(pack: Path) -> tuple[int, str]:
    """Exit status and everything that is printed."""
    result = CliRunner().invoke(app, ["verify", str(pack)])
    return result.exit_code, result.output


def stamped(local: LocalAuthority, over: bytes = b'{"id": "c1"}') -> Contents:
    """The pack with a time-stamp that an authority really gave, over these bytes."""
    token = stamp(hashlib.sha256(over).digest(), local.authority, 20)
    given = Stamp(TOKEN, "EH-001", PAYLOAD, token, "Ashmere Time", ROOTS, local.roots)
    return replace(CONTENTS, stamps=(given,))


def test_a_time_stamp_is_checked_against_the_exhibit_and_the_authority_in_the_pack(
    tmp_path: Path, local_authority: LocalAuthority
) -> None:
    status, output = said(made(tmp_path, contents=stamped(local_authority)))
    assert status == 0
    assert f"right  {TOKEN}: {PAYLOAD} existed at " in output
    assert "says CN=Ashmere Time,O=Ashmere" in output


def test_a_time_stamp_of_another_message_is_wrong(tmp_path: Path, local_authority: LocalAuthority) -> None:
    status, output = said(made(tmp_path, contents=stamped(local_authority, over=b"something else")))
    assert status == 1
    assert f"WRONG  {TOKEN}: it does not prove when {PAYLOAD} existed: it is over other bytes" in output


def test_a_time_stamp_that_is_none_is_wrong(tmp_path: Path, local_authority: LocalAuthority) -> None:
    broken = replace(stamped(local_authority).stamps[0], token=b"no answer at all")
    status, output = said(made(tmp_path, contents=replace(CONTENTS, stamps=(broken,))))
    assert (status, "it is damaged, or no RFC 3161 answer" in output) == (1, True)


def test_the_commands_of_a_stamped_pack_run_in_bash_and_fail_for_a_stamp_of_something_else(
    tmp_path: Path, local_authority: LocalAuthority
) -> None:
    for over, expected in ((b'{"id": "c1"}', 0), (b"something else", 1)):
        contents = stamped(local_authority, over)
        with zipfile.ZipFile(made(tmp_path, contents=contents)) as file:
            file.extractall(tmp_path / "stranger")
        folder = tmp_path / "stranger" / CONTENTS.reference
        commands = [line[2:] for line in verify_txt(contents).splitlines() if line.startswith("$ ")]
        ran = [subprocess.run(["bash", "-c", each], cwd=folder, capture_output=True).returncode for each in commands]
        assert ran == [0, 0, 0, expected]


def test_a_pack_as_it_was_made_is_right_file_by_file(tmp_path: Path) -> None:
    status, output = said(made(tmp_path))
    assert status == 0
    assert f"right  {PAYLOAD}" in output
    assert "WRONG" not in output
    assert output.endswith("12 checks: everything is as it was when the pack was made\n")


def test_a_changed_exhibit_is_named(tmp_path: Path) -> None:
    status, output = said(made(tmp_path, lambda files: files.update({PAYLOAD: b'{"id": "c2"}'})))
    assert status == 1
    assert f"WRONG  {PAYLOAD}: its SHA-256 is " in output
    assert "1 of " in output


def test_a_missing_exhibit_is_named(tmp_path: Path) -> None:
    status, output = said(made(tmp_path, lambda files: files.pop(PAYLOAD) and None))
    assert (status, f"WRONG  {PAYLOAD}: it is missing; manifest-sha256.txt lists it" in output) == (1, True)


def test_an_added_file_is_named_in_the_payload_and_beside_it(tmp_path: Path) -> None:
    status, output = said(made(tmp_path, lambda files: files.update({"data/more.txt": b"", "README": b""})))
    assert status == 1
    assert "WRONG  data/more.txt: nobody lists it" in output
    assert "WRONG  README: nobody lists it" in output


def test_a_list_that_was_changed_to_fit_a_changed_exhibit_is_found_by_the_list_of_lists(tmp_path: Path) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[PAYLOAD] = b'{"id": "c2"}'
        files[bag.MANIFEST] = bag.sums({name: files[name] for name in files if name.startswith("data/")})

    status, output = said(made(tmp_path, change))
    assert (status, f"right  {PAYLOAD}" in output, "WRONG  manifest-sha256.txt" in output) == (1, True, True)


@pytest.mark.parametrize("keep", [0, 1, 100, 20_000, -1, -50])
def test_a_pack_that_was_cut_off_is_no_pack(tmp_path: Path, keep: int) -> None:
    pack = made(tmp_path)
    pack.write_bytes(pack.read_bytes()[:keep])
    status, output = said(pack)
    assert (status, "is no evidence pack that can be checked: it is no whole zip archive" in output) == (1, True)


def test_any_changed_byte_of_an_exhibit_inside_the_archive_is_found(tmp_path: Path) -> None:
    pack = made(tmp_path)
    content = pack.read_bytes()
    pack.write_bytes(content.replace(b'{"id": "c1"}', b'{"id": "c9"}'))
    status, output = said(pack)
    assert (status, f"WRONG  {PAYLOAD}: cannot be read: Bad CRC-32" in output) == (1, True)


@pytest.mark.parametrize("missing", [bag.MANIFEST, bag.TAG_MANIFEST, "bagit.txt"])
def test_without_its_lists_it_is_no_pack(tmp_path: Path, missing: str) -> None:
    status, output = said(made(tmp_path, lambda files: files.pop(missing) and None))
    assert (status, missing in output) == (1, True)


def test_a_list_that_is_no_list_is_said_to_be_none(tmp_path: Path) -> None:
    status, output = said(made(tmp_path, lambda files: files.update({bag.MANIFEST: b"\xff nothing"})))
    assert (status, "its manifest-sha256.txt cannot be read" in output) == (1, True)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "EP/../../evil", "EP\\evil", "C:evil"])
def test_a_name_that_would_leave_the_folder_is_told_before_anything_is_read(tmp_path: Path, name: str) -> None:
    pack = tmp_path / "pack.zip"
    with zipfile.ZipFile(pack, "w") as file:
        file.writestr(name, b"x")
    status, output = said(pack)
    assert (status, "would leave the folder when unpacked" in output) == (1, True)


def test_a_link_is_told(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("EP/data/link")
    entry.external_attr = 0o120777 << 16
    pack = tmp_path / "pack.zip"
    with zipfile.ZipFile(pack, "w") as file:
        file.writestr(entry, b"/etc/passwd")
    assert "it is a link" in said(pack)[1]


def test_a_file_that_grows_beyond_measure_is_never_unpacked(tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("EP/data/bomb", bytes(64 << 20))
    status, output = said(pack)
    assert (status, "EP/data/bomb: it grows beyond measure" in output) == (1, True)


def test_a_file_longer_than_it_says_is_not_read_on(tmp_path: Path) -> None:
    assert checking._of(io.BytesIO(b"123456"), 5) == "cannot be read: it is longer than it says"


def test_a_name_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    output = said(made(tmp_path, lambda files: files.update({"data/\x1b[2J": b""})))[1]
    assert "\x1b[2J" not in output
    assert "data/\\x1b[2J: nobody lists it" in output


def test_what_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    status, output = said(tmp_path / "nothing.zip")
    assert (status, "No such file or directory" in output) == (1, True)
