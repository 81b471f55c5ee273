"""Personal data are found with their owners; public contacts, references, prices and dates are not."""

import pytest
from tests.signals.cases import Case, cases, found, stated

from evenhand.signals.contract import Roster


@pytest.mark.parametrize("case", cases("personal_data"), ids=lambda case: case.name)
def test_a_comment_holds_the_data_named_in_the_cases_and_no_other(case: Case) -> None:
    assert case.faults(stated("personal_data", case.text)) == []


def test_there_are_at_least_a_hundred_and_fifty_cases() -> None:
    assert len(cases("personal_data")) >= 150


def test_what_is_public_depends_on_the_roster() -> None:
    text = "ring 0161 496 0000"
    assert stated("personal_data", text)["phone"] == 0
    assert stated("personal_data", text, Roster())["phone"] == 1


def test_the_finding_is_the_number_as_the_author_wrote_it() -> None:
    (finding,) = found("personal_data", "call: 0 7 7 0 0 9 0 0 1 2 3 now", "phone")
    assert finding.words == "0 7 7 0 0 9 0 0 1 2 3"
    assert finding.note == "UK mobile number"


def test_one_number_is_one_thing() -> None:
    facts = stated("personal_data", "sort code 12-34-56 account 12345678")
    assert facts["bank"] + facts["phone"] + facts["card"] + facts["date_of_birth"] == 1


def test_own_and_others_add_up_to_all() -> None:
    facts = stated("personal_data", "my number is 07700 900123 and his is 07700 900124")
    assert (facts["phone"], facts["own"], facts["others"]) == (2, 1, 1)


def test_a_disguised_word_is_not_turned_into_a_number() -> None:
    assert stated("personal_data", "s0rry, 1 mean it")["phone"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "we know where you live, 7 Lark Rise MB2 4QT",
        "I know for a fact that Dave lives at 14 Mill Lane",
        "I saw the man who has it, 14 Mill Lane MB2 4QT",
    ],
)
def test_a_home_told_of_somebody_else_is_not_the_writers_own(text: str) -> None:
    facts = stated("personal_data", text)
    assert (facts["address"], facts["own"], facts["others"]) == (1, 0, 1)


@pytest.mark.parametrize("text", ["we live at 7 Lark Rise", "07700 900123, that's mine", "07700 900123, ask for me"])
def test_we_and_words_after_it_tell_the_writers_own(text: str) -> None:
    assert stated("personal_data", text)["own"] == 1
