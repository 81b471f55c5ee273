"""Where a person can be found: e-mail and home addresses, dates of birth, a child's school."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.signals.normalise import Normalised
from evenhand.signals.phrases import words


@dataclass(frozen=True, slots=True)
class Data:
    """A piece of personal data; offsets in the text that was searched."""

    fact: str
    start: int
    end: int
    note: str
    confidence: float = 1.0


_AT = r"(?:@|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|\s?-at-\s?)"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\s?-dot-\s?)"
_ENDING = r"(?:com|org|net|co|uk|me|io|eu|info|biz|ie|scot|wales|cymru|london)(?!\w)"
_MAILBOXES = r"(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|btinternet|live|aol|sky|virginmedia|proton|protonmail)"
_EMAIL = re.compile(
    rf"(?<![\w.+@-])(?P<who>[a-z0-9][\w.+'’-]{{0,63}}){_AT}"
    rf"(?P<host>[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{2,63}}){{1,4}})"
    r"|(?<![\w.+@-])(?P<who2>[a-z0-9][\w.+'’-]{0,63}(?: (?:dot|underscore|dash|hyphen) [\w-]{1,30}){0,3})"
    rf"(?: at (?P<host2>[a-z0-9-]{{2,63}}(?: dot [a-z0-9-]{{2,30}}){{0,2}} dot {_ENDING}"
    rf"|{_MAILBOXES}(?:\.| dot )(?:com|co\.uk|co dot uk))"
    rf"|\s@\s?(?P<host3>[a-z0-9-]{{2,63}}(?:\s?\.\s?[a-z0-9-]{{2,30}}){{0,2}}\s?\.\s?{_ENDING}))(?!\w)"
)
_HOST_DOT = re.compile(r"\s?[\[({<]?\s?(?:-dot-|(?<!\w)dot(?!\w)|\.)\s?[\])}>]?\s?")
_ROLES = frozenset(words("role_mailboxes.txt"))  # who an address is for, where it is for no one person
_PUBLIC_HOSTS = (".gov.uk", ".gov.wales", ".gov.scot", ".nhs.uk", ".police.uk", ".parliament.uk")

_POSTCODE = (
    r"(?:gir ?0aa|[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d|[a-hk-y]\d\d|\d[a-hjkps-uw]"
    r"|[a-hk-y]\d[abehmnprv-y]) ?\d[abd-hjlnp-uw-z]{2})(?!\w)"
)
_STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|ln|close|cl|drive|dr|crescent|cres|court|ct|way|terrace"
    r"|place|pl|grove|gardens|gdns|square|sq|walk|row|mews|hill|rise|view|park|green|gate|fold|brow"
    r"|bank|croft|parade|wharf|yard|house|estate|vale|meadows?|fields?|end|side|path|mount"
    r"|buildings?|cottages?|villas?|lodge|quay|dale|heights?|towers?|flats|garth|nook|wynd|brae|loan|lea)"
)
_NUMBER = r"(?<![\w£$€.,/:#-])\d{1,4}[a-h]?(?![\w%]|[.:/]\d)"
_WITH_POSTCODE = re.compile(
    rf"(?:(?:flat|apartment|apt|unit|no\.?|number|house(?: number)?)\s?)?{_NUMBER}[ ,]{{1,3}}(?:(?!"
    rf"(?:times|years?|days?|weeks?|months?|hours?|hrs?|minutes?|mins?|people|pm|am|cars?|houses|homes"
    rf"|miles?|bins?|of)(?!\w))[a-z][\w'.’-]{{0,20}}[ ,\n]{{1,3}}){{0,8}}?(?P<code>{_POSTCODE})"
)
_POSTCODE_FIRST = re.compile(
    rf"(?<!\w)(?P<code>{_POSTCODE})[ ,]{{1,3}}(?:(?:house|flat|door|no\.?|number)[ .]{{1,2}}){{1,2}}{_NUMBER}"
)
_LIVES_AT = re.compile(
    rf"(?<!\w)(?:lives?|living|resides?|residing|stays?|staying|moved|moving|address(?: is|:)?|addy"
    rf"(?: is)?|find (?:him|her|them)|home is|house is)\s(?:(?:at|on|in|to|is|now|round"
    rf"|over)\s){{0,2}}(?P<home>(?:(?:flat|apartment|no\.?|number)\s?)?{_NUMBER}[ ,]{{1,3}}"
    rf"(?:(?:heol|ffordd|stryd|lon|maes|clos|rhes) [\w'’-]{{2,20}}"
    rf"|(?:[a-z][\w'.’-]{{1,20}}[ ,]{{1,2}}){{1,4}}?{_STREET}))(?!\w)"
)
_UNIT = rf"(?:number|no\.?|flat|apartment|apt)\s?{_NUMBER}"
_LIVES_AT_NUMBER = re.compile(
    rf"(?<!\w)(?:(?:lives?|living|resides?|residing|stays|staying|dwells?)(?: \w{{2,8}})?"
    rf" (?:at|in) (?P<unit>{_UNIT})(?! (?:years?|months?|weeks?|days?|%)(?!\w))"
    rf"|(?:i'm|i am|we're|we are|he's|she's|they're|been|him|her|them) at (?P<house>{_UNIT}[ ,]{{1,3}}"
    rf"(?:[a-z][\w'.’-]{{1,20}}[ ,]{{1,2}}){{1,3}}?{_STREET}))(?!\w)"
)
_PUBLIC_PLACE = re.compile(
    r"(?<!\w)(?:library|council(?:,| house| offices?)|offices?(?: address)?|town hall|civic centre|centre|shop"
    r"|post office|supermarket|store|café|cafe|pharmacy|chemist|surgery|clinic|hospital|school|college|nursery"
    r"|church|chapel|mosque|temple"
    r"|synagogue|museum|gallery|theatre|cinema|meeting|venue|drop.?in|event|hub|pub|inn|tavern|bar|hotel|club|gym"
    r"|restaurant|takeaway|bakery|butchers?|barbers?|salon|hall|hut|depot|garage|tyres|station|stadium|ground"
    r"|exhibition|consultation|hearing|warehouse|showroom|dentists?|vets?|solicitors|ltd|limited|food ?bank"
    r"|write to us|post to|registered office|charity)(?!\w)[^.!?\n]{0,40}$"
)
_OPEN_TO_ALL = re.compile(
    r"[^.!?\n]{0,20}?(?<!\w)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days(?= \d| at| from|[.!]|$)|opens?|opening"
    r"|open day|reopen(?:s|ed|ing)|clos(?:es|ed|ing)(?: down)?|admission|tickets|quiz|polling|mot"
    r"|for lease|under new management)(?!\w)"
)

_DATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?[ ./-](?:of )?(?:\d{1,2}|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr"
    r"(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec"
    r"(?:ember)?)[ ./,-]{1,2}(?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|(?:january|february|march|april"
    r"|may|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?,? (?:19"
    r"|20)\d\d)(?!\d)"
)
_BORN = re.compile(
    rf"(?<!\w)(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|birthday|born|b\.)(?:['’]?s(?!\w))?"
    rf"(?: (?:on|is|was|the|in|as|of|file|form|record)| (?:my|his|her) \w{{1,12}}){{0,5}}"
    rf"[ :=,-]{{0,4}}(?:on |the |is ){{0,2}}(?P<date>{_DATE})"
    rf"|(?<![\d/.-])(?P<first>{_DATE}) ?[\(-]? ?(?:is |was )?(?:my |his |her )?(?:d\.?o\.?b"
    rf"|date of birth|birthday)"
)
_NOT_A_PERSON = re.compile(
    r"(?<!\w)(?:council|nhs|club|society|party|company|charity|town|trust|service|scheme|idea|building"
    r"|festival)[^.!?\n]{0,12}$"
)

_SCHOOL = (
    r"(?:Ysgol(?:\s[A-Z][\w'’.]{1,20}){1,3}"
    r"|(?:(?:St\.?|Saint|Our|All|The|Holy)\s)?[A-Z][\w'’.]{1,20}(?:\s(?:and|of|the|C of E|CE|RC"
    r"|Catholic|[A-Z][\w'’.]{1,20})){0,4}?\s(?:[Pp]rimary|[Ii]nfants?|[Jj]uniors?|[Hh]igh|[Ss]econdary"
    r"|[Aa]cademy|[Gg]rammar|[Nn]ursery|[Cc]ollege|[Cc]omprehensive|[Ss]chool|[Pp]re-?school)(?:\s"
    r"(?:[Ss]chool|[Aa]cademy))?)"
)
_NAME = (
    r"(?!(?:Dr|Mr|Mrs|Ms|Sir|Rev|Councillor|Mayor|Head|Council|School|Nursery|I|The|She|He|My|And|But|Is|At) |I'm)"
    r"[A-Z][a-z]{2,14}(?:\s(?!Is |At |Goes )[A-Z][a-z]{1,15})?"
)
_CHILD = (
    r"(?:son|daughter|boy|girl|child|kid|grandson|granddaughter|niece|nephew|lad|little one|eldest"
    r"|youngest|twins?|pupil|student|brother|sister)"
)
_CHILD_AT_SCHOOL = re.compile(
    rf"(?:(?i:\b{_CHILD}s?),?\s(?:(?i:called|named|is)\s)?{_NAME}"
    rf"|\b(?i:our|wee)\s{_NAME}(?=\s(?i:is|goes|attends))"
    rf"|{_NAME}[,\s(]{{1,3}}(?i:aged?\s|is\s|who(?:'s| is)\s)?(?:1[0-8]|[2-9])(?!\d))"
    rf"[^.!?\n]{{0,60}}?\s(?i:goes to|go to|attends|attending|is at"
    rf"|at|is in (?:year|reception|class|y)\s?\w{{0,2}} at|from|in (?:year|reception|nursery|class"
    rf"|y)\s?\w{{0,2}} (?:at|of)|starts(?: at)?|started(?: at)?|joined|pupil at|going to)\s{_SCHOOL}"
    rf"|{_NAME}\s(?i:goes to|attends|is in (?:year|y)\s?\d{{1,2}} at|is a pupil at|is starting(?: at)?"
    rf"|started at|in (?:year|y)\s?\d{{1,2}} at)\s{_SCHOOL}"
)


def emails(plain: str, public: tuple[str, ...]) -> Iterator[Data]:
    """E-mail addresses but those that are public and those of a role."""
    known = {contact.lower() for contact in public if "@" in contact}
    for match in _EMAIL.finditer(plain):
        who = match["who"] or match["who2"]
        host = _HOST_DOT.sub(".", match["host"] or match["host2"] or match["host3"])
        is_role = all(word in _ROLES for word in re.split(r"[.+_-]", who)) or f".{host}".endswith(_PUBLIC_HOSTS)
        if f"{who}@{host}" not in known and not is_role:
            yield Data("email", *match.span(), "an e-mail address")


def addresses(plain: str, public: tuple[str, ...]) -> Iterator[Data]:
    """Homes: a number with a postcode, or a number and street where somebody is said to live."""
    codes = {code.replace(" ", "") for contact in public for code in re.findall(_POSTCODE, contact.lower())}
    for pattern in (_WITH_POSTCODE, _POSTCODE_FIRST):
        for match in pattern.finditer(plain):
            is_public = match["code"].replace(" ", "") in codes or _PUBLIC_PLACE.search(_before(plain, match.start()))
            if not is_public and not _OPEN_TO_ALL.match(plain, match.end()):
                yield Data("address", *match.span(), "a house number with its postcode")
    for match in _LIVES_AT.finditer(plain):
        yield Data("address", *match.span("home"), "a house and street where somebody lives", 0.9)
    for match in _LIVES_AT_NUMBER.finditer(plain):
        which = "unit" if match["unit"] else "house"
        yield Data("address", *match.span(which), "the number where somebody lives", 0.8)


def dates_of_birth(plain: str) -> Iterator[Data]:
    """Dates with words of birth beside them."""
    for match in _BORN.finditer(plain):
        which = "date" if match["date"] else "first"
        if not _NOT_A_PERSON.search(_before(plain, match.start())):
            yield Data("date_of_birth", *match.span(which), "a date of birth")


def children_at_school(text: Normalised) -> Iterator[Data]:
    """A child's first name with the school. Capitals matter here, so the author's own text is searched."""
    written = "".join(text.original[start] for start in text.starts)
    for match in _CHILD_AT_SCHOOL.finditer(written):
        yield Data("child_school", *match.span(), "a child's name with the school", 0.8)


def _before(plain: str, place: int) -> str:
    return plain[max(0, place - 60) : place]
