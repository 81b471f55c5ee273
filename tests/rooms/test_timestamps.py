"""EVD-01: a stamp is kept only when it is sound, a stranger can check it, and every fault is said in words."""

import hashlib
import random
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.authority import LocalAuthority

from evenhand import timestamps
from evenhand.timestamps import Authority, NoStamp, WrongStamp, stamp, verify

WORDS = hashlib.sha256(b"words that somebody wrote").digest()
OTHERS = hashlib.sha256(b"other words").digest()


def no_stamp(local: LocalAuthority, timeout_seconds: float = 5) -> str:
    with pytest.raises(NoStamp) as told:
        stamp(WORDS, local.authority, timeout_seconds)
    assert told.value.authority == local.authority
    return told.value.why


def test_a_stamp_says_when_by_whom_and_under_which_number(local_authority: LocalAuthority) -> None:
    token = stamp(WORDS, local_authority.authority, 5)
    found = verify(token, WORDS, local_authority.roots)
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert (found.authority, found.at.tzinfo) == ("CN=Ashmere Time,O=Ashmere", UTC)
    assert verify(stamp(WORDS, local_authority.authority, 5), WORDS, local_authority.roots).serial == found.serial + 1


def test_a_stranger_verifies_what_is_kept_with_openssl_alone(local_authority: LocalAuthority, tmp_path: Path) -> None:
    token = stamp(WORDS, local_authority.authority, 5)
    (tmp_path / "answer.tsr").write_bytes(token)
    (tmp_path / "roots.pem").write_bytes(local_authority.roots)
    verified = [
        subprocess.run(
            f"openssl ts -verify -digest {digest.hex()} -sha256 -in answer.tsr -CAfile roots.pem".split(),
            cwd=tmp_path, capture_output=True, text=True,
        ).stdout.strip()
        for digest in (WORDS, OTHERS)
    ]  # fmt: skip
    assert verified == ["Verification: OK", "Verification: FAILED"]


def test_a_request_is_one_that_openssl_reads_and_holds_nothing_but_the_hash(
    local_authority: LocalAuthority, tmp_path: Path
) -> None:
    stamp(WORDS, local_authority.authority, 5)
    [asked] = local_authority.asked
    (tmp_path / "request.tsq").write_bytes(asked)
    command = ["openssl", "ts", "-query", "-in", "request.tsq", "-text"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "Hash Algorithm: sha256" in said
    assert "Certificate required: yes" in said
    assert "Nonce: 0x" in said
    assert len(asked) == 69


def test_no_two_requests_have_the_same_nonce(local_authority: LocalAuthority) -> None:
    for _ in range(3):
        stamp(WORDS, local_authority.authority, 5)
    assert len(set(local_authority.asked)) == 3


def test_a_stamp_of_other_bytes_is_refused(local_authority: LocalAuthority) -> None:
    token = stamp(WORDS, local_authority.authority, 5)
    with pytest.raises(WrongStamp, match=f"over other bytes: their SHA-256 is {WORDS.hex()}"):
        verify(token, OTHERS, local_authority.roots)


def test_a_stamp_under_another_authoritys_roots_is_refused(local_authority: LocalAuthority, tmp_path: Path) -> None:
    token = stamp(WORDS, local_authority.authority, 5)
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k -out r.pem -subj /CN=Other"
    )
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    with pytest.raises(WrongStamp, match="leads to the authority's roots"):
        verify(token, WORDS, (tmp_path / "r.pem").read_bytes())


@pytest.mark.parametrize("roots", [b"", b"no certificate"])
def test_roots_that_are_none_are_named(local_authority: LocalAuthority, roots: bytes) -> None:
    token = stamp(WORDS, local_authority.authority, 5)
    with pytest.raises(WrongStamp, match="roots cannot be read as PEM"):
        verify(token, WORDS, roots)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_a_damaged_stamp_proves_nothing_and_breaks_nothing(local_authority: LocalAuthority) -> None:
    """No bit of what the authority signed can be turned; a few lie in wrappings that no signature covers."""
    token, chance, refused = stamp(WORDS, local_authority.authority, 5), random.Random(4), 0  # noqa: S311 (which bits turn)
    sound = verify(token, WORDS, local_authority.roots)
    for place in range(len(token)):
        damaged = bytearray(token)
        damaged[place] ^= 1 << chance.randrange(8)
        try:
            assert verify(bytes(damaged), WORDS, local_authority.roots) == sound
        except WrongStamp:
            refused += 1
    assert refused > len(token) * 0.6


