"""EVD-01: whether a capture is what it was: its parts, the manifest over them, the stamps over that."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.evidence import storage
from evenhand.evidence.models import Capture, TimeStamp
from evenhand.evidence.parts import MANIFEST
from evenhand.timestamps import WrongStamp
from evenhand.timestamps import verify as verify_stamp


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a capture. `part`: which one, or “stamp NAME”; `damaged`: bytes that must be brought back."""

    part: str
    wrong: str
    damaged: bool


def verify(capture: Capture) -> tuple[Fault, ...]:
    """Everything that is wrong; nothing where it is sound. A capture from before there were manifests has none.

    Raises: storage.OutOfReach.
    """
    return (*_parts(capture), *_stamps(capture))


def _parts(capture: Capture) -> Iterator[Fault]:
    for part in capture.parts:
        try:
            content = storage.read(part["sha256"])
        except storage.Damaged as damaged:
            yield Fault(part["name"], str(damaged), damaged=True)
            continue
        if len(content) != part["bytes"]:
            yield Fault(part["name"], f"it has {len(content)} bytes, and its row says {part['bytes']}", damaged=False)
        if part["name"] == MANIFEST and (wrong := _manifest(capture, content)):
            yield Fault(MANIFEST, wrong, damaged=False)


def _manifest(capture: Capture, content: bytes) -> str:
    """What the manifest says otherwise than the row."""
    sealed = {part["name"]: part for part in json.loads(content)["parts"]}
    kept = {part["name"]: part for part in capture.parts if part["name"] != MANIFEST}
    differing = sorted(name for name in sealed.keys() | kept.keys() if sealed.get(name) != kept.get(name))
    return f"it and the capture's row differ about: {', '.join(differing)}" if differing else ""


def _stamps(capture: Capture) -> Iterator[Fault]:
    for stamp in capture.stamps.order_by("authority"):
        if wrong := _stamp(stamp, capture.sha256_of(MANIFEST)):
            yield Fault(f"stamp {stamp.authority}", wrong, damaged=False)


def _stamp(stamp: TimeStamp, sha256: str) -> str:
    try:
        verify_stamp(bytes(stamp.token), bytes.fromhex(sha256), bytes(stamp.roots))
    except WrongStamp as wrong:
        return str(wrong)
    return ""
