"""EVD-02: the timeline and the custody as CSV, for spreadsheets, and as JSON, for programs."""

import csv
import io
import json
from collections.abc import Sequence

from evenhand.core.evidence_pack import Entry
from evenhand.packs.contents import Contents, written_at


def as_csv(entries: Sequence[Entry]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets show every letter; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["at_utc", "by", "what"])
    rows.writerows([written_at(entry.at), _plain(entry.by), _plain(entry.what)] for entry in entries)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: str) -> str:
    """A cell that begins like a formula would be run by a spreadsheet; an apostrophe stops that."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def as_json(entries: Sequence[Entry]) -> bytes:
    """A list of objects with the keys at, by, what."""
    return _json([{"at": written_at(entry.at), "by": entry.by, "what": entry.what} for entry in entries])


def exhibits_json(contents: Contents) -> bytes:
    """The exhibits with their hashes, and which time-stamp is over which."""
    return _json(
        {
            "reference": contents.reference,
            "made_at": written_at(contents.made_at),
            "exhibits": [
                {
                    "number": each.number, "file": each.file, "part": each.part, "of": each.part_of,
                    "sha256": each.sha256, "bytes": len(each.content), "captured_at": written_at(each.captured_at),
                }
                for each in contents.exhibits
            ],
            "stamps": [
                {
                    "file": each.file, "over": each.stamped_file, "authority": each.authority,
                    "certificates": each.certificates_file,
                }
                for each in contents.stamps
            ],
        }
    )  # fmt: skip


def _json(what: object) -> bytes:
    return json.dumps(what, indent=2, ensure_ascii=False).encode() + b"\n"
