"""REC-01: the log's head is kept outside, in real files, mailboxes and time-stamps, and what is there is compared."""

import hashlib
import json
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings
from tests.authority import LocalAuthority
from tests.rooms.test_audit_log import hash_anew, superuser, write
from tests.rooms.world import NOON, later

from evenhand.audit.anchoring import anchor, prove
from evenhand.audit.checks import check
from evenhand.audit.models import Anchor, Entry
from evenhand.audit.outlets import AnchorMail, NotKept, configured
from evenhand.audit.queries import holds
from evenhand.audit.verification import verify
from evenhand.conf.mail import mail
from evenhand.core.refusals import Refused

BY = "program: tests"


@pytest.fixture
def log(db: None) -> None:
    for number in range(1, 7):
        write(f"case {number}", words="quoted")


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.EVENHAND_ANCHOR_FILE = str(tmp_path / "anchors")
    return tmp_path / "anchors"


@pytest.fixture
def stamping(settings: Settings, local_authority: LocalAuthority, tmp_path: Path) -> LocalAuthority:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(local_authority.roots)
    settings.EVENHAND_ANCHOR_AUTHORITY = f"Ashmere Time={local_authority.url}|{roots}"
    return local_authority


@dataclass
class Mailbox:
    """What a real SMTP server on loopback took."""

    letters: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(envelope.content.decode())  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # the tests' own keeps mail in memory
    taken = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in mail(f"smtp://127.0.0.1:{port}/").items():
        setattr(settings, name, value)
    yield taken
    controller.stop()


def keep(minute: float = 0) -> list[Anchor]:
    return anchor(outlets=configured(), by=BY, at=later(minute))


def wrong(minute: float = 90) -> list[str]:
    return [broken.wrong for broken in check(by=BY, at=later(minute)).breaks]


@pytest.mark.usefixtures("log")
class TestFile:
    def test_a_line_holds_the_number_and_the_hash(self, file: Path) -> None:
        head = verify().head
        [kept] = keep()
        assert file.read_text() == f"2024-03-04T12:00:00+00:00 6 {head}\n"
        assert (kept.kind, kept.place, kept.after, kept.number) == ("file", str(file), 0, 6)
        assert wrong() == []

    def test_each_time_a_line_is_added(self, file: Path) -> None:
        keep()
        write("case 7")
        keep(60)
        assert [line.split()[1] for line in file.read_text().splitlines()] == ["6", "8"]
        assert list(Anchor.objects.order_by("number").values_list("after", "number")) == [(0, 6), (6, 8)]
        assert wrong() == []

    def test_a_history_that_was_hashed_anew_with_its_head_is_found_by_the_anchors_row(self, file: Path) -> None:
        keep()
        file.write_text("")
        with superuser() as sql:
            sql("update audit_head set hash = %s", hash_anew(sql, since=4))
        kept = f"the file anchor of 2024-03-04 12:00 UTC ({file})"
        assert wrong() == [f"entry 6 is not the one that {kept} holds: the log was rewritten since"]

    def test_one_whose_rows_were_taken_away_too_is_found_by_the_file(self, file: Path) -> None:
        keep()
        with superuser() as sql:
            sql("alter table audit_anchor disable trigger all")
            sql("delete from audit_anchor")
            sql("update audit_head set hash = %s", hash_anew(sql, since=4))
        assert wrong() == [f"entry 6 is not the one that line 1 of {file} holds"]

    def test_a_file_that_is_gone_is_found(self, file: Path) -> None:
        keep()
        file.unlink()
        assert wrong() == [f"the anchor file {file} is gone, and 1 anchors were written to it"]

    def test_a_line_that_is_no_anchor_is_found(self, file: Path) -> None:
        keep()
        file.write_text(file.read_text() + "nothing to see\n")
        assert wrong() == [f"line 2 of {file} is not an anchor"]

    def test_a_file_that_cannot_be_written_leaves_no_anchor(self, file: Path) -> None:
        file.mkdir()
        with pytest.raises(ExceptionGroup) as failed:
            keep()
        assert [str(why) for why in failed.value.exceptions] == [f"{file} could not be appended to: Is a directory"]
        assert not Anchor.objects.exists()


