"""MOD-02, CON-10: what is sent has no personal data that we can find, and nobody's name."""

import pytest

from evenhand.core.vocabulary import Author
from evenhand.opinions import covering
from evenhand.opinions.covering import StillPersonal, covered
from evenhand.signals.contract import NamedPerson, Roster

ROSTER = Roster(
    people=(NamedPerson("Gareth Pike", "officer"), NamedPerson("Cllr Moira Fenn", "member")),
    public_contacts=("0161 496 0000",),
)
NOBODY = Author()


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Ring me on 07700 900123 you clowns", "Ring me on [telephone] you clowns"),
        ("or robin.vale@mail.example then", "or [e-mail address] then"),
        ("My NI is AB123456C", "My NI is [National Insurance number]"),
        ("Gareth Pike is a clown", "[council officer] is a clown"),
        ("Ask cllr fenn, she knows", "Ask [councillor], she knows"),
        ("Sarah Whitfield lied to us", "[private person] lied to us"),
        ("See https://social.example/robin?id=5 and www.x.example/a", "See [link] and [link]"),
        ("@robin_v and @robin@mastodon.example agree", "[account] and [account] agree"),
        ("my ref is 4432 1199 8812", "my ref is [number]"),
        ("Ring the council on 0161 496 0000", "Ring the council on [telephone]"),
        ("42 Acacia Avenue, SK1 3XE is where he lives", "[home address] is where he lives"),
        ("Nothing to see here, 12 bins on 5 May", "Nothing to see here, 12 bins on 5 May"),
        ("", ""),
    ],
)
def test_marks_stand_where_personal_data_stood(text: str, sent: str) -> None:
    assert covered(text, NOBODY, ROSTER) == sent


def test_the_authors_own_name_and_handle_are_covered() -> None:
    author = Author(id="77", handle="@robin.v", name="Robin Vale")
    assert covered("Signed, robin vale (robin.v). Valerie too.", author, Roster()) == (
        "Signed, [author] ([author]). Valerie too."
    )


def test_a_name_of_a_letter_or_two_is_no_name_to_look_for() -> None:
    assert covered("Oh no", Author(name="Oh"), Roster()) == "Oh no"


def test_overlapping_data_becomes_one_mark() -> None:
    assert covered("https://x.example/robin@mail.example/07700900123 ok", NOBODY, Roster()).endswith("] ok")
    assert covered("https://x.example/07700900123 ok", NOBODY, Roster()).count("[") == 1


def test_what_is_still_personal_after_covering_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covering, "_with_marks", lambda text, covers: text)
    with pytest.raises(StillPersonal, match="could not be covered: telephone"):
        covered("Ring me on 07700 900123", NOBODY, Roster())


def test_every_kind_of_personal_data_has_a_mark() -> None:
    facts = {*covering.PERSONAL_DATA.facts, *covering.NAMED_PEOPLE.facts} - {"own", "others", "roster_known"}
    assert facts == set(covering.MARKS)
