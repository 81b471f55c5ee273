"""Private telephone numbers, as people write them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from evenhand.signals.places import Data

_GAP = r"[ \-.()/_\ufe0f\u20e3]{0,5}"  # with the two code points that make a key-cap of a digit
_UK = re.compile(
    rf"(?<![\w£$€.])(?:\+ ?44{_GAP}(?:\(0\){_GAP})?|00 ?44{_GAP}|44{_GAP}(?=7)|\(?0{_GAP})"
    rf"(?:\d{_GAP}){{8,9}}\d(?!\d|[.,]\d)"
)
_SEPARATED = re.compile(r"(?<!\d)0(?:[,;:*~|·•] ?\d){9,10}(?![,;:*~|·•]?\d)")  # each digit apart
_WITH_LETTERS = re.compile(r"(?<![\w£$€.])[0o][ -]?[127](?:[ -]?[\doil]){8,9}(?!\w)")  # o for 0, l for 1
_ABROAD = re.compile(r"(?<![\w£$€.])(?:\+|00)(?!44)[1-9]\d{0,2}(?:[ \-.()]{0,2}\d){6,12}(?!\d)")
_BARE_MOBILE = re.compile(
    r"(?<!\w)(?:call|ring|text|phone|number|mobile|mob|tel|whatsapp|contact|on|is)[ :=]{1,3}"
    r"(?P<number>7\d{3}[ -]?\d{3}[ -]?\d{3})(?!\d)"
)
_WORD = r"(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine)(?!\w)"
_SAID = rf"(?:(?:double |triple )?(?:{_WORD}|\d(?!\d))|\d{{2,6}}(?!\d))(?: hundred(?!\w))?"
_SPOKEN = re.compile(rf"(?<![\w£$€.])(?:{_SAID}[ ,()-]{{1,3}}){{2,11}}{_SAID}")
_DISGUISED = (_SPOKEN, _WITH_LETTERS)
_SPOKEN_DIGITS = {"zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3",
                  "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"}  # fmt: skip
_LOOKS_LIKE = str.maketrans("oil", "011")
# Freephone, business, premium and personal numbering: nobody's home. Source: Ofcom's numbering plan.
_NOT_PRIVATE = ("080", "0500", "03", "084", "087", "09", "055", "056", "0116000")
_REFERENCE = re.compile(
    r"(?<!\w)(?:ref|reference|case|order|invoice|application|account|acc|pcn|ticket|uprn|serial"
    r"|tracking|id|barcode|isbn|job|claim|policy|incident|log|meter|mpan|charity|company|vat|planning"
    r"|permit|licence|customer|batch|ean|crime|membership|contract|stock|product|asset|sku|part|model|imei"
    r"|(?:booking|enquiry|member|parcel|grid|os) (?=no|num|id|ref))"
    r"(?: ?(?:no|number|num|id|ref|reference|code))?\.?(?: (?:is|was))?[ :#=-]{0,4}$"
)


def found(plain: str, public: tuple[str, ...]) -> Iterator[Data]:
    """Telephone numbers but the public ones, the service numbers, and what is called a reference."""
    known = {_digits(contact) for contact in public if sum(map(str.isdigit, contact)) >= 5}
    for pattern in (_UK, _ABROAD, _BARE_MOBILE, _SPOKEN, _SEPARATED, _WITH_LETTERS):
        for match in pattern.finditer(plain):
            start, end = match.span("number") if pattern is _BARE_MOBILE else match.span()
            if pattern in _DISGUISED and not _is_disguised(match[0]):
                continue
            note = _kind(_digits(plain[start:end]))
            if note and _digits(plain[start:end]) not in known and not _is_reference(plain, start):
                yield Data("phone", start, end, note, 0.9 if note == "possible number" else 1.0)


def _is_disguised(written: str) -> bool:
    """Whether letters are among the digits, and it begins as a number does: figures alone are the other patterns'."""
    return any(map(str.isalpha, written)) and _digits(written).startswith(("+441", "+442", "+447"))


def _digits(written: str) -> str:
    """A number with its country: `+44...` for ours, whatever way it was written."""
    spoken = re.sub(r"double (\w+)", r"\1 \1", re.sub(r"triple (\w+)", r"\1 \1 \1", written))
    spoken = re.sub(r"(\w) hundred", r"\1 0 0", spoken)
    bare = "".join(_SPOKEN_DIGITS.get(word, "") or _digit(word) for word in re.findall(r"[a-z]{2,}|\w", spoken))
    if written.lstrip("( ").startswith("+") or bare.startswith("00") or (bare.startswith("447") and len(bare) == 12):
        return "+" + re.sub(r"^(44)0", r"\1", bare.removeprefix("00"))
    return "+44" + bare.removeprefix("0")


def _digit(written: str) -> str:
    """The digits of a stretch in which letters stand for the digits that look like them."""
    return re.sub(r"\D", "", written.translate(_LOOKS_LIKE))


@lru_cache(maxsize=1024)
def _kind(number: str) -> str:
    """What sort of number it is, for people; empty if it is not one or nobody's own."""
    import phonenumbers  # its tables take a moment to load, and few comments hold a number

    if number.startswith("+44"):
        national = "0" + number[3:]
        if national.startswith(_NOT_PRIVATE) or national[1:2] not in tuple("127"):
            return ""
        if len(national) != 11 and not (len(national) == 10 and national[1] == "1"):
            return ""
        return "UK mobile number" if national.startswith("07") else "UK landline number"
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_valid_number(parsed):
        return "number abroad"
    return "possible number" if phonenumbers.is_possible_number(parsed) else ""


def _is_reference(plain: str, place: int) -> bool:
    return bool(_REFERENCE.search(plain[max(0, place - 40) : place]))
