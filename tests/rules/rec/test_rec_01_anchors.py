"""REC-01: what of the audit log is kept outside."""

import hashlib

from evenhand.core.anchors import Anchored, document_line, document_sha256, line, read_line

HASH = bytes(range(32))
HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"


def test_a_stamped_document_has_numbers_and_hashes_alone() -> None:
    assert document_line(17, HASH) == f"17 {HEX}\n".encode()


def test_what_is_stamped_is_the_hash_of_the_document_as_a_file() -> None:
    file = f"17 {HEX}\n18 {bytes(32).hex()}\n".encode()
    assert document_sha256([(17, HASH), (18, bytes(32))]) == hashlib.sha256(file).digest()


def test_an_anchor_is_read_back_from_its_line() -> None:
    written = line(Anchored(17, HASH), "2026-03-02T02:15:00+00:00")
    assert written == f"2026-03-02T02:15:00+00:00 17 {HEX}"
    assert read_line(written) == Anchored(17, HASH)


def test_a_line_that_is_no_anchor_says_nothing() -> None:
    assert [read_line(text) for text in ("", "2026-03-02 17", "2026-03-02 x abcd", "2026-03-02 17 xyz")] == [None] * 4