@pytest.mark.usefixtures("log")
class TestTimeStamp:
    def test_an_authority_states_the_hash_of_the_document(self, stamping: LocalAuthority) -> None:
        [kept] = keep()
        assert len(stamping.asked) == 1
        assert bytes(kept.document) in stamping.asked[0]
        assert wrong() == []

    def test_a_stamped_stretch_that_was_rewritten_is_found(self, stamping: LocalAuthority) -> None:
        keep()
        with superuser() as sql:
            sql("update audit_entry set hash = sha256('another') where number = 2")
        assert (
            "entries 1 to 6 are not those that the time-stamp anchor of 2024-03-04 12:00 UTC (Ashmere Time) holds"
            in (wrong())
        )

    def test_each_stamp_speaks_for_the_entries_since_the_last(self, stamping: LocalAuthority) -> None:
        keep()
        write("case 8")
        keep(60)
        assert list(Anchor.objects.order_by("number").values_list("after", "number")) == [(0, 6), (6, 8)]
        assert wrong() == []

    def test_a_walk_since_the_last_one_looks_at_the_end_of_a_stretch_it_sees_in_part(
        self, stamping: LocalAuthority
    ) -> None:
        check(by=BY, at=NOON)
        keep()
        found = check(by=BY, at=later(60), since_last=True)
        assert (found.since, found.entries, found.breaks) == (6, 2, ())
        with superuser() as sql:
            sql("update audit_entry set hash = sha256('another') where number = 7")
        assert "entry 7 is not the one that the time-stamp anchor" in str(check(by=BY, at=NOON).breaks)

    def test_a_token_of_something_else_is_found(self, stamping: LocalAuthority) -> None:
        [kept] = keep()
        write("case 8")
        [other] = keep(60)
        with superuser() as sql:
            sql("alter table audit_anchor disable trigger all")
            sql("update audit_anchor set token = %s where id = %s", bytes(other.token), kept.pk)
        [said] = wrong()
        assert said.startswith("the time-stamp by Ashmere Time of 2024-03-04 12:00 UTC does not prove it")

    def test_an_authority_that_is_down_leaves_no_anchor_and_does_not_stop_the_others(
        self, stamping: LocalAuthority, file: Path
    ) -> None:
        stamping.answers = lambda asked: (503, b"")
        with pytest.raises(ExceptionGroup) as failed:
            keep()
        assert [type(why) for why in failed.value.exceptions] == [NotKept]
        assert list(Anchor.objects.values_list("kind", flat=True)) == ["file"]

    def test_roots_that_are_gone_are_said_and_not_taken_for_proof(
        self, stamping: LocalAuthority, tmp_path: Path
    ) -> None:
        keep()
        (tmp_path / "roots.pem").unlink()
        with pytest.raises(Refused, match=r"roots.pem cannot be read"):
            check(by=BY, at=NOON)

    def test_the_tokens_of_an_authority_of_the_past_are_checked_with_the_roots_of_then(
        self, stamping: LocalAuthority, settings: Settings
    ) -> None:
        [kept] = keep()
        settings.EVENHAND_ANCHOR_AUTHORITY = ""
        assert (bytes(kept.roots), wrong()) == (stamping.roots, [])
        with superuser() as sql:
            sql("alter table audit_anchor disable trigger all")
            sql("update audit_anchor set roots = 'none'::bytea")
        assert "the authority's roots cannot be read as PEM" in wrong()[0]

    def test_a_setting_that_names_no_authority_is_refused(self, settings: Settings) -> None:
        settings.EVENHAND_ANCHOR_AUTHORITY = "stamp.example"
        with pytest.raises(Refused, match="NAME=https"):
            configured()


@pytest.mark.usefixtures("log")
class TestMail:
    def test_a_letter_holds_the_line_and_how_to_check_it(
        self, settings: Settings, mailbox: Mailbox, file: Path
    ) -> None:
        settings.EVENHAND_ANCHOR_EMAIL = "auditors@harrowmere.example"
        head = verify().head
        keep()
        [letter] = mailbox.letters
        assert "To: auditors@harrowmere.example" in letter
        assert f"2024-03-04T12:00:00+00:00 6 {head}" in letter
        assert f"evenhand audit verify --head {head}" in letter
        assert holds(head)

    def test_without_a_mail_server_it_is_said(self, settings: Settings) -> None:
        settings.EMAIL_HOST = ""
        with pytest.raises(ExceptionGroup) as failed:
            anchor(outlets=[AnchorMail("auditors@harrowmere.example")], by=BY, at=NOON)
        assert str(failed.value.exceptions[0]) == "no mail can be sent: EVENHAND_SMTP_URL is not set"


@pytest.mark.usefixtures("log")
class TestProving:
    def test_a_stranger_can_check_one_entry_and_learns_no_other(self, stamping: LocalAuthority, tmp_path: Path) -> None:
        keep()
        folder = tmp_path / "proof"
        prove(number=3, to=folder)
        entry_hash = hashlib.sha256((folder / "entry.bin").read_bytes()).hexdigest()
        assert f"3 {entry_hash}\n" in (folder / "hashes.txt").read_text()
        assert entry_hash == bytes(Entry.objects.get(number=3).hash).hex()
        said = subprocess.run(
            ["openssl", "ts", "-verify", "-data", "hashes.txt", "-in", "token.tsr", "-CAfile", "roots.pem"],
            cwd=folder, capture_output=True, text=True,
        )  # fmt: skip
        assert "Verification: OK" in said.stdout + said.stderr
        assert json.loads((folder / "entry.bin").read_bytes()[40:])["subject"] == "case 3"
        together = b"".join(file.read_bytes() for file in folder.iterdir())
        assert b"case 4" not in together

    def test_openssl_refuses_hashes_that_were_changed(self, stamping: LocalAuthority, tmp_path: Path) -> None:
        keep()
        prove(number=3, to=tmp_path)
        hashes = tmp_path / "hashes.txt"
        hashes.write_bytes(hashes.read_bytes()[:-2] + b"0\n")
        said = subprocess.run(
            ["openssl", "ts", "-verify", "-data", "hashes.txt", "-in", "token.tsr", "-CAfile", "roots.pem"],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert said.returncode == 1

    def test_an_entry_behind_the_last_stamp_is_not_proved_yet(self, stamping: LocalAuthority, tmp_path: Path) -> None:
        keep()
        with pytest.raises(Refused, match="No time-stamp speaks for it yet"):
            prove(number=7, to=tmp_path)

    def test_an_entry_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="The log has no such entry"):
            prove(number=99, to=tmp_path)


def test_nothing_is_kept_of_an_empty_log_or_twice_of_the_same_head(db: None, file: Path) -> None:
    assert keep() == []
    write("case 1")
    assert len(keep()) == 1
    assert not Anchor.objects.filter(number__gt=1).exists()
