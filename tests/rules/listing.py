"""An entry on the managed contacts list with nothing missing, and links between accounts."""

from datetime import date

from tests.rules.working_time import STOCKPORT, wall

from evenhand.core.aliases import AliasLink, EvidenceKind, LinkEvidence, decide_link, propose_link
from evenhand.core.managed_entry import Entry, routes_paragraph

LIKENESS = LinkEvidence(EvidenceKind.LIKENESS, "the same picture and the same phrases, capture 8")
OWN_WORDS = LinkEvidence(EvidenceKind.OWN_WORDS, "“this is my other account”, capture 9")
ENTRY = Entry(
    author="fb:dell",
    reason="Threats to staff at the counter.",
    proposed_by=1,
    approved_by=2,
    notice=f"You are blocked from our social media. {routes_paragraph(STOCKPORT)}",
    why_no_notice="",
    starts_on=date(2024, 6, 3),
    review_on=date(2024, 12, 3),
    removed_on=None,
)


def link(
    id_: str,
    one: str,
    other: str,
    *evidence: LinkEvidence,
    confidence: float = 0.9,
    decided: bool = True,
) -> AliasLink:
    """On the author's own words unless said otherwise; decided by officer 5, or still a proposal."""
    proposed = propose_link(id_, one, other, confidence, evidence or (OWN_WORDS,))
    return decide_link(proposed, by=5, at=wall("2024-06-01 12:00")) if decided else proposed
