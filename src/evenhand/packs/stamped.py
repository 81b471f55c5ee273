"""EVD-01: the time-stamps in a pack: each is over the exhibit it is said to be over, by the authority in the pack."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from evenhand.packs.checking import Line, member
from evenhand.packs.contents import said_at
from evenhand.timestamps import WrongStamp, verify


def stamps(pack: Path) -> list[Line]:
    """One line a time-stamp, of a pack whose files have been checked."""
    listed = json.loads(member(pack, "data/exhibits.json"))
    return [_checked(pack, stamp) for stamp in listed["stamps"]]


def _checked(pack: Path, stamp: Mapping[str, str]) -> Line:
    sha256 = hashlib.sha256(member(pack, stamp["over"])).digest()
    try:
        proved = verify(member(pack, stamp["file"]), sha256, member(pack, stamp["certificates"]))
    except WrongStamp as wrong:
        return Line(stamp["file"], False, f"it does not prove when {stamp['over']} existed: {wrong}")
    return Line(stamp["file"], True, f"{stamp['over']} existed at {said_at(proved.at)}, says {proved.authority}")
