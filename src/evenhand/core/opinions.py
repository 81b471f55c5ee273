"""A second opinion from an outside program: when one is asked, what of an answer counts, and what it may cost.

It is one more fact for the officer. No proposal, no route and no place in the queue depends on it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

NEVER_SENT = ("REF-01", "REF-02", "REF-05")
"""What concerns an allegation, somebody at risk or somebody in despair stays in the house, a mere doubt of it too."""
PROTECTED = "CON-00"
LONGEST_SENT = 4_000
"""Code points of a comment: half of one might be taken for the whole."""
LONGEST_REASON = 300
_ADDRESSES = ("http", "www.", "@", "mailto:")
MICROPENCE = 1_000_000
"""In a penny. Money is counted in whole ones, so that sums are exact."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """One reason of a proposal: its rule, and whether it only says that a program is unsure."""

    rule: str
    doubt: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether a second opinion is asked, and why or why not."""

    asked: bool
    because: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the program answered: the rules it sees breached or met, why, and the comment's words that show it."""

    rules: tuple[str, ...]
    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Tariff:
    """Micropence for 1,000 tokens, of what is sent and of what is answered."""

    sent: int
    answered: int

    def price(self, sent: int, answered: int) -> int:
        """Micropence for so many tokens, rounded up."""
        return -(-(sent * self.sent + answered * self.answered) // 1000)


def asking(reasons: Iterable[Doubted], *, restricted: bool, length: int) -> Asking:
    """MOD-02: only of a ground that a program is unsure of, where nothing is proposed against the comment in earnest.

    `length`: code points of the comment.
    """
    reasons = tuple(reasons)
    kept = sorted({reason.rule for reason in reasons if reason.rule in NEVER_SENT})
    against = [reason for reason in reasons if reason.rule.startswith("CON-") and reason.rule != PROTECTED]
    if restricted or kept:
        return Asking(False, f"it may concern {kept[0] if kept else 'REF-02'}, and such words are never sent")
    if not against:
        return Asking(False, "no ground is in doubt")
    if not all(reason.doubt for reason in against):
        return Asking(False, "a ground is proposed in earnest, and a person looks at that")
    if length > LONGEST_SENT:
        return Asking(False, f"the comment is longer than the {LONGEST_SENT:,} characters that are sent")
    return Asking(True, f"a program is unsure of {against[0].rule}")


def why_refused(said: Said, offered: Collection[str], sent: str) -> str:
    """Why an answer does not count, in words that end "because ..."; empty where it does.

    `offered`: the rules that were sent; `sent`: the comment as it was sent. A quote must stand in it, letter by letter.
    """
    unknown = [rule for rule in said.rules if rule not in offered]
    if unknown:
        return f"it names {unknown[0][:20]!r}, which is no rule that it was given"
    if len(set(said.rules)) < len(said.rules):
        return "it names a rule twice"
    return _why_words_refused(said.reason) or _why_quote_refused(said, sent)


def _why_words_refused(reason: str) -> str:
    if not reason.strip():
        return "it gives no reason"
    if len(reason) > LONGEST_REASON or len(reason.splitlines()) > 1:
        return f"its reason is not one sentence of at most {LONGEST_REASON} characters"
    if any(mark in reason.lower() for mark in _ADDRESSES):
        return "its reason holds an address"
    return ""


def _why_quote_refused(said: Said, sent: str) -> str:
    if said.rules and not said.quote.strip():
        return "it names a rule and quotes nothing"
    if said.quote not in sent:
        return "its quote does not stand in the comment"
    return ""


def affordable(spent: int, price: int, cap: int) -> bool:
    """Whether a call of this price, in micropence, keeps within a day's cap."""
    return spent + price <= cap
