"""People of the roster are known by near spelling; a private person only by a full name."""

import pytest
from tests.signals.cases import found, stated

from evenhand.signals.contract import NamedPerson, Roster


@pytest.mark.parametrize(
    "text",
    [
        "Priya Thornbury",
        "Cllr Thornbury",
        "Councillor Thornbury's vote",
        "councillor thornberry",
        "cllr. P Thornbury",
        "Ms Thornbury",
        "prya thornbury",
        "CLLR THORNBURY!!",
        "Cllr Th0rnbury",
        "Mary-Jane O'Dell",
        "Cllr O’Dell",
    ],
)
def test_a_member_is_known(text: str) -> None:
    facts = stated("named_people", text)
    assert (facts["members"], facts["officers"], facts["private_people"]) == (1, 0, 0)


@pytest.mark.parametrize(
    "text", ["Gareth Ollerenshaw", "gaz ollerenshaw", "Mr Olerenshaw", "Mr. Ollerenshaw in planning"]
)
def test_an_officer_is_known(text: str) -> None:
    facts = stated("named_people", text)
    assert (facts["officers"], facts["members"]) == (1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Thornbury is a lovely village",
        "Gareth fixed it",
        "Cllr Hardcastle",
        "Mr Thorn",
        "the thorny question",
        "Priya said so",
        "",
    ],
)
def test_a_place_a_first_name_or_another_surname_is_nobody_on_the_roster(text: str) -> None:
    facts = stated("named_people", text)
    assert (facts["officers"], facts["members"]) == (0, 0)


@pytest.mark.parametrize(
    "text", ["John Hardcastle dumped it", "Mrs Edith Bramwell", "it was Aisha Khan", "Liam O'Shea did it"]
)
def test_a_private_person_is_known_by_first_and_last_name(text: str) -> None:
    assert stated("named_people", text)["private_people"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "Mill Lane",
        "John Street",
        "Victoria Park",
        "George Hotel",
        "Grace Church",
        "Thank You",
        "May Day",
        "Millbeck Library",
        "john hardcastle",
        "April Monday",
        "St Mary Church",
        "Martin is right",
    ],
)
def test_a_place_or_a_single_name_is_no_private_person(text: str) -> None:
    assert stated("named_people", text)["private_people"] == 0


def test_whether_a_roster_was_given_is_stated() -> None:
    assert stated("named_people", "hello")["roster_known"] is True
    assert stated("named_people", "hello", Roster())["roster_known"] is False


def test_two_bodies_do_not_see_each_others_roster() -> None:
    other = Roster((NamedPerson("Wilf Hardcastle", "member"),))
    assert stated("named_people", "Cllr Hardcastle", other)["members"] == 1
    assert stated("named_people", "Cllr Hardcastle")["members"] == 0
    assert stated("named_people", "Cllr Thornbury", other)["members"] == 0


def test_a_near_spelling_is_less_certain() -> None:
    (exact,) = found("named_people", "Cllr Thornbury", "members")
    (near,) = found("named_people", "Cllr Thornberry", "members")
    assert exact.confidence == 1.0
    assert near.confidence < 1.0
