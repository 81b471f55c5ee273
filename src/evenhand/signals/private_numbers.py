"""Numbers that identify a person or open an account, known by form, checksum and the words beside them."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.gb import nhs

from evenhand.signals.normalise import Normalised
from evenhand.signals.phrases import words
from evenhand.signals.places import Data

_NEAR = 40  # code points before a number in which its name counts

_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?!\w)")
_CARD = re.compile(
    r"(?<![\w.£$+-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?!\w)|"
    r"(?<![\w.£$+-])3[47068]\d{2}[ -]?\d{6}[ -]?\d{4,5}(?!\w)"
)
_NOT_A_CARD = re.compile(
    r"(?<!\w)(?:imei|serial|tracking|barcode|isbn|parcel|library|loyalty|gift)(?!\w)[^.!?\d\n]{0,15}$"
)
_SORT_AND_ACCOUNT = re.compile(
    r"(?<![\w£./-])(?P<sort>\d{2}[ .-]\d{2}[ .-]\d{2}|\d{6})(?P<between>[^!?\d\n]{1,60}|\n"
    r"|[ ,/]{1,3})(?P<account>\d{4} ?\d{4}|\d{7})(?!\w)"
)
_ACCOUNT_FIRST = re.compile(
    r"(?<![\w£./-])(?P<account>\d{4} ?\d{4})(?P<between>[^.!?\d\n]{0,40}(?<!\w)"
    r"(?:sort(?:ing)?(?: ?code| no| number)?|s/?c)(?!\w)[^.!?\d\n]{0,12})"
    r"(?P<sort>\d{2}[ .-]?\d{2}[ .-]?\d{2})(?!\w)"
)
_SORT_WORD = re.compile(r"(?<!\w)(?:sort(?:ing)?(?: ?codes?)?|s/?c)(?!\w)")
_BANK_WORD = re.compile(
    r"(?<!\w)(?:sort(?!\w| (?:it|out|the|of))|sortcode|s/?c(?!\w)|accounts?(?! for)|acct?(?!\w)|a/[cn](?!\w)"
    r"|(?<!food )(?<!bottle )(?<!blood )bank(?! holiday)|bacs|transfers?(?!\w)"
    r"|(?:direct )?debit|refund|pay(?!\w)|payment|deposit|donate)"
)
_NHS = re.compile(r"(?<![\w£.+/-])(?P<grouped>\d{3}([ -])\d{3}\2\d{4})(?!\w)|(?<![\w£.+/-])\d{10}(?!\w)")
_NHS_WORD = re.compile(r"(?<!\w)nhs(?!\w)[^!?\n]{0,40}$")
_NI = re.compile(
    r"(?<!\w)(?P<prefix>[a-ceghj-prstw-z][a-ceghj-nprstw-z]|qq)[ .-]?(?:\d{2}[ .-]?){2}\d{2}[ .-]?[a-d](?!\w)"
    r"|(?<!\w)(?:n\.?i|nino|nat(?:ional)? ins(?:urance)?)\.?(?: (?:number|num|no))?\.?(?: is)?[ :=]{1,3}"
    r"(?P<loose>[a-z]{2} ?(?:\d{2} ?){2}\d{2})(?!\w)"
)
_NOT_NI = re.compile(
    r"(?<!\w)(?:flight|order|ref(?:erence)?|part|policy|stock|batch|invoice|case|ticket|permit|parcel|asset|serial)"
    r"(?: (?:no|number|code))?\.?(?: (?:is|was))?[ :#=-]{1,3}$"
)
_NI_NEVER = frozenset({"bg", "gb", "nk", "kn", "tn", "nt", "zz"})  # prefixes never given out. Source: HMRC NIM39110
_LICENCE = re.compile(
    r"(?<!\w)[a-z9]{5} ?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d"
    r"|3[01])\d ?[a-z9]{2}[a-z0-9] ?[a-z0-9]{2}(?: ?\d{2})?(?!\w)"
)
_OF_PASSPORTS = r"(?:office|fee|photo|stamp|queue|to(?!\w)|control|holders)"
_PASSPORT_NUMBER = r"(?:\d{9}|[a-z]{1,2}\d{6,8}|\d{3} \d{3} \d{3})"
_PASSPORT = re.compile(
    rf"(?<!\w)passport(?!s? {_OF_PASSPORTS})[^!?\n]{{0,40}}?(?<![\w£])(?P<number>{_PASSPORT_NUMBER})(?!\w)"
    rf"|(?<![\w£])(?P<before>{_PASSPORT_NUMBER})(?:,| is| was)[^.!?\d\n]{{0,15}} passport(?!s? {_OF_PASSPORTS})"
)
_PLATE = re.compile(r"(?<!\w)[a-hj-pr-y][a-hj-pr-y](?:[0-2]\d|[5-7]\d) ?[a-hj-pr-z]{3}(?!\w)")
_BEFORE_NO_PLATE = re.compile(
    r"(?<!\w)(?:room|bus|code|form|section|bay|paragraph|para|policy|grid(?: square)?|junction|road|route|class(?: of)?"
    r"|area|district|postcode|unit|level|phase|item|page|block|zone|standard|iso|sku|gate|platform|stand)[ :#]{1,2}$"
)
_AFTER_NO_PLATE = re.compile(
    r" (?:[A-Z]{3,}(?!\w)|(?:standard|wing|form|ref|group|lane|park|rota|gate|code|meeting|beyond|tax|students)(?!\w))"
)
_WORDS_LIKE_ENDINGS = frozenset(words("plate_words.txt"))  # AD24 OUR: more often a word in capitals
_OLDER_PLATE = re.compile(r"(?<!\w)(?:[a-hj-npr-y]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-hj-npr-y])(?!\w)")
_VEHICLE = re.compile(
    r"(?<!\w)(?:reg(?:istration)?|number ?plate|plate|vrm|vehicle|car|van|lorry|bike|motorbike|bmw"
    r"|audi|ford|vw|golf|corsa|fiesta|focus|astra|mercedes|merc|range rover|land rover|toyota|nissan|kia|taxi|driver"
    r"|mini|fiat|volvo|skoda|honda|mazda|peugeot|renault|tesla|jeep|transit|minibus|hgv|moped|scooter|caravan"
    r"|truck|tipper|motor|towed|ticketed|clamped|parked|drives?|driving)(?!\w)[^!?\n]{0,35}$"
)


def all_of(plain: str) -> Iterator[Data]:
    """Every kind but plates, the surest first."""
    for kind in (ibans, cards, bank_accounts, nhs_numbers, ni_numbers, driving_licences, passports):
        yield from kind(plain)


def ibans(plain: str) -> Iterator[Data]:
    """International account numbers with a right checksum."""
    for match in _IBAN.finditer(plain):
        if iban.is_valid(match[0].replace(" ", "")):
            yield Data("bank", *match.span(), "an IBAN")


def cards(plain: str) -> Iterator[Data]:
    """Payment cards: 13 to 19 digits with a right checksum."""
    for match in _CARD.finditer(plain):
        digits = re.sub(r"\D", "", match[0])
        named = _NOT_A_CARD.search(_before(plain, match))
        if 13 <= len(digits) <= 19 and luhn.is_valid(digits) and len(set(digits)) > 1 and not named:
            yield Data("card", *match.span(), "a payment card number")


def bank_accounts(plain: str) -> Iterator[Data]:
    """A sort code with an account number, either way round, with a word of banking beside or between."""
    for pattern in (_SORT_AND_ACCOUNT, _ACCOUNT_FIRST):
        for match in pattern.finditer(plain):
            beside = _before(plain, match) + match["between"]
            grouped = len(match["sort"]) == 8
            alone = grouped and not match["between"].strip(" ,/")
            if alone or (_BANK_WORD if grouped else _SORT_WORD).search(beside):
                yield Data("bank", *match.span(), "a sort code and an account number")


def nhs_numbers(plain: str) -> Iterator[Data]:
    """Ten digits with a right checksum, grouped as the NHS does or said to be an NHS number."""
    for match in _NHS.finditer(plain):
        named = _NHS_WORD.search(_before(plain, match))
        if (named or (match["grouped"] and match[0][0] in "4679")) and nhs.is_valid(match[0]):
            yield Data("nhs_number", *match.span(), "an NHS number")


def ni_numbers(plain: str) -> Iterator[Data]:
    """National Insurance numbers; without the last letter only where they are called so."""
    for match in _NI.finditer(plain):
        if match["loose"]:
            yield Data("ni_number", *match.span("loose"), "a National Insurance number", 0.9)
        elif match["prefix"] not in _NI_NEVER and not _NOT_NI.search(_before(plain, match)):
            yield Data("ni_number", *match.span(), "a National Insurance number")


def driving_licences(plain: str) -> Iterator[Data]:
    """Sixteen characters that hold a possible date of birth."""
    for match in _LICENCE.finditer(plain):
        if match[0][0].isalpha():
            yield Data("driving_licence", *match.span(), "a driving licence number")


def passports(plain: str) -> Iterator[Data]:
    """Numbers called a passport's."""
    for match in _PASSPORT.finditer(plain):
        which = "number" if match["number"] else "before"
        yield Data("passport", *match.span(which), "a passport number", 0.9)


def plates(text: Normalised) -> Iterator[Data]:
    """Registration marks: in capitals, or after a word for a vehicle; older forms only after the word."""
    for pattern in (_PLATE, _OLDER_PLATE):
        for match in pattern.finditer(text.plain):
            named = _VEHICLE.search(_before(text.plain, match))
            if named or (pattern is _PLATE and _stands_alone(text, match)):
                yield Data("plate", *match.span(), "a vehicle registration")


def _stands_alone(text: Normalised, match: re.Match[str]) -> bool:
    """Whether capitals alone tell a mark: as one word, or as two that no place, room or slogan explains."""
    start, end = text.span(*match.span())
    if not text.original[start:end].isupper():
        return False
    if " " not in match[0]:
        return True
    likely = match[0][-3:] not in _WORDS_LIKE_ENDINGS and not _BEFORE_NO_PLATE.search(_before(text.plain, match))
    return likely and not _AFTER_NO_PLATE.match(text.original[end : end + 20])


def _before(plain: str, match: re.Match[str]) -> str:
    return plain[max(0, match.start() - _NEAR) : match.start()]
