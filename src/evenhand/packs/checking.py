"""EVD-02: checks a pack that came from anywhere, needing no database: what is right, what is wrong, line by line."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from evenhand.packs.bag import MANIFEST, TAG_MANIFEST

MOST_FILES = 10_000
MOST_BYTES = 2 << 30  # unpacked, of all files together
MOST_SQUEEZED = 200  # times; our own archives are stored as they are
_CHUNK = 1 << 20
_LISTS = 4 << 20  # bytes of a list that is read whole


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was checked. `what`: a file of the pack, or the archive as a whole."""

    what: str
    right: bool
    said: str


class NotAPackError(ValueError):
    """The file cannot be read as a pack at all; says why."""


def check(path: Path) -> list[Line]:
    """Everything that is right and wrong with a pack, in order of what it is. Nothing is unpacked to disk.

    Raises: NotAPackError, OSError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as broken:
        raise NotAPackError(f"it is no whole zip archive: {broken}") from None


def _checked(archive: zipfile.ZipFile) -> list[Line]:
    entries = archive.infolist()
    wrong = [*_names(entries), *_sizes(entries)]
    if wrong:
        return wrong
    folder = _folder(entries)
    inside = {entry.filename.removeprefix(folder): entry for entry in entries if not entry.is_dir()}
    digests = {name: _digest(archive, entry) for name, entry in sorted(inside.items())}
    lists = {name: _list(archive, inside, name) for name in (TAG_MANIFEST, MANIFEST)}
    beside = [*_against(lists[TAG_MANIFEST], _outside(digests), TAG_MANIFEST, own=TAG_MANIFEST)]
    payload = {name: found for name, found in digests.items() if name.startswith("data/")}
    return [*beside, *_against(lists[MANIFEST], payload, MANIFEST), *_bag(digests)]


def _names(entries: list[zipfile.ZipInfo]) -> Iterator[Line]:
    """Names that would leave the folder when they are unpacked, links, and two files of one name."""
    seen: set[str] = set()
    for entry in entries:
        parts = PurePosixPath(entry.filename).parts
        if entry.filename.startswith("/") or ".." in parts or "\\" in entry.filename or ":" in entry.filename:
            yield Line(_shown(entry.filename), False, "its name would leave the folder when unpacked: do not unpack it")
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            yield Line(_shown(entry.filename), False, "it is a link, which no pack has")
        if entry.filename in seen:
            yield Line(_shown(entry.filename), False, "two files have this name")
        seen.add(entry.filename)


def _sizes(entries: list[zipfile.ZipInfo]) -> Iterator[Line]:
    """What would fill the disk or the memory of whoever unpacks it."""
    if len(entries) > MOST_FILES:
        yield Line("the archive", False, f"it says it has {len(entries):,} files; a pack has {MOST_FILES:,} at most")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        yield Line("the archive", False, f"unpacked it would have {total:,} bytes; a pack has {MOST_BYTES:,} at most")
    for entry in entries:
        if entry.file_size > MOST_SQUEEZED * max(entry.compress_size, 1 << 10):
            yield Line(_shown(entry.filename), False, "it grows beyond measure when unpacked: do not unpack it")


def _folder(entries: list[zipfile.ZipInfo]) -> str:
    first = {PurePosixPath(entry.filename).parts[0] for entry in entries if entry.filename}
    found = [entry for entry in entries if entry.filename.endswith("bagit.txt")]
    if len(first) != 1 or not found:
        raise NotAPackError("it has no single folder with a bagit.txt, as every pack has")
    return f"{first.pop()}/"


def _digest(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """The SHA-256 of a file, read in pieces; in words what kept it from being read."""
    try:
        with archive.open(entry) as file:
            return _of(file, entry.file_size)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as broken:
        return f"cannot be read: {broken}"


def _of(file: IO[bytes], size: int) -> str:
    digest, read = hashlib.sha256(), 0
    while piece := file.read(_CHUNK):
        read += len(piece)
        if read > size:
            return "cannot be read: it is longer than it says"
        digest.update(piece)
    return digest.hexdigest()


def _list(archive: zipfile.ZipFile, inside: Mapping[str, zipfile.ZipInfo], name: str) -> dict[str, str]:
    """path -> SHA-256, as a list says."""
    entry = inside.get(name)
    if entry is None:
        raise NotAPackError(f"it has no {name}")
    if entry.file_size > _LISTS:
        raise NotAPackError(f"its {name} is too long to be one")
    try:
        text = archive.read(entry).decode()
        return dict(reversed(line.split("  ", 1)) for line in text.splitlines())  # type: ignore[misc]
    except (ValueError, zipfile.BadZipFile, EOFError, OSError) as broken:
        raise NotAPackError(f"its {name} cannot be read: {broken}") from None


def _outside(digests: Mapping[str, str]) -> dict[str, str]:
    return {name: found for name, found in digests.items() if not name.startswith("data/")}


def _against(listed: Mapping[str, str], found: Mapping[str, str], list_: str, *, own: str = "") -> Iterator[Line]:
    """Each file of a list, then each file that no list has."""
    for name, wanted in sorted(listed.items()):
        is_ = found.get(name)
        if is_ is None:
            yield Line(_shown(name), False, f"it is missing; {list_} lists it")
        elif is_ != wanted:
            why = is_ if is_.startswith("cannot") else f"its SHA-256 is {is_}, and {list_} says {wanted}"
            yield Line(_shown(name), False, why)
        else:
            yield Line(_shown(name), True, wanted)
    for name in sorted(set(found) - set(listed) - {own}):
        yield Line(_shown(name), False, f"nobody lists it: it was added, or {list_} was cut")


def _bag(digests: Mapping[str, str]) -> Iterator[Line]:
    for name in ("VERIFY.txt", "data/exhibits.json", "data/statement.pdf", "data/statement.html"):
        if name not in digests:
            yield Line(name, False, "it is missing; every pack has it")


def member(path: Path, name: str) -> bytes:
    """The bytes of one file of a pack that has been checked."""
    with zipfile.ZipFile(path) as archive:
        return _read(archive, name)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(_folder(archive.infolist()) + name)


def _shown(name: str) -> str:
    """A name as a terminal may show it: nothing in it moves the cursor."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in name)[:200]
