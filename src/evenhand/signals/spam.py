"""What unwanted advertising looks like: links, lures, repetition. Structure, more than words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.contract import Roster
from evenhand.signals.normalise import LONGEST, Normalised

_LINK = re.compile(
    r"(?<![\w@.])(?:https?://|www\.)[^\s<>\"']{2,400}"
    r"|(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|co\.uk|org\.uk|gov\.uk|ac\.uk|nhs\.uk|police\.uk|org|net|io|info|biz|shop|xyz|online|site|top|club|live|link|ly|gl|me|tv|uk|app|store|vip|cc|ru|cn)(?![\w@])(?:/[^\s<>\"']{0,400})?",
    re.IGNORECASE,
)
_SHORTENERS = frozenset(
    ["bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "rb.gy", "t.ly", "shorturl.at", "tiny.cc", "lnkd.in", "rebrand.ly", "bl.ink", "soo.gd", "s.id", "v.gd", "u.to", "linktr.ee", "wa.me", "t.me", "chat.whatsapp.com"]
)
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
_REACH = r"(?:whats ?app|whatsap|watsapp|telegram|signal|wechat|kik|snap(?:chat)?|insta(?:gram)?|discord|viber|text|sms|inbox|dm|call)"
_CONTACT = re.compile(
    rf"(?<!\w){_REACH}(?: (?:me|him|her|us|my|now|number|no|line|group|directly|only|via|at|on|here|sir|mr|mrs|the|admin|for|more|info|details|today))"
    rf"{{0,5}}[ :=>👉📲📞-]{{0,6}}(?:@\w{{3,32}}|\+?\d[\d ()-]{{7,18}}\d)"
    rf"|(?:\+\d[\d ()-]{{7,18}}\d|@\w{{3,32}})[ ,(]{{0,4}}(?:on |via |through |is (?:his|her|my|their) )?(?:whats ?app|telegram|signal)(?!\w)"
    rf"|(?<!\w)(?:dm|inbox|message|msg|pm|text|contact|write|hmu|hit) (?:me|us|him|her|up) (?:for|to (?:get|start|earn|learn|join|know|invest|order|buy)|if you (?:want|need|are interested))(?: \w{{1,20}}){{0,4}}"
    r"|(?<!\w)(?:link in (?:my )?(?:bio|profile)|check (?:out )?my (?:bio|profile|page|channel|link|onlyfans)|click (?:the |this |my )?(?:link|here|below)|join (?:my|our|the|this) (?:telegram|whatsapp|discord|vip|free) ?(?:group|channel|chat)?)"
)
_MONEY = re.compile(
    r"(?<!\w)(?:crypto(?:currency|currencies)?|bitcoin|btc|ethereum|usdt|forex|fx (?:trading|trader)|binary options?|trading (?:platform|expert|account|signals|mentor)|"
    r"(?:earn|earned|earning|make|made|making|win|won|receive|received|get|got|profit of|cash ?out|withdraw|withdrew|invest|invested|returns? of|up to)(?: \w{1,14}){0,4} [£$€]? ?\d[\d,.]{0,12} ?k?(?: \w{1,10}){0,3} (?:per|a|every|each|in|within|weekly|daily|monthly|hourly|from home|online|profit|working)|"
    r"work(?:ing)? from home (?:and|opportunity|job|earn)|passive income|financial freedom|double your (?:money|income|investment)|guaranteed (?:profit|return|returns|income|loan|approval)|"
    r"(?:quick|instant|payday|fast|urgent|cheap|personal|business|no credit check|bad credit)(?: \w{1,10})? loans?|loans? (?:available|offer|approved|at \d)|no credit checks?|get rich|make money (?:fast|online|now)|easy money|side hustle|"
    r"(?:free|exclusive) (?:giveaway|iphone|gift ?cards?|voucher|vouchers|tickets to the first|samples?)|giveaway|you(?:'ve| have) (?:won|been selected|been chosen)|claim your (?:prize|reward|bonus|free|refund|voucher|gift)|lucky (?:winner|draw)|congratulations you|"
    r"(?:investment|investing) (?:opportunity|platform|plan|company|expert|scheme)|invest (?:with|in) (?:me|us|him|her|mrs|mr)|account manager|recover(?:ed|y)? (?:my |your |lost |stolen |scammed )*(?:funds|money|crypto|bitcoin)|ethical hacker|hack(?:er)? (?:for hire|any)|"
    r"(?:cash ?app|paypal) (?:flip|money|me)|sugar (?:daddy|mummy|baby)|casino|free spins|betting tips|fixed (?:matches|odds)|spell caster|(?:dr|doctor|prophet|priest) \w{2,14} (?:who |that |has |helped |brought |cast |cured )|love spell|herbal (?:cure|medicine|remedy))(?!\w)"
)
_PROMOTION = re.compile(
    r"(?<!\w)(?:(?:buy|shop|order|book|subscribe|sign up|visit|check out|try|get|grab)(?: \w{1,12}){0,4} (?:now|today|our website|my website|our shop|my shop|online store|our page|my page|my channel|our menu|your first)|"
    r"(?:\d{1,2} ?% off|(?:half|great|best|low|unbeatable|competitive|affordable|discount(?:ed)?) prices?|special offers?|discount code|promo code|use code \w{3,14}|limited (?:time )?offer|free (?:delivery|shipping|quotes?|quotations?|estimates?|trial|consultation)|flash sale|sale now on|on sale now|while stocks last|now open for orders|taking (?:orders|bookings)|we (?:deliver|also offer|specialise in|supply and fit))|"
    r"(?:follow|like|subscribe to|check out|support) (?:my|our) (?:page|channel|business|shop|store|etsy|podcast|blog|music|album|book|new (?:page|single|shop|business|book))|(?:my|our) (?:new )?(?:etsy|ebay|vinted|shopify|online) (?:shop|store|page)|"
    r"(?:for sale|selling|i sell|we sell)(?: \w{1,14}){0,6} (?:dm|message|call|text|collection|[£$]\d{1,6}|cash)|small business|family run business|(?:call|text|ring|contact) (?:us|me|our team|\w{2,14}) (?:today|now|for a (?:free )?(?:quote|price)|on \d))(?!\w)"
)
_MENTION = re.compile(r"(?<![\w@/.])@[A-Za-z0-9_.]{2,50}")
_HASHTAG = re.compile(r"(?<![\w#&])#[^\W\d]\w{1,80}")
_SENTENCE = re.compile(r"[^.!?\n]{8,400}")
_WORDS = re.compile(r"\w+")
_SAME_PICTURE = re.compile(r"([\U0001f300-\U0001faff\u2600-\u27bf])(?:[\ufe0f\u200d]?\1){5,}")
_SAME_WORD = re.compile(r"(?<!\w)(\w{2,30})(?:\W{1,3}\1){4,}(?!\w)")


class Spam:
    """Links and lures."""

    name = "spam"
    version = "spam-1"
    facts: Mapping[str, str] = {
        "links": "links of any kind",
        "links_official": "links to government, health, police, universities, schools and the body's own sites",
        "shorteners": "links that hide where they go",
        "contact_lure": "invitations to get in touch elsewhere: a messaging app with a number or a handle, a profile",
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
            *_plain_findings("contact_lure", _CONTACT, text),
            *_plain_findings("money_lure", _MONEY, text),
            *_plain_findings("promotion", _PROMOTION, text),
            *_repeated(text),
            *_written_findings("mentions", _MENTION, written),
            *_written_findings("hashtags", _HASHTAG, written),
        )
        counts = Counter(finding.fact for finding in findings)
        return Reading(self.name, self.version, {fact: counts[fact] for fact in self.facts}, findings)


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


def _plain_findings(
    fact: str, pattern: re.Pattern[str], text: Normalised, note: str = ""
) -> Iterator[Finding]:
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
            yield Finding(
                "repeated_inside", text.original[start:end], start, end, note="a sentence three times"
            )


SIGNAL = Spam()
