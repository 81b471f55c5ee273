"""One group's name put for another's, so that what is said of people decides and not whom it is said of.

Where a row names one group only, all its mentions are changed together and the label of the characteristic with them;
whether it is hateful stays as it was. Slurs, and words that belong to one group (a mosque, a wheelchair), are left.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from training.heads import TARGETS
from training.rows import Row

CHANGED = {"seeds": 0.5, "dynahate": 0.15}  # share of a source's rows with a group in them that are changed


@dataclass(frozen=True, slots=True)
class Group:
    """`many` stands alone ("the poles"), `one` after an article ("a pole"), `before` before a noun ("polish lads")."""

    characteristic: str
    many: tuple[str, ...]
    one: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


GROUPS = (
    Group("religion", ("muslims",), ("muslim",), ("muslim",)),
    Group("religion", ("jews",), ("jew",), ("jewish",)),
    Group("religion", ("hindus",), ("hindu",), ("hindu",)),
    Group("religion", ("sikhs",), ("sikh",), ("sikh",)),
    Group("religion", ("christians",), ("christian",), ("christian",)),
    Group("religion", ("catholics",), ("catholic",), ("catholic",)),
    Group("race", ("blacks",), (), ("black",)),
    Group("race", ("asians",), ("asian",), ("asian",)),
    Group("race", ("pakistanis",), ("pakistani",), ("pakistani",)),
    Group("race", ("africans", "nigerians", "somalis"), ("african", "nigerian", "somali"), ("african", "somali")),
    Group("race", ("indians",), ("indian",), ("indian",)),
    Group("race", ("arabs",), ("arab",), ("arab",)),
    Group("race", (), (), ("chinese",)),
    Group("race", (), (), ("irish",)),
    Group("migrants", ("immigrants", "migrants"), ("immigrant", "migrant"), ("immigrant", "migrant")),
    Group("migrants", ("refugees", "asylum seekers"), ("refugee", "asylum seeker"), ("refugee",)),
    Group("migrants", ("foreigners",), ("foreigner",), ("foreign",)),
    Group("migrants", ("poles",), ("pole",), ("polish",)),
    Group("migrants", ("romanians", "albanians"), ("romanian", "albanian"), ("romanian", "albanian")),
    Group("travellers", ("travellers", "gypsies"), ("traveller", "gypsy"), ("traveller", "gypsy", "roma")),
    Group("orientation", ("gays", "homosexuals"), ("homosexual",), ("gay",)),
    Group("orientation", ("lesbians",), ("lesbian",), ()),
    Group("orientation", ("bisexuals",), ("bisexual",), ("bisexual", "bi")),
    Group("gender-reassignment", (), (), ("trans", "transgender", "non-binary")),
    Group("disability", ("wheelchair users",), ("wheelchair user",), ("disabled", "blind", "deaf")),
    Group("disability", (), (), ("autistic",)),
    Group("age", ("pensioners", "boomers"), ("pensioner", "boomer"), ("old", "elderly")),
    Group("age", ("teenagers",), ("teenager",), ("young", "teenage")),
    Group("pregnancy", ("single mothers", "single mums"), ("single mother", "single mum"), ("pregnant",)),
    Group("sex", ("women",), ("woman",), ()),
)  # fmt: skip
_WHO = "people|folk|folks|person|men|man|women|woman|family|families|lad|lads|girl|girls|kid|kids|bloke|blokes|couple"
_NEXT = "is|was|isn't|who|has|had|and|or|in|at|on|to|with|next|as|from|for|would|will|can|can't|should|moves|comes|ever"
_ARTICLES = "a|an|this|that|every|another|any|no|one|some"
_STAYS = {"sex"}  # what is said of women is mostly said of nobody else
_MALE = {"men", "man", "lad", "lads", "bloke", "blokes", "boy", "boys"}
_TOO_YOUNG = {"girl", "girls", "kid", "kids"}


def _pattern() -> re.Pattern[str]:
    many = "|".join(sorted((name for group in GROUPS for name in group.many), key=len, reverse=True))
    one = "|".join(sorted((name for group in GROUPS for name in group.one), key=len, reverse=True))
    before = "|".join(sorted((name for group in GROUPS for name in group.before), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w#@-])(?:(?P<before>{before}) (?=(?P<noun>{_WHO})\b)"
        rf"|(?P<article>{_ARTICLES}) (?P<one>{one})(?=[.,!?;:]|\s*$| (?:{_NEXT})\b)|(?P<many>{many})(?![\w'’-]))",
        re.IGNORECASE,
    )


_MENTION = _pattern()
_SLOTS = ("before", "one", "many")
_OF = {name: group for group in GROUPS for slot in _SLOTS for name in getattr(group, slot)}
_NAMED = re.compile(rf"\b(?:{'|'.join(sorted(_OF, key=len, reverse=True))})\b", re.IGNORECASE)


def by_chance(row: Row, draw: random.Random) -> Row:
    """`row`, or the same said of another group."""
    if draw.random() >= CHANGED.get(row.source, 0.0):
        return row
    return swapped(row, draw)


def swapped(row: Row, draw: random.Random) -> Row:
    """The same said of another group, where the row names one group that can be changed; else `row` itself."""
    mentions = list(_MENTION.finditer(row.text))
    meant = {_OF[_name(mention).lower()].characteristic for mention in mentions}
    if (
        len(meant) != 1
        or meant & _STAYS
        or len(_NAMED.findall(row.text)) > len(mentions)
        or (row.targets and set(row.targets) != meant)
    ):
        return row
    fitting = [group for group in GROUPS if group.characteristic not in meant and _fits(group, mentions)]
    if not fitting:
        return row
    kinds = sorted({group.characteristic for group in fitting})
    kind = draw.choice(kinds)
    group = draw.choice([group for group in fitting if group.characteristic == kind])
    return replace(
        row, text=_said_of(group, row.text, mentions, draw), labels=_about(row.labels, kind), targets=(kind,)
    )


def _name(mention: re.Match[str]) -> str:
    return mention[_slot(mention)]


def _slot(mention: re.Match[str]) -> str:
    return next(slot for slot in _SLOTS if mention[slot])


def _fits(group: Group, mentions: Sequence[re.Match[str]]) -> bool:
    return all(_names(group, mention) for mention in mentions)


def _names(group: Group, mention: re.Match[str]) -> tuple[str, ...]:
    slot = _slot(mention)
    noun = (mention["noun"] or "").lower()
    if slot == "many":
        return group.many or tuple(f"{name} people" for name in group.before)
    if slot == "one":
        return group.one or tuple(f"{name} person" for name in group.before)
    if group.characteristic == "pregnancy" and noun in _MALE | _TOO_YOUNG | {"people", "folk", "folks"}:
        return ()
    if group.characteristic == "age" and noun in _TOO_YOUNG:
        return ()
    return group.before


def _said_of(group: Group, text: str, mentions: Sequence[re.Match[str]], draw: random.Random) -> str:
    for mention in reversed(mentions):
        slot = _slot(mention)
        name = _cased(draw.choice(_names(group, mention)), mention[slot])
        start, stop = mention.span(slot)
        if slot == "one" and mention["article"].lower() in {"a", "an"}:
            start = mention.start("article")
            name = _cased("an" if name[0].lower() in "aeiou" else "a", mention["article"]) + " " + name
        text = text[:start] + name + text[stop:]
    return text


def _cased(name: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return name.upper()
    return name[0].upper() + name[1:] if like[0].isupper() else name


def _about(labels: Mapping[str, int], kind: str) -> Mapping[str, int]:
    return {head: int(head == kind) if head in TARGETS else label for head, label in labels.items()}
