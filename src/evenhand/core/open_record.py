"""REC-03, MOD-05: a decision in the shape of the EU's public database of statements of reasons.

Source: https://transparency.dsa.ec.europa.eu/page/api-documentation (schema of 1 July 2025). No words of the author
and none of the officer's go in, as either may name a person; and nothing is ever called illegal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from evenhand.core.edition import Edition
from evenhand.core.given import day_alone, in_order, in_words
from evenhand.core.refusals import Refused
from evenhand.core.vocabulary import Outcome

_VISIBILITY = {
    Outcome.HIDE: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Outcome.DELETE: "DECISION_VISIBILITY_CONTENT_REMOVED",
}
_OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
CATEGORY: Mapping[str, str] = {
    "CON-01": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "CON-02": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    "CON-03": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "CON-04": "STATEMENT_CATEGORY_VIOLENCE",
    "CON-05": _OTHER,
    "CON-06": _OTHER,
    "CON-07": _OTHER,
    "CON-08": _OTHER,
    "CON-09": _OTHER,
    "CON-10": "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
}
"""The nearest heading of the database for each ground; the choice is ours."""
CONTENT_TYPES = frozenset({"TEXT", "IMAGE", "VIDEO", "AUDIO", "SYNTHETIC_MEDIA", "OTHER"})
LONGEST_FACTS = 5000
"""Characters that the database takes for the facts of a decision."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A removal as the public may see it.

    `reference`: reveals nobody; `because`: the clauses that fired, in the edition's words; `blocked`: a block came with
    it; `until`: the day it ends; `reported`: somebody pointed it out; `found_by_program` and `hidden_by_program`: a
    signal found it; it was hidden until a person had looked.
    """

    reference: str
    outcome: Outcome
    ground: str
    because: tuple[str, ...]
    comment_on: date
    decided_on: date
    content: tuple[str, ...] = ("TEXT",)
    language: str = ""
    blocked: bool = False
    until: date | None = None
    reported: bool = False
    found_by_program: bool = False
    hidden_by_program: bool = False


def open_record(edition: Edition, decided: Decided) -> Mapping[str, object]:
    """REC-03: every field of the schema that a public body can fill; None where there is nothing to say.

    Raises: Refused, for what is no removal under a ground, an unknown kind of content, or days that go back.
    """
    _check(edition, decided)
    rule = edition.rules[decided.ground]
    return MappingProxyType(
        {
            "puid": decided.reference,
            "decision_visibility": (_VISIBILITY[decided.outcome],),
            "decision_visibility_other": None,
            "end_date_visibility_restriction": None,
            "decision_monetary": None,
            "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION" if decided.blocked else None,
            "end_date_service_restriction": decided.until.isoformat() if decided.until else None,
            "decision_account": None,
            "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
            "decision_ground_reference_url": edition.policy_url,
            "incompatible_content_ground": f"{rule.id} {rule.title}",
            "incompatible_content_explanation": rule.ground.definition if rule.ground else None,
            "incompatible_content_illegal": "No",
            "category": CATEGORY[decided.ground],
            "category_specification": None,
            "content_type": tuple(f"CONTENT_TYPE_{kind}" for kind in decided.content),
            "content_type_other": "a comment" if "OTHER" in decided.content else None,
            "content_language": decided.language.upper() or None,
            "content_date": decided.comment_on.isoformat(),
            "application_date": decided.decided_on.isoformat(),
            "territorial_scope": None,  # countries of the EU alone may stand here
            "decision_facts": "; ".join(decided.because)[:LONGEST_FACTS],
            "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION" if decided.reported else "SOURCE_VOLUNTARY",
            "source_identity": None,
            "automated_detection": "Yes" if decided.found_by_program else "No",
            "automated_decision": _automated(decided),
        }
    )


def _automated(decided: Decided) -> str:
    return "AUTOMATED_DECISION_" + ("PARTIALLY" if decided.hidden_by_program else "NOT_AUTOMATED")


def _check(edition: Edition, decided: Decided) -> None:
    tried = f"to publish {decided.reference or 'a decision'}"
    in_words("REC-03", tried, reference=decided.reference, facts=" ".join(decided.because))
    day_alone("REC-03", tried, comment=decided.comment_on, decision=decided.decided_on, end=decided.until)
    in_order("REC-03", tried, comment=decided.comment_on, decision=decided.decided_on, end=decided.until)
    if decided.outcome not in _VISIBILITY or decided.ground not in CATEGORY or decided.ground not in edition.grounds:
        raise Refused(
            tried=tried, forbids="it is not a removal under a ground", do="publish hidden and deleted comments alone",
            rule="REC-03",
        )  # fmt: skip
    if odd := sorted(set(decided.content) - CONTENT_TYPES):
        raise Refused(
            tried=tried, forbids=f"{', '.join(odd)} is no kind of content there",
            do=f"use {', '.join(sorted(CONTENT_TYPES))}", rule="REC-03",
        )  # fmt: skip
