"""Which party the words of a comment name. The same for every party: a name, and the words people use for it."""

import re
from collections.abc import Iterable

from evenhand.core.vocabulary import Finding

POLITICAL = frozenset({"party", "political_support", "political_oppose"})
"""Facts of the lexicon whose words are searched for a party."""
PARTIES = {
    "Conservative": r"conservatives?|tory|tories",
    "Co-operative": r"co-?operative party",
    "Green": r"greens?",
    "Independent": r"independents?",
    "Labour": r"labour|labor",
    "Liberal Democrat": r"lib ?dems?|liberal democrats?|the liberals",
    "Plaid Cymru": r"plaid( cymru)?",
    "Reform UK": r"reform( uk)?",
    "SDLP": r"sdlp",
    "Scottish National Party": r"snp",
    "Sinn Féin": r"sinn f[eé]in",
    "UKIP": r"ukip",
}
"""As the log names each, in order of the name. Another party stands in the log in the author's own words."""
_WORDS = {name: re.compile(rf"\b({words})\b", re.IGNORECASE) for name, words in PARTIES.items()}
_NO_PARTY = "party-political word"


def parties_named(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Every party that the findings of the lexicon name, once each, in order."""
    named: set[str] = set()
    for finding in findings:
        if finding.fact not in POLITICAL or finding.note.endswith(_NO_PARTY):
            continue
        found = {name for name, words in _WORDS.items() if words.search(finding.words)}
        named |= found or ({finding.words.casefold()} if finding.fact == "party" else set())
    return tuple(sorted(named))
