"""Whose words they are: the author's own, or quoted, reported or denied."""

import re
from functools import cached_property

from evenhand.signals.spans import Spans

_NEAR = 60  # how far before a word a cue is looked for, code points

_IN_QUOTES = re.compile(r'"[^"\n]{2,300}"|(?<!\w)\'[^\'\n]{2,300}\'(?!\w)')
_LAST_SENTENCE = re.compile(r"[^.!?;\n]*$")

_WHOM = (
    r"(?: (?:me|us|him|her|them|people|someone|somebody|everyone|anyone|each other|(?:my|our|the"
    r"|an?) \w{1,14}|\w{3,14}))?"
)
_AS = r"(?: (?:an?|the|as|all|all the))?"
_NOT_I = r"(?<!\bi )(?<!\bi'd )(?<!\bi'll )(?<!\bwe )\b"
_CALLED = rf"{_NOT_I}(?:call(?:ed|ing|s)|labell(?:ed|ing)|brand(?:ed|ing)){_WHOM}{_AS}"
_DO_NOT_CALL = (
    r"(?:stop|don't|dont|do not|never|shouldn't|can't|cannot|not ok(?:ay)? to|wrong to|to) call" + _WHOM + _AS
)
_SAYING = (
    r"\b(?:say|shout|scream|chant|yell|writ|post|us|comment|hear|claim|repeat)ing"
    r"(?: (?:that|things like|stuff like|at \w{1,14}))?"
)
_SAID = (
    rf"{_NOT_I}(?:said|says?|shout(?:ed|s)?|wrote|writes?|posted|screamed|yelled|chanted|commented"
    rf"|tweeted|sprayed"
    r"|muttered|claims?|claimed|heard|told (?:me|us|him|her|them|my \w{1,14}|people|someone|an? \w{1,14}))"
    r"(?: (?:that|to|at \w{1,14}|things like|stuff like|i was an?|we were|we are|i am an?|i'm an?"
    r"|we should|they))?"
)
_THINKS = (
    r"\b(?:anyone|people|those|someone|everybody|somebody|idiots?|racists?|bigots?) (?:who )?"
    r"(?:thinks?|believes?)(?: that)?"
)
_WORD = (
    r"\b(?:the|that|this|an?) (?:words?|terms?|slurs?|phrases?|insults?|n-word|expression|comments?"
    r"|chants?|graffiti)"
    r"(?: (?:is|was|like|such as|of|said|saying))?"
)
_LIKE = r"\b(?:words|names|terms|slurs|insults|things|comments|chants|stuff) (?:like|such as|including)"
_BEING = r"\b(?:been|being|was|were|am|are|gets?|got|be) (?:called|labelled|told to|told|branded)(?: an?| the)?"
_CUES = "|".join((_CALLED, _DO_NOT_CALL, _SAYING, _SAID, _THINKS, _WORD, _LIKE, _BEING))
_REPORTED = re.compile(rf"(?:{_CUES})[:,]? ?[\"']?(?:\w{{1,14}} ){{0,2}}$")
_REPORTED_AFTER_COLON = re.compile(rf"(?:{_CUES})(?: (?:it|this|that))?: ?[\"']?(?:[\w']{{1,14}} ){{0,8}}$")
_REPORTED_AFTER = re.compile(
    r"[\"' ,-]{1,5}(?:he|she|they|someone|somebody|people|(?:my|the|an?|this|that|some|our) "
    r"(?:\w{1,14} ){1,2})"
    r" ?(?:just |then |actually )?(?:said|shouted|wrote|screamed|yelled|chanted|told me|called (?:me"
    r"|us|him|her|them|out))(?!\w)"
)
_ANOTHERS_DEED = re.compile(
    r"\b(?:they|he|she|who|that|people|isis|nazis?|hitler|racists?|bigots?|terrorists?|extremists?"
    r"|supremacists?|(?:if|do|don't|why|when) you"
    r"|idea of|tr(?:y|ies|ied|ying) to|threaten(?:ed|ing|s)? to|accused of|used to|hatred of|want(?:s"
    r"|ed)? us to)"
    r" (?:(?!should|must|need|ought|deserve|let)[\w']{1,14} ){0,3}$"
)
_DENIAL = (
    r"\b(?:don't|dont|do not|doesn't|doesnt|does not|didn't|didnt|did not|never|no|nobody|no one"
    r"|none of|wouldn't"
    r"|wouldnt|would not|isn't|aren't|isnt|arent|(?<!why )not|not all|cannot|can't|cant|won't|wont"
    r"|will not|wasn't"
    r"|weren't|hardly|neither|wrong to say|untrue that|nonsense that|false that|lie that|myth that|without)"
)
_DENIED = re.compile(
    rf"{_DENIAL} (?:(?!(?:but|just|only|think|want|trust|need|let|allow|care|go|more|if|when"
    rf"|because) )\w{{1,14}} ){{0,2}}$"
)


class Voice:
    """One text, asked about places in it."""

    def __init__(self, plain: str) -> None:
        self._plain = plain

    def quotes(self, start: int, end: int) -> bool:
        """Whether the words from `start` to `end` stand in quotation marks or are reported as another's."""
        return (
            self._quoted.hold(start, end)
            or _REPORTED.search(self._before(start)) is not None
            or _REPORTED_AFTER_COLON.search(self._before(start)) is not None
            or _REPORTED_AFTER.match(self._plain, end) is not None
        )

    def tells_of_others(self, start: int) -> bool:
        """Whether the words at `start` tell what others do or want: "they hate", "people who kill"."""
        return _ANOTHERS_DEED.search(self._before(start)) is not None

    def denies(self, start: int) -> bool:
        """Whether a denial stands right before `start`, in the same sentence."""
        return _DENIED.search(self._before(start)) is not None

    @cached_property
    def _quoted(self) -> Spans:
        return Spans(match.span() for match in _IN_QUOTES.finditer(self._plain))

    def _before(self, place: int) -> str:
        near = self._plain[max(0, place - _NEAR) : place]
        sentence = _LAST_SENTENCE.search(near)
        return sentence[0] if sentence else ""
