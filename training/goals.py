"""What was asked of the encoder, beside what was found."""

from collections.abc import Iterator, Mapping
from typing import Any

Found = Mapping[str, Any]
FEWEST = 5  # rows under which a functionality or a side of a group is not judged
MOST_BYTES = 25_000_000


def goals(found: Found) -> list[dict[str, object]]:
    """Each goal with the figure found and whether it is met; shares of 1 unless the goal says otherwise."""
    made = (*_hate(found), *_evenness(found), *_others(found))
    return [{"goal": said, "wanted": wanted, "found": value, "met": met} for said, wanted, value, met in made]


Line = tuple[str, str, object, bool]


def _hate(found: Found) -> Iterator[Line]:
    for name, table in found["hate"].items():
        if "emoji" in name or name == "hatemojibuild":
            yield f"emoji-borne hate, {name}: all", "at least 0.86", table["all"], table["all"] >= 0.86
            continue
        worst = min(table["found"], table["passed"])
        yield f"hate, {name}: all", "at least 0.92", table["all"], table["all"] >= 0.92
        yield f"hate, {name}: the weaker side", "at least 0.88", worst, worst >= 0.88


def _evenness(found: Found) -> Iterator[Line]:
    parts = {name: part["hate"]["all"] for name, part in found["functionalities"].items() if part["n"] >= FEWEST}
    name, share = min(parts.items(), key=lambda pair: float(pair[1]))
    yield f"hate, weakest functionality of the seeds ({name})", "at least 0.60", share, share >= 0.60
    groups = {
        group: table["mean"]
        for group, table in found["groups"].items()
        if table["mean"] is not None and min(table["true"], table["false"]) >= FEWEST
    }
    worst, best = min(groups, key=lambda group: groups[group]), max(groups, key=lambda group: groups[group])
    gap = round(groups[best] - groups[worst], 4)
    yield f"hate, gap of the weakest group to the best ({worst}, {best})", "at most 0.05", gap, gap <= 0.05
    for side, word in (("found", "harmful"), ("passed", "harmless")):
        clean = found["disguised"]["clean"][side]
        drops = {way: round(clean - table[side], 4) for way, table in found["disguised"].items()}
        way = max(drops, key=lambda name: drops[name])
        yield f"disguised spelling, {word}: the largest loss ({way})", "at most 0.05", drops[way], drops[way] <= 0.05


def _others(found: Found) -> Iterator[Line]:
    for name, table in found["wrongly_proposed"].items():
        yield f"wrongly proposed for removal: {name}", "at most 0.02", table["share"], table["share"] <= 0.02
    for head in ("safeguarding", "crisis"):
        table = found["heads"][head]
        share, wrong = table["found_from_likely"], table["wrong_from_likely"]
        said = f"{head}: found (likely or sure); so are {wrong:.0%} of the seeds without it, many look-alikes"
        yield said, "at least 0.95", share, share >= 0.95
    speed = found["speed"]
    yield "comments a processor second, one at a time", "at least 200", speed["at_1"], speed["at_1"] >= 200
    yield "comments a processor second, 32 together", "at least 300", speed["at_32"], speed["at_32"] >= 300
    size = found["file"]["bytes"]
    yield "bytes of graph, tokenizer and card", "at most 25,000,000", size, size <= MOST_BYTES
