"""In what order cases are shown, and why: each with its reasons in words."""

from dataclasses import dataclass

from evenhand.core.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Priority:
    """`band` 0 comes first; within a band, the case that has waited longest."""

    band: int
    because: tuple[str, ...]


_SEVERITY_BAND = {Severity.GRAVE: 0, Severity.HIGH: 1, Severity.MEDIUM: 3, Severity.LOW: 4, Severity.NONE: 5}
_SAFETY_ROUTES = {"REF-02": "somebody may be at risk", "REF-05": "the author may be in crisis"}
_PRESERVED_ROUTES = {"REF-01": "an allegation must be preserved and passed on"}


def priority(
    severity: Severity, grounds: tuple[str, ...], route: str | None, missing: int, *, doubted: bool = False
) -> Priority:
    """REF-02 and REF-05 before everything; then by severity; an allegation or an unread signal is never last.

    `doubted`: the route is no more than a program's doubt; then it comes right after what is certain.
    """
    bands = [(_SEVERITY_BAND[severity], _by_severity(severity, grounds))]
    if route in _SAFETY_ROUTES:
        unsure = ", though a program is unsure of it" if doubted else ""
        bands.append((1 if doubted else 0, f"{route}: {_SAFETY_ROUTES[route]}{unsure}"))
    elif route in _PRESERVED_ROUTES:
        bands.append((2, f"{route}: {_PRESERVED_ROUTES[route]}"))
    elif route:
        bands.append((4, f"{route}: it wants an answer"))
    if missing:
        bands.append((3, "a signal could not be read: a person must look"))
    bands.sort(key=lambda band: band[0])
    return Priority(bands[0][0], tuple(why for _, why in bands if why))


def _by_severity(severity: Severity, grounds: tuple[str, ...]) -> str:
    if not grounds:
        return ""
    return f"{severity.value} severity under {', '.join(grounds)}"
