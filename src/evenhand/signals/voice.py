"""Whose words they are: the author's own, or quoted, reported or denied."""

import re
from functools import cached_property

_NEAR = 60  # how far before a word a cue is looked for, code points

_IN_QUOTES = re.compile(r'"[^"\n]{2,300}"|(?<!\w)\'[^\'\n]{2,300}\'(?!\w)')
_WHO = r"(?:me|us|him|her|them|people|someone|somebody|everyone|anyone|us all|each other|my \w{1,14}|our \w{1,14}|the \w{1,14}|a \w{1,14}|\w{3,14})"
_REPORTED = re.compile(
    r"(?:"
    rf"(?<!\bi )(?<!\bi'd )(?<!\bi'll )\b(?:called|calling|calls|labelled|labelling|branded|branding)(?: {_WHO})?(?: (?:an?|the|as|all|all the))?"
    rf"|(?:stop|don't|dont|do not|never|shouldn't|can't|cannot|not ok(?:ay)? to|wrong to|to) call(?: {_WHO})?(?: (?:an?|the|all))?"
    r"|(?:stop|stopped|without|keeps?|kept|started|people|were|was|for|heard|hear|hearing|by|like|they're|he's|she's|and|of|them|him|her|someone) (?:saying|shouting|screaming|chanting|yelling|writing|posting|using|commenting)(?: (?:that|things like|stuff like|at \w{1,14}))?"
    rf"|(?:he|she|they|people|someone|somebody|man|woman|lad|lads|kids|who|comment|comments|post|sign|you) (?:just |actually |always |even |then |also )?(?:said|says|say|shouted|shouts|wrote|writes|posted|screamed|yelled|chanted|told {_WHO}|commented|tweeted|spat|sprayed|muttered)(?: (?:that|to|at \w{{1,14}}|things like|stuff like|i was an?|we were|we are|i am an?|i'm an?))?"
    r"|(?:the|that|this|a) (?:word|words|term|slur|phrase|insult|n-word|expression|comment|chant|graffiti)s?(?: (?:is|was|like|such as|of|said|saying))?"
    r"|(?:words|names|terms|slurs|insults|things|comments|chants|stuff) (?:like|such as|including)"
    r"|(?:told|tell|telling) (?:me|us|him|her|them|my \w{1,14}|people|someone|a \w{1,14})(?: to| that| i was an?| we were| we should)?"
    r"|being (?:called|labelled|told to|told|branded)(?: an?)?|(?:been|was|were|am|are|get|gets|got|be) (?:called|labelled|told to|told|branded)(?: an?| the)?"
    r")[:,]? ?[\"']?(?:\w{1,14} ){0,2}$"
)
_DENIED = re.compile(
    r"(?:\b(?:don't|dont|do not|doesn't|doesnt|does not|didn't|didnt|did not|never|no|nobody|no one|none of|wouldn't|wouldnt|would not"
    r"|isn't|aren't|isnt|arent|(?<!why )not|not all|cannot|can't|cant|won't|wont|will not|wasn't|weren't|hardly|neither"
    r"|wrong to say|untrue that|nonsense that|false that|lie that|myth that|not true that|without)"
    r" (?:(?!but|just|only|think|want|trust|need|let|allow|care|go|more)\w{1,14} ){0,2})$"
)
_LAST_SENTENCE = re.compile(r"[^.!?;\n]*$")


class Voice:
    """One text, asked about places in it."""

    def __init__(self, plain: str) -> None:
        self._plain = plain

    @cached_property
    def _quoted(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _IN_QUOTES.finditer(self._plain))

    def quotes(self, place: int) -> bool:
        """Whether the word at `place` stands in quotation marks or is reported as another's."""
        return any(start < place < end for start, end in self._quoted) or bool(
            _REPORTED.search(self._before(place))
        )

    def denies(self, place: int) -> bool:
        """Whether a denial stands right before `place`, in the same sentence."""
        return bool(_DENIED.search(self._before(place)))

    def is_own(self, place: int) -> bool:
        """Whether the author says it in their own voice, and means it."""
        return not self.quotes(place) and not self.denies(place)

    def _before(self, place: int) -> str:
        near = self._plain[max(0, place - _NEAR) : place]
        sentence = _LAST_SENTENCE.search(near)
        return sentence[0] if sentence else ""
