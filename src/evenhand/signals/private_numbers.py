"""Numbers that identify a person or open an account, known by form, checksum and the words beside them."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.gb import nhs

from evenhand.signals.normalise import Normalised
from evenhand.signals.places import Data

_NEAR = 40  # code points before a number in which its name counts

_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?!\w)")
_CARD = re.compile(
    r"(?<![\w.£$+-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\w)|"
    r"(?<![\w.£$+-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?!\w)"
)
_SORT_AND_ACCOUNT = re.compile(
    r"(?<![\w£./-])(?P<sort>\d{2}[ .-]\d{2}[ .-]\d{2}|\d{6})(?P<between>[^!?\d\n]{1,60}|\n"
    r"|[ ,/]{1,3})(?P<account>\d{4} ?\d{4}|\d{7})(?!\w)"
)
_ACCOUNT_FIRST = re.compile(
    r"(?<![\w£./-])(?P<account>\d{4} ?\d{4})(?P<between>[^.!?\d\n]{0,40}sort ?code[^.!?\d\n]{0,10})"
    r"(?P<sort>\d{2}[ .-]?\d{2}[ .-]?\d{2})(?!\w)"
)
_BANK_WORD = re.compile(r"sort|account|acc(?!\w)|a/c|bank|bacs|transfer")
_NHS = re.compile(r"(?<![\w£.+/-])(?P<grouped>\d{3}([ -])\d{3}\2\d{4})(?!\w)|(?<![\w£.+/-])\d{10}(?!\w)")
_NHS_WORD = re.compile(r"(?<!\w)nhs(?!\w)[^!?\n]{0,40}$")
_NI = re.compile(
    r"(?<!\w)(?P<prefix>[a-ceghj-prstw-z][a-ceghj-nprstw-z]|qq) ?(?:\d{2} ?){2}\d{2} ?[a-d](?!\w)"
    r"|(?:ni|nino|national insurance)(?: (?:number|no))?\.?(?: is)?[ :=]{1,3}(?P<loose>[a-z]{2} ?"
    r"(?:\d{2} ?){2}\d{2})(?!\w)"
)
_NI_NEVER = frozenset({"bg", "gb", "nk", "kn", "tn", "nt", "zz"})  # prefixes never given out. Source: HMRC NIM39110
_LICENCE = re.compile(
    r"(?<!\w)[a-z9]{5} ?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d"
    r"|3[01])\d ?[a-z9]{2}[a-z0-9] ?[a-z0-9]{2}(?: ?\d{2})?(?!\w)"
)
_PASSPORT = re.compile(
    r"(?<!\w)passport(?!s? (?:office|fee|photo))[^!?\n]{0,25}?(?<![\w£])(?P<number>\d{9}"
    r"|[a-z]{1,2}\d{6,8}|\d{3} \d{3} \d{3})(?!\w)"
)
_PLATE = re.compile(r"(?<!\w)[a-hj-pr-y][a-hj-pr-y](?:[0-2]\d|[5-7]\d) ?[a-hj-pr-z]{3}(?!\w)")
_OLDER_PLATE = re.compile(r"(?<!\w)(?:[a-hj-npr-y]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-hj-npr-y])(?!\w)")
_VEHICLE = re.compile(
    r"(?<!\w)(?:reg(?:istration)?|number ?plate|plate|vrm|vehicle|car|van|lorry|bike|motorbike|bmw"
    r"|audi|ford|vw|golf|corsa|fiesta|focus|astra|mercedes|range rover|toyota|nissan|kia|taxi|driver"
    r"|parked|drives?|driving)(?!\w)[^!?\n]{0,35}$"
)


def ibans(plain: str) -> Iterator[Data]:
    """International account numbers with a right checksum."""
    for match in _IBAN.finditer(plain):
        if iban.is_valid(match[0].replace(" ", "")):
            yield Data("bank", *match.span(), "an IBAN")


def cards(plain: str) -> Iterator[Data]:
    """Payment cards: 13 to 19 digits with a right checksum."""
    for match in _CARD.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        if 13 <= len(digits) <= 19 and luhn.is_valid(digits) and len(set(digits)) > 1:
            yield Data("card", *match.span(), "a payment card number")


def bank_accounts(plain: str) -> Iterator[Data]:
    """A sort code with an account number, either way round, with a word of banking beside or between."""
    for pattern in (_SORT_AND_ACCOUNT, _ACCOUNT_FIRST):
        for match in pattern.finditer(plain):
            beside = plain[max(0, match.start() - _NEAR) : match.start()] + match["between"]
            if _BANK_WORD.search(beside) or (len(match["sort"]) == 8 and len(match["between"].strip(" ,/")) == 0):
                yield Data("bank", *match.span(), "a sort code and an account number")


def nhs_numbers(plain: str) -> Iterator[Data]:
    """Ten digits with a right checksum, grouped as the NHS does or said to be an NHS number."""
    for match in _NHS.finditer(plain):
        named = _NHS_WORD.search(plain[max(0, match.start() - _NEAR) : match.start()])
        if (named or (match["grouped"] and match[0][0] in "4679")) and nhs.is_valid(match[0]):
            yield Data("nhs_number", *match.span(), "an NHS number")


def ni_numbers(plain: str) -> Iterator[Data]:
    """National Insurance numbers; without the last letter only where they are called so."""
    for match in _NI.finditer(plain):
        if match["loose"]:
            yield Data("ni_number", *match.span("loose"), "a National Insurance number", 0.9)
        elif match["prefix"] not in _NI_NEVER:
            yield Data("ni_number", *match.span(), "a National Insurance number")


def driving_licences(plain: str) -> Iterator[Data]:
    """Sixteen characters that hold a possible date of birth."""
    for match in _LICENCE.finditer(plain):
        if match[0][0].isalpha():
            yield Data("driving_licence", *match.span(), "a driving licence number")


def passports(plain: str) -> Iterator[Data]:
    """Numbers called a passport's."""
    for match in _PASSPORT.finditer(plain):
        yield Data("passport", *match.span("number"), "a passport number", 0.9)


def plates(text: Normalised) -> Iterator[Data]:
    """Registration marks: in capitals, or after a word for a vehicle; older forms only after the word."""
    for pattern in (_PLATE, _OLDER_PLATE):
        for match in pattern.finditer(text.plain):
            start, end = text.span(*match.span())
            named = _VEHICLE.search(text.plain[max(0, match.start() - _NEAR) : match.start()])
            if named or (pattern is _PLATE and text.original[start:end].isupper()):
                yield Data("plate", *match.span(), "a vehicle registration")
