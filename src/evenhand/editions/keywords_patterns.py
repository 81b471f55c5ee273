"""Whether a pattern of a keyword list can be searched for in time that grows with the comment alone.

Decided by the pattern's structure, never by a clock: every repeat ends, none stands within another, alternatives
under a repeat begin apart, and the ways in which the whole can be tried at one place are few.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST = 200  # characters of a pattern
MOST_TIMES = 100  # that a part may repeat
LONGEST_FOUND = 500  # characters that a pattern may take in
MOST_WAYS = 1_000  # to try a pattern at one place of a comment

_TOKEN = re.compile(
    r"(?P<back>\\[1-9]|\(\?P=\w+\)|\(\?\(\w+\))"
    r"|(?P<edge>\\[bBAZ]|[\^$])"
    r"|(?P<one>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|.)|\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<repeat>(?:[*+?]|\{(?=[\d,])\d*(?:,\d*)?\})[?+]?)"
    r"|(?P<open>\((?!\?)|\(\?(?::|P<\w+>))|(?P<look>\(\?<?[=!])|(?P<odd>\(\?)"
    r"|(?P<close>\))|(?P<bar>\|)|(?P<char>.)",
    re.DOTALL,
)
_PROBES = "".join(map(chr, range(32, 127))) + "\n\t£€éßøа中"
Wrong = tuple[str, str]  # what is wrong, the mend


@dataclass(slots=True)
class Part:
    """One piece of a pattern with how often it stands. `most` is None where a repeat has no end."""

    at: int  # character of the pattern, from 1
    source: str = ""  # of a single character or class; empty for a group or an edge
    branches: list[list["Part"]] = field(default_factory=list)
    edge: bool = False  # takes no letter: a look-around, an edge of a word
    least: int = 1
    most: int | None = 1
    repeat: str = ""
    repeat_at: int = 0

    @property
    def varies(self) -> bool:
        return self.least != self.most


def unsafe(pattern: str) -> Wrong | None:
    """The first reason why a pattern is refused, and the mend; None when it is safe."""
    if len(pattern) > LONGEST:
        return f"has {len(pattern)} characters; more than {LONGEST} nobody can check", "make several patterns of it"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except re.error as error:
        return f"is no regular expression: {error.msg} at character {(error.pos or 0) + 1}", "mend that place"
    except (FutureWarning, DeprecationWarning, OverflowError, RecursionError) as error:
        return f"is no regular expression that will stay one: {error}", "write it more plainly"
    return next(_constructs(pattern), None) or next(_shapes(pattern), None)


def _constructs(pattern: str) -> Iterator[Wrong]:
    for token in _TOKEN.finditer(pattern):
        if token.lastgroup == "back":
            yield (
                f"refers back to itself at character {token.start() + 1} ({token[0]})",
                "write out what may come twice",
            )
        if token.lastgroup == "odd":
            shown = pattern[token.start() : token.start() + 4]
            yield (
                f"uses {shown} at character {token.start() + 1}, which is not known here",
                "take it out: letter case is folded already, and groups are ( ), (?: ) and look-arounds",
            )


def _shapes(pattern: str) -> Iterator[Wrong]:
    tokens = list(_TOKEN.finditer(pattern))
    branches = _branches(tokens, [0])
    yield from _repeats(branches, None)
    if not all(map(_takes_something, branches)):
        yield "can match nothing at all, which every comment holds", "leave at least one letter that must be there"
    if _longest(branches) > LONGEST_FOUND:
        yield f"can take in more than {LONGEST_FOUND} characters", "write repeats with a nearer end, as in {0,10}"
    if _ways(branches) > MOST_WAYS:
        wrong = f"can be tried in more than {MOST_WAYS:,} ways at one place"
        yield wrong, "write fewer repeats, or repeats with a nearer end such as {0,10}"


def _branches(tokens: list[re.Match[str]], place: list[int]) -> list[list[Part]]:
    """The alternatives up to the end of a group. `place` holds the next token's number, and is moved on."""
    branches: list[list[Part]] = [[]]
    while place[0] < len(tokens):
        token = tokens[place[0]]
        place[0] += 1
        kind, at = token.lastgroup, token.start() + 1
        if kind == "close":
            break
        if kind == "bar":
            branches.append([])
        elif kind in ("open", "look"):
            branches[-1].append(Part(at, branches=_branches(tokens, place), edge=kind == "look"))
        elif kind == "repeat" and branches[-1]:
            _repeat(branches[-1][-1], token)
        else:
            branches[-1].append(Part(at, source="" if kind == "edge" else token[0], edge=kind == "edge"))
    return branches


