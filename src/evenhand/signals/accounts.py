"""MCL-03: what two accounts have in common, fact by fact. No verdict, and nothing about who somebody is.

Compared: what they are called, what they write word for word, how they punctuate, when and under which posts they
write, and whether one appeared after the other was blocked. Not compared: any protected characteristic, the language,
the dialect. The way of writing is compared with every word masked, so that it shows marks, capitals and lengths alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import sqrt

from rapidfuzz.distance import Levenshtein

from evenhand.signals.normalise import normalise

SHORTEST_BASE = 5  # letters of a handle without its digits; shorter ones are alike by chance
SHORTEST_NAME = 7  # letters of a name that is somebody else's handle
NEAR = 0.8  # of 1, by edits a letter: from here on two handles or names are near
RUN = 6  # words in a row; two people seldom write the same six
ENOUGH_LETTERS = 300  # of text on each side, before a way of writing is compared
ENOUGH_TIMES = 8  # comments on each side, before their hours are compared
ENOUGH_POSTS = 3
FADES = 14.0  # days after which a new account's nearness to a block counts half

Profile = Mapping[str, float]

TITLES: Mapping[str, str] = {
    "handle_same": "The same handle",
    "handle_near": "Near handles",
    "name_same": "The same name",
    "name_near": "Near names",
    "name_as_handle": "A name as a handle",
    "words": "The same words",
    "links": "The same links",
    "style": "Marks and capitals",
    "hours": "Times of the day",
    "after_block": "New after the block",
    "posts": "The same posts",
}
"""Every feature, in the order of the model, as people read it."""
OPENING = frozenset({"handle_same", "handle_near", "name_same", "name_near", "name_as_handle", "words", "links"})
"""Without one of these nothing is proposed: habits and times that many share only sharpen what these say."""

_LINK = re.compile(r"https?://[^\s<>\"']{2,400}", re.IGNORECASE)
_MASKED = re.compile(r"[A-Z]{2,}|[^\W\d_]+|\d+|\s+")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Written:
    """One comment of an account. `of`: what people find it by, as in "comment 12"; `post`: under which, or nothing."""

    text: str
    at: datetime
    post: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that two accounts have in common: how much, from 0 to 1, and in words for people."""

    feature: str
    value: float
    words: str


@dataclass(frozen=True)
class Account:
    """What is compared of an account. `quoted`: texts of the body's own posts, which anybody may repeat."""

    platform: str
    handle: str
    name: str
    written: tuple[Written, ...]
    blocked_at: datetime | None = None
    quoted: tuple[str, ...] = ()

    @cached_property
    def folded_handle(self) -> str:
        """Letters and digits alone, look-alikes folded."""
        return "".join(_WORDS.findall(normalise(self.handle.lstrip("@")).plain))

    @cached_property
    def base(self) -> str:
        """The handle without the digits at its end."""
        return self.folded_handle.rstrip("0123456789")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The words of the display name in alphabetical order, look-alikes folded."""
        return tuple(sorted(_WORDS.findall(normalise(self.name).plain)))

    @cached_property
    def links(self) -> frozenset[str]:
        """Addresses that lead further than a site's front page."""
        found = (link.casefold().rstrip(".,;:!?)/") for each in self.written for link in _LINK.findall(each.text))
        return frozenset(link for link in found if link.count("/") > 2)

    @cached_property
    def runs(self) -> Mapping[tuple[str, ...], str]:
        """Six words in a row -> the comment they stand in; what the body's own posts say is left out."""
        quoted = {run for text in self.quoted for run in _runs(text)}
        return {run: each.of for each in self.written for run in _runs(each.text) if run not in quoted}

    @cached_property
    def profile(self) -> Profile:
        """How often each trigram of marks and capitals occurs, or nothing where too little was written."""
        return profile([each.text for each in self.written])

    @cached_property
    def hours(self) -> tuple[float, ...]:
        """The share of comments in each hour (UTC), the hours beside it with half its weight; empty for too few."""
        if len(self.written) < ENOUGH_TIMES:
            return ()
        counts = Counter(each.at.hour for each in self.written)
        return tuple((counts[h] + (counts[(h - 1) % 24] + counts[(h + 1) % 24]) / 2) / 2 / len(self.written)
                     for h in range(24))  # fmt: skip

    @cached_property
    def posts(self) -> frozenset[str]:
        """Those it wrote under."""
        return frozenset(each.post for each in self.written if each.post)

    @cached_property
    def first_at(self) -> datetime | None:
        """Its first comment that we know."""
        return min((each.at for each in self.written), default=None)


def opened(one: Account, other: Account) -> tuple[Found, ...]:
    """What they are called, and the words and links that both wrote. Cheap: asked of every pair."""
    return tuple(
        each
        for each in (*_handles(one, other), *_names(one, other), *_same_words(one, other), *_same_links(one, other))
    )


def sharpened(one: Account, other: Account, usual: Profile) -> tuple[Found, ...]:
    """Habits and times. `usual`: how often marks stand in anybody's comments, so that what is rare counts."""
    return (*_style(one, other, usual), *_hours(one, other), *_after_block(one, other), *_posts(one, other))


def not_compared(one: Account, other: Account) -> tuple[str, ...]:
    """The features for which too little is known of either account."""
    empty = {
        "handle_same": not (one.folded_handle and other.folded_handle),
        "name_same": min(len(one.names), len(other.names)) < 2,
        "style": not (one.profile and other.profile),
        "hours": not (one.hours and other.hours),
        "after_block": not (one.blocked_at or other.blocked_at),
        "posts": min(len(one.posts), len(other.posts)) < ENOUGH_POSTS,
    }
    return tuple(feature for feature, is_empty in empty.items() if is_empty)


