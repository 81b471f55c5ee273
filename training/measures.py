"""Tables of what was right, always for both sides apart."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from training.answers import Answers, Marks
from training.calibration import cross_fitted, reliability
from training.heads import HEADS, LABELS, TARGETS
from training.rows import Row

Table = dict[str, object]
FEWEST = 10  # rows under which a share is not called one


def both_sides(answers: Answers, head: str = "hate") -> Table:
    """How many rows are true and false for a head, and the share answered right on each side at the cut."""
    chances, true = answers.head(head)
    said = chances >= answers.band(head)[1]
    yes, no = true == 1, true == 0
    return {
        "true": int(yes.sum()),
        "found": share(said[yes]),
        "false": int(no.sum()),
        "passed": share(~said[no]),
        "all": share(said == yes),
    }


def share(marks: Marks) -> float | None:
    """The part that is marked; none of none is nothing."""
    return round(float(marks.mean()), 4) if marks.size else None


def by_head(answers: Answers) -> dict[str, Table]:
    """Every head over the rows that speak of it: at the cut, and what the band leaves to people."""
    return {head: _one_head(answers, head) for head in HEADS}


def _one_head(answers: Answers, head: str) -> Table:
    chances, true = answers.head(head)
    low, cut, likely, high = answers.band(head)
    yes = true == 1
    said, sure = chances >= cut, chances >= high
    return {
        **both_sides(answers, head),
        "precision": share(yes[said]),
        "found_from_likely": share(chances[yes] >= likely),
        "wrong_from_likely": share(chances[~yes] >= likely),
        "precision_from_high": share(yes[sure]),
        "found_from_high": share(sure[yes]),
        "unsure": share((chances >= low) & ~sure),
        "band": {"low": low, "cut": cut, "likely": likely, "high": high},
    }


def by_functionality(answers: Answers) -> dict[str, Table]:
    """Each kind of seed: hate on both sides, its own main question, and what was wrongly proposed."""
    return {
        name: {"n": len(part.rows), "hate": both_sides(part), **_main(part), "proposed_wrongly": wrongly_proposed(part)}
        for name, part in _parts(answers, lambda row: (row.functionality,)).items()
    }


def _main(part: Answers) -> Table:
    counts = Counter(head for row in part.rows for head in LABELS if row.labels.get(head))
    if not counts:
        return {"main": None}
    head = counts.most_common(1)[0][0]
    chances, true = part.head(head)
    _, cut, likely, _ = part.band(head)
    return {
        "main": head,
        "main_true": int((true == 1).sum()),
        "main_found": share(chances[true == 1] >= cut),
        "main_found_from_likely": share(chances[true == 1] >= likely),
    }


def wrongly_proposed(answers: Answers) -> Table:
    """The harmless rows, and the share of them that would be proposed for removal."""
    harmless = answers.harmless()
    return {"n": int(harmless.sum()), "share": share(answers.proposed()[harmless])}


def by_group(answers: Answers) -> dict[str, Table]:
    """Hate on both sides for each characteristic meant or mentioned, with the mean of the sides."""
    tables = {name: both_sides(part) for name, part in _parts(answers, lambda row: row.targets).items()}
    return {name: {**table, "mean": _mean(table)} for name, table in tables.items() if name in TARGETS}


def _mean(table: Mapping[str, object]) -> float | None:
    found, passed = table["found"], table["passed"]
    return round((found + passed) / 2, 4) if isinstance(found, float) and isinstance(passed, float) else None


def _parts(answers: Answers, names: Callable[[Row], Sequence[str]]) -> dict[str, Answers]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(answers.rows):
        for name in names(row):
            places[name].append(place)
    return {name: answers.only(places[name]) for name in sorted(places) if name}


def calibration(answers: Answers, heads: Sequence[str] = LABELS) -> dict[str, Table]:
    """Each head's expected calibration error and reliability, every row judged by the other half's calibration."""
    tables: dict[str, Table] = {}
    for head in heads:
        place = HEADS.index(head)
        known = answers.true[:, place] >= 0
        true = answers.true[known, place]
        error, bins = reliability(cross_fitted(answers.logits[known, place], true), true)
        tables[head] = {"n": int(known.sum()), "error": round(error, 4), "bins": bins}
    return tables
