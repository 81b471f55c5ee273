"""How a comment is written: words, letters, emoji, capitals, disguised words."""

import re
from collections.abc import Iterator, Mapping

from evenhand.core.vocabulary import Comment, Finding, Reading
from evenhand.signals.contract import Roster
from evenhand.signals.normalise import LONGEST, Normalised

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PICTURE = r"[\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001faff\u2600-\u27bf\u2b00-\u2bff]"
_EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]?"
    rf"(?:\u200d{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]?){{0,8}}"
)


class Form:
    """The shape of a comment."""

    name = "form"
    version = "form-1"
    facts: Mapping[str, str] = {
        "words": "words in the comment",
        "letters": "letters in the comment",
        "emoji": "emoji in the comment; a family or a flag counts once",
        "capitals": "share of upper-case among its letters, 0 to 1",
        "disguised": "words readable only after look-alikes, leet, spacing or hidden characters are folded",
        "truncated": "the comment is longer than what is read",
    }

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        written = comment.text[:LONGEST]
        letters = sum(map(str.isalpha, written))
        capitals = sum(map(str.isupper, written))
        findings = tuple(_disguised(text))
        return Reading(
            self.name,
            self.version,
            {
                "words": sum(1 for _ in _WORD.finditer(written)),
                "letters": letters,
                "emoji": sum(1 for _ in _EMOJI.finditer(written)),
                "capitals": capitals / letters if letters else 0.0,
                "disguised": len(findings),
                "truncated": len(comment.text) > LONGEST,
            },
            findings,
        )


def _disguised(text: Normalised) -> Iterator[Finding]:
    for start, end in sorted(set(text.disguised)):
        yield Finding("disguised", text.original[start:end], start, end, note="read after folding")


SIGNAL = Form()
