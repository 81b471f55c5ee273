"""Personal data in a comment, with checksums where there are any; the body's public contacts are left out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals import places, private_numbers, telephones
from evenhand.signals.contract import Roster
from evenhand.signals.normalise import Normalised, lightly
from evenhand.signals.places import Data

_SIX_DIGITS = re.compile(r"(?:\d\D{0,6}){5}\d")  # no number that opens an account has fewer; one pass spares seven
_NUMBER_WORD = re.compile(r"zero|seven|double|nought|hundred")
_SCHOOL_WORD = re.compile(r"school|academy|primary|nursery|college|ysgol|infants|juniors|grammar|secondary|\bhigh\b")
_MAY_HOLD_ANY = re.compile(rf"[\d@]|\bat\b|{_NUMBER_WORD.pattern}|{_SCHOOL_WORD.pattern}")
_SOMEBODY = (
    "neighbours?|friends?|landlord|manager|ex|boss|teacher|councillor|dad|mum|son|daughter|sister|brother|wife|husband"
    "|partner|mother|father|nan|carer|doctor|gp|aunt|uncle|colleague|tenant|lodger"
)
_OWN = re.compile(
    rf"(?<!\w)(?:my|mine|our|me|i|i'm|im|us|we|we're)(?!\w)(?! (?:{_SOMEBODY})(?!\w))"
    r"(?![^.!?\n]{0,60}(?<!\w)(?:his|her|their|your|you|he|she|they|who|lives|stays|resides|[a-z]{2,20}'s)(?!\w))[^.!?\n]{0,60}$"
)
_OWN_AFTER = re.compile(
    r"[ ,]{0,2}(?:is (?:my|mine|me)(?!\w)|if you (?:need|want) me|(?:and )?ask for me|that['’]?s (?:me|mine))(?!\w)"
)


class PersonalData:
    """What identifies a private person or gives access to what is theirs."""

    name = "personal_data"
    version = "personal_data-2"
    facts: Mapping[str, str] = {
        "phone": "telephone numbers, the body's own and service numbers left out",
        "email": "e-mail addresses, the body's own left out",
        "address": "a house number with its postcode, or with a street where somebody is said to live",
        "ni_number": "National Insurance numbers",
        "nhs_number": "NHS numbers (checksum right)",
        "passport": "passport numbers",
        "driving_licence": "driving licence numbers",
        "bank": "sort code with account number, or an IBAN (checksum right)",
        "card": "payment card numbers (checksum right)",
        "plate": "vehicle registration marks",
        "date_of_birth": "dates said to be of birth",
        "child_school": "a child's name with the school",
        "own": "how many of these are the writer's own",
        "others": "how many of these are somebody else's, or nobody says whose",
    }

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        folded = lightly(comment.text)
        found = _all(folded, roster) if _MAY_HOLD_ANY.search(folded.plain) else iter(())
        data = list(_without_overlap(found, len(folded.plain)))
        own = sum(_is_own(folded.plain, one) for one in data)
        counts: Counter[str] = Counter(one.fact for one in data)
        counts.update(own=own, others=len(data) - own)
        findings = tuple(_finding(folded, one) for one in data)
        return Reading(self.name, self.version, {fact: counts[fact] for fact in self.facts}, findings)


def _all(text: Normalised, roster: Roster) -> Iterator[Data]:
    """Everything that could be personal data, the surest kinds first."""
    public = tuple(_contacts(roster))
    plain = text.plain
    long = _SIX_DIGITS.search(plain) is not None
    yield from places.emails(plain, public)
    if long:
        yield from private_numbers.all_of(plain)
    if long or _NUMBER_WORD.search(plain):
        yield from telephones.found(plain, public)
    if any(map(str.isdigit, plain)):
        yield from places.addresses(plain, public)
        yield from private_numbers.plates(text)
        yield from places.dates_of_birth(plain)
    if _SCHOOL_WORD.search(plain):
        yield from places.children_at_school(text)


def _contacts(roster: Roster) -> Iterator[str]:
    yield from roster.public_contacts
    for person in roster.people:
        yield from person.public_contacts


def _without_overlap(found: Iterator[Data], length: int) -> Iterator[Data]:
    """The first to claim a place has it."""
    taken = bytearray(length)
    for one in found:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            yield one


def _is_own(plain: str, one: Data) -> bool:
    before = plain[max(0, one.start - 70) : one.start]
    return bool(_OWN.search(before) or _OWN_AFTER.match(plain, one.end))


def _finding(text: Normalised, one: Data) -> Finding:
    start, end = text.span(one.start, one.end)
    return Finding(one.fact, text.original[start:end], start, end, one.confidence, one.note)


SIGNAL = PersonalData()
