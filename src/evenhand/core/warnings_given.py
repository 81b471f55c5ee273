"""MOD-06: whether the author was warned, and told so, before a block is thought of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from evenhand.core.given import aware, in_order
from evenhand.core.values import WarnFirst


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning. `told_at`: when the receipt says that it reached the author, None if it did not.

    `stands`: its decision was not reversed; `in_private`: to the author alone; `private_way`: the platform had one.
    """

    given_at: datetime
    told_at: datetime | None
    stands: bool
    in_private: bool
    private_way: bool


@dataclass(frozen=True, slots=True)
class WarningStep:
    """Whether the step was taken, or is not asked for; why, and what to do where it is not."""

    taken: bool
    because: str
    do: str


def warning_step(
    values: WarnFirst, warnings: Iterable[Warned], *, since: datetime, comment_at: datetime, at_once: bool
) -> WarningStep:
    """MOD-06: the author was told before the comment that a block is thought of for, and not before `since`.

    `since`: from when strikes count, that instant included; `at_once`: the ground may block at once (STR-04).
    Raises: Refused, for an instant without a zone, a warning told before it was given, or a comment before `since`.
    """
    given = tuple(warnings)
    _check(given, since, comment_at)
    if not values.before_block:
        return WarningStep(True, "this edition asks for no warning before a block", "")
    if at_once:
        return WarningStep(True, "the ground may block at once (STR-04)", "")
    wrongs = [_wrong(values, warning, since, comment_at) for warning in given]
    for warning, wrong in zip(given, wrongs, strict=True):
        if not wrong:
            return WarningStep(True, f"warned and told on {warning.told_at:%-d %B %Y}", "")
    because = "; ".join(dict.fromkeys(wrongs)) or "no warning was given"
    return WarningStep(False, because, "warn the author first, and propose a block if it happens again")


def _wrong(values: WarnFirst, warning: Warned, since: datetime, comment_at: datetime) -> str:
    if not warning.stands:
        return "a warning was taken back"
    if warning.told_at is None:
        return "a warning did not reach the author"
    if warning.told_at >= comment_at:
        return "a warning reached the author only after this comment"
    if warning.given_at < since:
        return "a warning is too old to count"
    if values.in_private and warning.private_way and not warning.in_private:
        return "a warning was given in public, though the platform has a private way"
    return ""


def _check(given: tuple[Warned, ...], since: datetime, comment_at: datetime) -> None:
    tried = "to look whether a warning was given"
    aware("MOD-06", tried, start_of_counting=since, comment=comment_at)
    in_order("MOD-06", tried, start_of_counting=since, comment=comment_at)
    for warning in given:
        aware("MOD-06", tried, warning=warning.given_at, message=warning.told_at)
        in_order("MOD-06", tried, warning=warning.given_at, message=warning.told_at)