def _handles(one: Account, other: Account) -> Iterator[Found]:
    if min(len(one.base), len(other.base)) >= SHORTEST_BASE:
        near = _nearness(one.base, other.base)
        both = f"{one.handle} on {one.platform} and {other.handle} on {other.platform}"
        if one.folded_handle == other.folded_handle:
            yield Found("handle_same", 1.0, both)
        elif near == 1.0:
            yield Found("handle_near", 1.0, f"{both}: the same but for the digits at the end")
        elif near > 0:
            yield Found("handle_near", near, f"{both}: {_percent(_alike(one.base, other.base))} of the letters agree")


def _names(one: Account, other: Account) -> Iterator[Found]:
    """A name of one word is too common to say anything."""
    if min(len(one.names), len(other.names)) > 1:
        near = _nearness(" ".join(one.names), " ".join(other.names))
        if near == 1.0:
            yield Found("name_same", 1.0, f"{one.name} and {other.name}; many people share a name")
        elif near > 0:
            yield Found("name_near", near, f"{one.name} and {other.name}")
    for named, called in ((one, other), (other, one)):
        squeezed = "".join(_WORDS.findall(normalise(named.name).plain))
        if len(squeezed) >= SHORTEST_NAME and squeezed == called.base and named.base != called.base:
            yield Found("name_as_handle", 1.0, f"{named.name} is called what {called.handle} spells")
            return


def _same_words(one: Account, other: Account) -> Iterator[Found]:
    shared = one.runs.keys() & other.runs.keys()
    if shared:
        places = sorted({place for run in shared for place in (one.runs[run], other.runs[run]) if place})
        told = f", in {', '.join(places[:6])}" if places else ""
        runs = "1 run" if len(shared) == 1 else f"{len(shared)} runs"
        yield Found("words", len(shared) / (len(shared) + 2), f"{runs} of six words that both wrote{told}")


def _same_links(one: Account, other: Account) -> Iterator[Found]:
    if shared := sorted(one.links & other.links):
        yield Found("links", len(shared) / (len(shared) + 1), ", ".join(shared[:3]))


def _style(one: Account, other: Account, usual: Profile) -> Iterator[Found]:
    if one.profile and other.profile:
        like = _cosine(one.profile, other.profile, usual)
        if like > 0:
            words = f"{_percent(like)} alike in marks, capitals and lengths beyond what is usual; words are masked"
            yield Found("style", like, words)


def _hours(one: Account, other: Account) -> Iterator[Found]:
    if one.hours and other.hours:
        overlap = 1 - sum(abs(a - b) for a, b in zip(one.hours, other.hours, strict=True)) / 2
        if overlap > 0.5:
            yield Found("hours", 2 * overlap - 1, f"{_percent(overlap)} of both accounts' comments fall at like hours")


def _after_block(one: Account, other: Account) -> Iterator[Found]:
    for blocked, new in ((one, other), (other, one)):
        if blocked.blocked_at and new.first_at and new.first_at >= blocked.blocked_at:
            days = (new.first_at - blocked.blocked_at).total_seconds() / 86_400
            name = new.name or new.handle
            words = f"the first comment of {name} that we know came {_days(days)} after the other was blocked"
            yield Found("after_block", 2 ** (-days / FADES), words)
            return


def _posts(one: Account, other: Account) -> Iterator[Found]:
    fewest = min(len(one.posts), len(other.posts))
    both = len(one.posts & other.posts)
    if fewest >= ENOUGH_POSTS and both:
        yield Found("posts", both / fewest, f"{both} of the {fewest} posts that one wrote under, the other did too")


def profile(texts: Sequence[str]) -> Profile:
    """Trigrams of marks and capitals and the root of the share of each; empty for too little text."""
    if sum(map(len, texts)) < ENOUGH_LETTERS:
        return {}
    counts: Counter[str] = Counter()
    for text in texts:
        masked = f"^{_MASKED.sub(_mask, text[:2000])}$"
        counts.update(masked[at : at + 3] for at in range(len(masked) - 2))
    total = sum(counts.values())
    return {gram: sqrt(count / total) for gram, count in counts.items()}


def _mask(match: re.Match[str]) -> str:
    """A word is W in capitals, C with one at its start, w in small letters, and nothing of which word it is."""
    run = match[0]
    if run.isspace():
        return " " if "\n" not in run else "/"
    if run.isdigit():
        return "0"
    return "W" if run.isupper() and len(run) > 1 else "C" if run[0].isupper() else "w"


def _cosine(one: Profile, other: Profile, usual: Profile) -> float:
    """Of how both differ from what is usual; from -1 to 1."""
    grams = one.keys() | other.keys() | usual.keys()
    ours = [(one.get(gram, 0.0) - usual.get(gram, 0.0), other.get(gram, 0.0) - usual.get(gram, 0.0)) for gram in grams]
    lengths = sqrt(sum(a * a for a, _ in ours)) * sqrt(sum(b * b for _, b in ours))
    return sum(a * b for a, b in ours) / lengths if lengths else 0.0


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORDS.findall(text.casefold())
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _alike(one: str, other: str) -> float:
    return float(Levenshtein.normalized_similarity(one, other))


def _nearness(one: str, other: str) -> float:
    """1 for the same, 0 from one edit in five letters on."""
    return max(0.0, (_alike(one, other) - NEAR) / (1 - NEAR)) if one != other else 1.0


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"


def _days(days: float) -> str:
    whole = int(days)
    return "less than a day" if whole < 1 else "1 day" if whole == 1 else f"{whole} days"
