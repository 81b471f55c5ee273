"""The public sets, each label taken only for the head whose definition it shares.

Rows whose split is `test` are dropped as they are read: nothing here trains on them or measures with them.
Left out: davidson (`abuse` there means a swear word, and it is biased against African American English),
implicit_hate and the hate of ghc and edos (other definitions; they unbalanced the hate head), stormfront
(share-alike).
"""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from training.heads import TARGETS
from training.rows import Row

Record = Mapping[str, str]

# Groups as HatemojiBuild writes them -> characteristics, by what the short name begins with.
_GROUPS = {
    "bla": ("race",), "asi": ("race",), "arab": ("race",), "ethnic": ("race",), "mixed": ("race",),
    "nonwhite": ("race",), "indig": ("race",), "his": ("race",), "african": ("race",), "russian": ("race",),
    "eastern": ("race",), "mus": ("religion",), "jew": ("religion", "race"), "hin": ("religion",),
    "dis": ("disability",),
    "wom": ("sex",), "gay": ("orientation",), "lgb": ("orientation", "gender-reassignment"),
    "bis": ("orientation",), "les": ("orientation",), "trans": ("gender-reassignment",),
    "gendermin": ("gender-reassignment",), "immig": ("migrants", "race"), "ref": ("migrants",),
    "asylum": ("migrants",), "for": ("migrants", "race"), "trav": ("travellers", "race"), "old": ("age",),
    "eldpeop": ("age",), "asy": ("migrants",), "nat": ("race", "migrants"), "mex": ("race", "migrants"),
    "mix": ("race",), "eth": ("race",), "ind": ("race",), "abo": ("race",), "sikh": ("religion",),
    "europe": ("race", "migrants"), "young": ("age",), "pol": ("race", "migrants"),
}  # fmt: skip


def characteristics(groups: str) -> tuple[str, ...]:
    """What a list such as "['blawom', 'mus']" names among the protected characteristics."""
    names = [name.strip(" '\"") for name in groups.strip("[]").split(",")]
    found = {place for name in names for start, places in _GROUPS.items() if name.startswith(start) for place in places}
    found |= {"sex" for name in names if name.endswith("wom")}
    return tuple(sorted(found))


def _dynahate(record: Record) -> Mapping[str, int]:
    return {"hate": int(float(record["hate"]))}


def _hatemoji(record: Record) -> Mapping[str, int]:
    hate = int(record["label_gold"])
    if not hate:
        return {"hate": 0}
    meant = characteristics(record["target"])
    about = {head: int(head in meant) for head in TARGETS} if meant else {}
    return {"hate": 1, "threat": int(record["type"].startswith("threatening")), **about}


def _cad(record: Record) -> Mapping[str, int]:
    kinds = set(record["labels"].split(","))
    if kinds == {"Neutral"}:
        return {"abuse": 0, "counter-speech": 0, "threat": 0} if _sampled(record["text"], 6) else {}
    if "PersonDirectedAbuse" in kinds:
        return {"abuse": 1}
    return {"counter-speech": 1} if "CounterSpeech" in kinds else {}


def _edos(record: Record) -> Mapping[str, int]:
    category = record["label_category"]
    if category.startswith("1."):
        return {"threat": 1, "sex": 1}
    if category.startswith(("2.", "3.")) and _sampled(record["text"], 3):
        return {"threat": 0, "sex": 1}
    return {}


def _ghc(record: Record) -> Mapping[str, int]:
    if record["cv"] == "1":
        return {"threat": 1}
    return {"threat": 0, "abuse": 0} if record["hd"] == record["vo"] == "0" and _sampled(record["text"], 20) else {}


def _sampled(text: str, one_in: int) -> bool:
    return zlib.crc32(text.encode()) % one_in == 0


SETS: Mapping[str, Callable[[Record], Mapping[str, int]]] = {
    "dynahate": _dynahate,
    "hatemojibuild": _hatemoji,
    "cad": _cad,
    "edos": _edos,
    "ghc": _ghc,
}


def read(folder: Path) -> Iterator[Row]:
    """Every row of every set that has a label for us, tests left out."""
    for name, labels in SETS.items():
        for record in records(folder / f"{name}.csv.gz"):
            known = labels(record)
            if known:
                targets = tuple(head for head in TARGETS if known.get(head))
                yield Row(record["text"], name, record.get("split", "train"), known, targets=targets)


def records(path: Path) -> Iterator[Record]:
    """The lines of one set whose split is not `test`."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            if record.get("split", "train") != "test":
                yield record
