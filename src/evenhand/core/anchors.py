"""REC-01: what of the audit log is kept outside, so that nobody who owns the database can rewrite it unseen."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchored:
    """That the log had this entry at this number."""

    number: int
    hash: bytes


def document_line(number: int, entry_hash: bytes) -> bytes:
    """One line of the document that is time-stamped: hashes alone, so that proving one entry discloses no other."""
    return b"%d %s\n" % (number, entry_hash.hex().encode())


def document_sha256(hashes: Iterable[tuple[int, bytes]]) -> bytes:
    """What a time-stamp is taken of: every entry's number and hash since the last one."""
    sha256 = hashlib.sha256()
    for number, entry_hash in hashes:
        sha256.update(document_line(number, entry_hash))
    return sha256.digest()


def line(anchored: Anchored, at: str) -> str:
    """An anchor as a line of a file or an e-mail. `at`: an instant as text without blanks."""
    return f"{at} {anchored.number} {anchored.hash.hex()}"


def read_line(text: str) -> Anchored | None:
    """What a line of an anchor file says; None where it says nothing that could be looked for."""
    parts = text.split()
    try:
        _, number, entry_hash = parts
        return Anchored(int(number), bytes.fromhex(entry_hash))
    except ValueError:
        return None
