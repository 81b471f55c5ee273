"""REC-03: statements of reasons in the shape of the EU's public database, without a word that names a person."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.rules.hearing import STOCKPORT

from evenhand.core.open_record import CATEGORY, Decided, open_record
from evenhand.core.refusals import Refused
from evenhand.core.values import GROUND_IDS
from evenhand.core.vocabulary import Outcome

HIDDEN = Decided(
    "EH-24-000017",
    Outcome.HIDE,
    "CON-02",
    ("it insults a person",),
    date(2024, 3, 4),
    date(2024, 3, 5),
    language="en",
)


def test_a_hidden_comment_has_every_field_of_the_schema() -> None:
    assert dict(open_record(STOCKPORT, HIDDEN)) == {
        "puid": "EH-24-000017",
        "decision_visibility": ("DECISION_VISIBILITY_CONTENT_DISABLED",),
        "decision_visibility_other": None,
        "end_date_visibility_restriction": None,
        "decision_monetary": None,
        "decision_provision": None,
        "end_date_service_restriction": None,
        "decision_account": None,
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": "https://www.stockport.gov.uk/social-media-acceptable-use-policy",
        "incompatible_content_ground": "CON-02 Abuse, threats, harassment",
        "incompatible_content_explanation": STOCKPORT.grounds["CON-02"].definition,
        "incompatible_content_illegal": "No",
        "category": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "category_specification": None,
        "content_type": ("CONTENT_TYPE_TEXT",),
        "content_type_other": None,
        "content_language": "EN",
        "content_date": "2024-03-04",
        "application_date": "2024-03-05",
        "territorial_scope": None,
        "decision_facts": "it insults a person",
        "source_type": "SOURCE_VOLUNTARY",
        "source_identity": None,
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }


def test_it_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        open_record(STOCKPORT, HIDDEN)["puid"] = "another"  # type: ignore[index]


def test_a_deleted_comment_with_a_block_says_both_and_until_when() -> None:
    decided = replace(HIDDEN, outcome=Outcome.DELETE, blocked=True, until=date(2024, 9, 4), language="")
    record = open_record(STOCKPORT, decided)
    assert record["decision_visibility"] == ("DECISION_VISIBILITY_CONTENT_REMOVED",)
    assert record["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert record["end_date_service_restriction"] == "2024-09-04"
    assert record["content_language"] is None


def test_what_a_program_did_is_said() -> None:
    record = open_record(STOCKPORT, replace(HIDDEN, reported=True, found_by_program=True, hidden_by_program=True))
    assert record["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert record["automated_detection"] == "Yes"
    assert record["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"


def test_every_ground_but_criticism_has_a_category_and_nothing_is_called_illegal() -> None:
    assert set(CATEGORY) == set(GROUND_IDS) - {"CON-00"}
    for ground in CATEGORY:
        record = open_record(STOCKPORT, replace(HIDDEN, ground=ground))
        assert record["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
        assert str(record["category"]).startswith("STATEMENT_CATEGORY_")


def test_facts_are_cut_at_five_thousand_characters() -> None:
    for length, kept in ((5000, 5000), (5001, 5000)):
        record = open_record(STOCKPORT, replace(HIDDEN, because=("x" * length,)))
        assert len(str(record["decision_facts"])) == kept
    assert open_record(STOCKPORT, replace(HIDDEN, because=("one", "two")))["decision_facts"] == "one; two"


def test_another_kind_of_content_is_named() -> None:
    record = open_record(STOCKPORT, replace(HIDDEN, content=("IMAGE", "OTHER")))
    assert record["content_type"] == ("CONTENT_TYPE_IMAGE", "CONTENT_TYPE_OTHER")
    assert record["content_type_other"] == "a comment"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"outcome": Outcome.LEAVE}, "It is not a removal under a ground"),
        ({"ground": "CON-00"}, "It is not a removal under a ground"),
        ({"ground": "REF-01"}, "It is not a removal under a ground"),
        ({"reference": " "}, "The reference: nothing is said"),
        ({"because": ()}, "The facts: nothing is said"),
        ({"content": ("TEXT", "POEM")}, "POEM is no kind of content there"),
        ({"decided_on": date(2024, 3, 3)}, r"The decision .* is before the comment"),
        ({"until": date(2024, 3, 4)}, r"The end .* is before the decision"),
        ({"comment_on": datetime(2024, 3, 4, 9)}, "is an instant"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_published_is_refused(change: dict[str, object], wrong: str) -> None:
    with pytest.raises(Refused, match=wrong):
        open_record(STOCKPORT, replace(HIDDEN, **change))  # type: ignore[arg-type]


def test_a_comment_decided_on_its_own_day_is_published() -> None:
    assert open_record(STOCKPORT, replace(HIDDEN, decided_on=date(2024, 3, 4)))["application_date"] == "2024-03-04"


def test_a_refusal_names_the_record_where_it_has_a_reference() -> None:
    with pytest.raises(Refused, match="You tried to publish EH-24-000017"):
        open_record(STOCKPORT, replace(HIDDEN, ground="CON-00"))
    with pytest.raises(Refused, match="You tried to publish a decision"):
        open_record(STOCKPORT, replace(HIDDEN, reference=""))