@pytest.mark.parametrize(
    "token", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"<html>sorry</html>", b"\x30\x03\x02\x01\x00"]
)
def test_what_is_no_stamp_is_called_damaged(local_authority: LocalAuthority, token: bytes) -> None:
    with pytest.raises(WrongStamp, match="damaged, or no RFC 3161 answer"):
        verify(token, WORDS, local_authority.roots)


def test_half_a_stamp_and_one_with_more_behind_it_are_refused(local_authority: LocalAuthority) -> None:
    token = stamp(WORDS, local_authority.authority, 5)
    for wrong in (token[:-1], token[: len(token) // 2], token + b"\0"):
        with pytest.raises(WrongStamp, match="damaged"):
            verify(wrong, WORDS, local_authority.roots)


def test_what_is_no_sha256_is_a_defect_of_the_caller(local_authority: LocalAuthority) -> None:
    with pytest.raises(ValueError, match="has 32 bytes, and these are 5"):
        stamp(b"words", local_authority.authority, 5)
    assert local_authority.asked == []


def test_an_authority_that_answers_garbage_gives_no_stamp(local_authority: LocalAuthority) -> None:
    local_authority.answers = lambda _: (200, b"<html>Welcome to our portal</html>")
    assert no_stamp(local_authority).startswith("it is damaged, or no RFC 3161 answer")


def test_an_authority_that_is_out_of_order_gives_no_stamp(local_authority: LocalAuthority) -> None:
    local_authority.answers = lambda _: (503, b"")
    assert no_stamp(local_authority) == "it answered HTTP 503"


def test_an_authority_that_sends_us_elsewhere_is_not_followed(local_authority: LocalAuthority) -> None:
    local_authority.answers = lambda _: (302, b"")
    assert no_stamp(local_authority) == "it answered HTTP 302"


def test_fifty_megabytes_are_not_read(local_authority: LocalAuthority) -> None:
    local_authority.answers = lambda _: (200, bytes(50_000_000))
    assert no_stamp(local_authority) == "its answer has more than 100,000 bytes"


def test_an_authority_that_never_answers_costs_the_time_it_is_given(local_authority: LocalAuthority) -> None:
    local_authority.answers = local_authority.never
    begun = time.monotonic()
    assert no_stamp(local_authority, 0.3) == "no answer within 0.3 seconds"
    assert time.monotonic() - begun < 3


def test_an_authority_that_nobody_runs_gives_no_stamp(local_authority: LocalAuthority) -> None:
    nobody = Authority("Nobody", "http://127.0.0.1:9/", local_authority.roots)
    with pytest.raises(NoStamp, match=r"Nobody gave no time-stamp: http://127.0.0.1:9/ could not be asked"):
        stamp(WORDS, nobody, 5)


@pytest.mark.parametrize("url", ["", "no address", "ftp://127.0.0.1/", "http://"])
def test_an_address_that_is_none_gives_no_stamp(local_authority: LocalAuthority, url: str) -> None:
    with pytest.raises(NoStamp, match="could not be asked"):
        stamp(WORDS, Authority("Nowhere", url, local_authority.roots), 5)


def test_an_answer_about_other_bytes_gives_no_stamp(local_authority: LocalAuthority) -> None:
    local_authority.answers = lambda asked: (200, local_authority.reply(asked.replace(WORDS, OTHERS)))
    assert no_stamp(local_authority).startswith("it is over other bytes")


def test_an_answer_that_was_given_before_gives_no_stamp(local_authority: LocalAuthority) -> None:
    earlier = stamp(WORDS, local_authority.authority, 5)
    local_authority.answers = lambda _: (200, earlier)
    assert no_stamp(local_authority) == "it answers another request: the nonce is not ours"


def test_what_an_authority_refuses_is_said_in_its_words(local_authority: LocalAuthority) -> None:
    sha256, sha512 = bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040203")
    local_authority.answers = lambda asked: (200, local_authority.reply(asked.replace(sha256, sha512)))
    assert no_stamp(local_authority).startswith("the authority refused (status 2): ")


def test_it_is_stamped_from_inside_a_running_loop_too(local_authority: LocalAuthority) -> None:
    import asyncio

    async def inside() -> bytes:
        return timestamps.stamp(WORDS, local_authority.authority, 5)

    assert verify(asyncio.run(inside()), WORDS, local_authority.roots)
