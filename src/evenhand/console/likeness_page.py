"""MCL-03: how a program came to its confidence in a link, in plain words."""

from typing import Any

from evenhand.people.models import AliasLink, LikenessWorking
from evenhand.signals.accounts import TITLES
from evenhand.signals.accounts_model import shipped

_WEIGHTS = ((3.0, "very much"), (1.5, "much"), (0.5, "some"), (0.0, "a little"))
"""From so many log-odds on."""


def working_of(row: AliasLink) -> dict[str, Any] | None:
    """What parts/likeness.html shows; None for a link that a person proposed, or an earlier program."""
    working: LikenessWorking | None = getattr(row, "working", None)
    if working is None:
        return None
    words = {each.pk: each.words for each in row.evidence.all()}
    total = sum(line["adds"] for line in working.lines) or 1.0
    return {
        "lines": [
            {
                "title": _title(line["feature"]),
                "words": words[line["evidence"]].removeprefix(f"{_title(line['feature'])}: "),
                "weight": next(said for least, said in _WEIGHTS if line["adds"] >= least),
                "share": f"{line['adds'] / total:.0%} of it",
            }
            for line in working.lines
        ],
        "not_compared": [_title(feature).lower() for feature in working.not_compared],
        "shown_rightly": [_shown(rate, share) for rate, share in shipped().shown_rightly.items()],
        "is_current": working.model == shipped().version,
    }


def _title(feature: str) -> str:
    return TITLES.get(feature, feature)


def _shown(rate: str, share: float) -> str:
    return (
        f"Where {round(float(rate) * 100)} in 100 of the compared pairs were one person's, "
        f"{round(share * 100)} in 100 of those it showed were."
    )