def _repeat(part: Part, token: re.Match[str]) -> None:
    part.repeat, part.repeat_at = token[0], token.start() + 1
    sign = token[0][0]
    if sign == "{":
        least, comma, most = token[0].rstrip("?+").strip("{}").partition(",")
        part.least = int(least or 0)
        part.most = (int(most) if most else None) if comma else part.least
    else:
        part.least, part.most = int(sign == "+"), 1 if sign == "?" else None


def _repeats(branches: list[list[Part]], outer: Part | None) -> Iterator[Wrong]:
    for part in (part for branch in branches for part in branch):
        many = part if part.most is None or part.most > 1 else outer
        yield from _repeats(part.branches, many)
        if part.repeat:
            yield from _repeat_within(part, outer)
            yield from _repeat_alone(part)
        if many and len(part.branches) > 1:
            yield from _overlapping(part, many)


def _repeat_alone(part: Part) -> Iterator[Wrong]:
    if part.most is None:
        wrong = f"repeats without end at character {part.repeat_at} ({part.repeat})"
        yield wrong, f"write how often at most, as in {{{part.least},20}}"
    elif part.most > MOST_TIMES:
        yield f"repeats {part.most:,} times at character {part.repeat_at}", f"write at most {MOST_TIMES}"


def _repeat_within(part: Part, outer: Part | None) -> Iterator[Wrong]:
    if outer and part.varies:
        wrong = f"repeats {part.repeat} at character {part.repeat_at} within the repeat {outer.repeat}"
        yield wrong + f" at character {outer.repeat_at}", "write one of the two out, or how often exactly, as in {3}"


def _overlapping(part: Part, outer: Part) -> Iterator[Wrong]:
    """Alternatives under a repeat that can begin with the same character: there are two ways to read each."""
    seen: dict[str, int] = {}
    for number, branch in enumerate(part.branches, 1):
        firsts, empty = _firsts(branch)
        twice = sorted(char for char in firsts if char in seen)
        if twice or empty:
            how = f"can both begin with {twice[0]!r}" if twice else "can be empty"
            which = f"{seen[twice[0]]} and {number}" if twice else str(number)
            wrong = f"alternatives {which} of the group at character {part.at} {how}, within the repeat {outer.repeat}"
            yield f"{wrong} at character {outer.repeat_at}", "let each begin with another letter, or drop the repeat"
            return
        seen |= dict.fromkeys(firsts, number)


def _firsts(branch: list[Part]) -> tuple[set[str], bool]:
    """The characters, among those tried, with which a sequence can begin; and whether it can be empty."""
    firsts: set[str] = set()
    for part in branch:
        empty = part.edge or part.least == 0
        if part.source:
            one = re.compile(part.source, re.IGNORECASE)
            firsts |= {char for char in {*_PROBES, *part.source} if one.match(char)}
        elif not part.edge:
            inner = [_firsts(each) for each in part.branches]
            firsts |= set().union(*(found for found, _ in inner))
            empty = empty or any(is_empty for _, is_empty in inner)
        if not empty:
            return firsts, False
    return firsts, True


def _takes_something(branch: list[Part]) -> bool:
    return any(
        not part.edge and part.least > 0 and (bool(part.source) or all(map(_takes_something, part.branches)))
        for part in branch
    )


def _longest(branches: list[list[Part]]) -> int:
    """How many characters the alternatives can take in."""
    return max(sum(_longest_of(part) for part in branch if not part.edge) for branch in branches)


def _longest_of(part: Part) -> int:
    return (MOST_TIMES if part.most is None else part.most) * (1 if part.source else _longest(part.branches))


def _ways(branches: list[list[Part]]) -> int:
    """How many ways there are to read the alternatives at one place; counts no further than needed."""
    return min(sum(_ways_of(branch) for branch in branches), MOST_WAYS + 1)


def _ways_of(branch: list[Part]) -> int:
    ways = 1
    for part in branch:
        once = _ways(part.branches) if part.branches else 1
        times = range(part.least, (MOST_TIMES if part.most is None else part.most) + 1)
        ways = min(ways * sum(once ** min(count, 10) for count in times), MOST_WAYS + 1)
    return ways
