"""EVD-02: a BagIt archive (RFC 8493) from named bytes; the same bytes in give the same archive out."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bag(payload: Mapping[str, bytes], tags: Mapping[str, bytes], info: Mapping[str, str]) -> dict[str, bytes]:
    """Every file of a bag by its path. `payload`: under data/; `tags`: beside it; `info`: of bag-info.txt."""
    total = sum(map(len, payload.values()))
    lines = {**info, "Payload-Oxum": f"{total}.{len(payload)}"}
    beside = {
        **tags,
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(f"{label}: {_one_line(said)}\n" for label, said in lines.items()).encode(),
        MANIFEST: sums(payload),
    }
    return {**payload, **beside, TAG_MANIFEST: sums(beside)}


def sums(files: Mapping[str, bytes]) -> bytes:
    """A list that `sha256sum --check` reads, in order of path."""
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)).encode()


def packed(folder: str, files: Mapping[str, bytes], at: datetime) -> bytes:
    """One zip with everything in one folder, in order of path, every file as old as `at` in UTC.

    Stored, not squeezed: what matters in a pack is squeezed already, and the bytes depend on no library's version.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        for path in sorted(files, key=_first_what_to_read):
            entry = zipfile.ZipInfo(f"{folder}/{path}", at.astimezone(UTC).timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            file.writestr(entry, files[path])
    return archive.getvalue()


def _first_what_to_read(path: str) -> tuple[bool, str]:
    return path != "VERIFY.txt", path


def _one_line(said: str) -> str:
    return " ".join(said.split())
