"""What unwanted advertising looks like: links, lures, repetition. Structure, more than words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.automaton import Automaton
from evenhand.signals.contract import Roster
from evenhand.signals.normalise import LONGEST, Normalised
from evenhand.signals.phrases import Phrase, compiled, words

_ENDS = (
    "com|co\\.uk|org\\.uk|gov\\.uk|ac\\.uk|nhs\\.uk|police\\.uk|org|net|io|info|biz|shop|xyz|online|site|top|club|live|link"
    "|ly|gl|me|tv|uk|app|store|vip|cc|ru|cn"
)
_LINK = re.compile(
    r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"']{2,400}"
    rf"|(?<![\w@.])(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_ENDS})(?![\w@])(?:/[^\s<>\"']{{0,400}})?",
    re.IGNORECASE,
)
_SHORTENERS = frozenset(words("shorteners.txt"))
_OFFICIAL = (
    "gov.uk",
    "gov.wales",
    "gov.scot",
    "nhs.uk",
    "police.uk",
    "ac.uk",
    "sch.uk",
    "parliament.uk",
    "mod.uk",
)
_APP = (
    r"(?:whats ?app|whatsap|watsapp|telegram|signal|wechat|kik|snap(?:chat)?|insta(?:gram)?|discord"
    r"|viber|text|call)"
)
_FILLER = (
    r"(?: (?:me|him|her|us|my|now|number|no|line|group|directly|only|via|at|on|here|admin|for|more"
    r"|info|details))"
)
_HANDLE = r"(?:@\w{3,32}|\+\d[\d ()-]{7,18}\d)"
_APP_AND_HANDLE = re.compile(
    rf"(?<!\w){_APP}{_FILLER}{{0,5}}[ :=>👉📲📞-]{{0,6}}(?:{_HANDLE}|0\d[\d ()-]{{7,18}}\d)"
    rf"|{_HANDLE}[ ,(]{{0,4}}(?:on |via |through )?(?:whats ?app|telegram|signal)(?!\w)"
)
_ANY_HANDLE, _ANY_SUM = re.compile(r"@\w|\d\d"), re.compile(r"[£$€]")  # without which the longer ones cannot match
_EARN = re.compile(
    r"(?<!\w)(?:earn(?:ed|ing)?|ma[dk]e|making|w[io]n|received?|got|profit of|cash ?out|withdr[ae]w"
    r"|invest(?:ed)?|up to)"
    r"(?: \w{1,14}){0,4} [£$€] ?\d[\d,.]{0,12} ?k?(?: \w{1,10}){0,3}"
    r" (?:per|an?|every|each|in|within|weekly|daily|monthly|from home|online|profit|working)(?!\w)"
)
_MENTION = re.compile(r"(?<![\w@/.])@[A-Za-z0-9_.]{2,50}")
_HASHTAG = re.compile(r"(?<![\w#&])#[^\W\d]\w{1,80}")
_SENTENCE = re.compile(r"[^.!?\n]{8,400}")
_WORDS = re.compile(r"\w+")
_SAME_PICTURE = re.compile(r"([\U0001f300-\U0001faff\u2600-\u27bf])(?:[\ufe0f\u200d]?\1){5,}")
_SAME_WORD = re.compile(r"(?<!\w)(\w{2,30})(?!\w)(?:\W{1,3}\1(?!\w)){4,}")


class Spam:
    """Links and lures."""

    name = "spam"
    version = "spam-1"
    facts: Mapping[str, str] = {
        "links": "links of any kind",
        "links_official": "links to public bodies, universities, schools and the body's own sites",
        "shorteners": "links that hide where they go",
        "contact_lure": "invitations to get in touch elsewhere: an app with a number or a name, a profile",
        "money_lure": "promises of money: crypto, trading, loans, prizes",
        "promotion": "wares or services of the author's own",
        "repeated_inside": "sentences, words or emoji that come over and over",
        "mentions": "accounts mentioned with @",
        "hashtags": "hashtags",
    }

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        written = comment.text[:LONGEST]
        own_sites = _sites(roster)
        findings = (
            *_links(written, own_sites),
            *_apart(_lures(text)),
            *_repeated(text),
            *_written_findings("mentions", _MENTION, written),
            *_written_findings("hashtags", _HASHTAG, written),
        )
        counts = Counter(finding.fact for finding in findings)
        return Reading(self.name, self.version, {fact: counts[fact] for fact in self.facts}, findings)


def _lures(text: Normalised) -> Iterator[Finding]:
    if _ANY_HANDLE.search(text.plain):
        yield from _plain_findings("contact_lure", _APP_AND_HANDLE, text, "an app with a number or a name")
    if _ANY_SUM.search(text.plain):
        yield from _plain_findings("money_lure", _EARN, text, "a sum to be earned")
    for hit in _phrases().hits(text.plain):
        start, end = text.span(hit.start, hit.end)
        yield Finding(hit.what.fact, text.original[start:end], start, end, note=hit.what.note)


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of findings that overlap, for one fact, only the first and longest."""
    reached: dict[str, int] = {}
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if finding.start >= reached.get(finding.fact, 0):
            reached[finding.fact] = finding.end
            yield finding


@cache
def _phrases() -> Automaton[Phrase]:
    return compiled("lures.tsv")


def _sites(roster: Roster) -> tuple[str, ...]:
    """The hosts of the body's own sites and mail addresses, among its public contacts."""
    contacts = (
        *roster.public_contacts,
        *(contact for person in roster.people for contact in person.public_contacts),
    )
    hosts = {_host(contact.rpartition("@")[2]) for contact in contacts if "." in contact}
    return tuple(sorted(host for host in hosts if "." in host and not host.replace(".", "").isdigit()))


def _host(link: str) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", link.strip().lower())
    return re.split(r"[/?#:]", bare, maxsplit=1)[0]


def _links(written: str, own_sites: tuple[str, ...]) -> Iterator[Finding]:
    for match in _LINK.finditer(written):
        host = _host(match[0])
        yield Finding("links", match[0], match.start(), match.end(), note=host)
        if _belongs(host, (*_OFFICIAL, *own_sites)):
            yield Finding("links_official", match[0], match.start(), match.end(), note=host)
        if host in _SHORTENERS:
            yield Finding("shorteners", match[0], match.start(), match.end(), note="link shortener")


def _belongs(host: str, sites: tuple[str, ...]) -> bool:
    return any(host == site or host.endswith("." + site) for site in sites)


def _written_findings(fact: str, pattern: re.Pattern[str], written: str) -> Iterator[Finding]:
    for match in pattern.finditer(written):
        yield Finding(fact, match[0], match.start(), match.end())


def _plain_findings(fact: str, pattern: re.Pattern[str], text: Normalised, note: str = "") -> Iterator[Finding]:
    for match in pattern.finditer(text.plain):
        start, end = text.span(*match.span())
        yield Finding(fact, text.original[start:end], start, end, note=note)


def _repeated(text: Normalised) -> Iterator[Finding]:
    yield from _plain_findings("repeated_inside", _SAME_PICTURE, text, "the same emoji over and over")
    yield from _plain_findings("repeated_inside", _SAME_WORD, text, "the same word over and over")
    said: Counter[str] = Counter()
    for match in _SENTENCE.finditer(text.plain):
        sentence = " ".join(_WORDS.findall(match[0]))
        said[sentence] += 1
        if said[sentence] == 3 and len(sentence) >= 8:
            start, end = text.span(*match.span())
            yield Finding("repeated_inside", text.original[start:end], start, end, note="a sentence three times")


SIGNAL = Spam()
