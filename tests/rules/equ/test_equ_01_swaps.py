"""EQU-01: swapping the characteristic, the party, the name or the dialect must not change the proposal."""

from dataclasses import replace

import pytest
from tests.rules.hearing import STOCKPORT, heard

from evenhand.core.evenness import Difference, Evenness, Swapped, compare, evenness, exchanged, swaps
from evenhand.core.stated import ImpossibleError
from evenhand.core.values import EvenHandedness, Likeness, SwapKind

FAITH = Likeness(SwapKind.CHARACTERISTIC, "religion", (("Sikh", "Sikhs"), ("Hindu", "Hindus"), ("Jew", "Jews")))
SEX = Likeness(SwapKind.CHARACTERISTIC, "gender", (("man", "men"), ("woman", "women")))
PARTY = Likeness(SwapKind.PARTY, "party", (("Green",), ("Liberal Democrat",)))
NAME = Likeness(SwapKind.NAME, "first name", (("Oliver",), ("Chidi",)))
NORTH = Likeness(SwapKind.DIALECT, "the North", (("nothing", "going to"), ("nowt", "gonna")))
VALUES = EvenHandedness((FAITH, SEX, PARTY, NAME, NORTH))
SWAP = Swapped(SwapKind.PARTY, "party", "Green", "Liberal Democrat", "words")


def texts(text: str) -> list[str]:
    return [swap.text for swap in swaps(text, VALUES)]


def test_each_group_is_exchanged_for_each_other_of_its_likeness() -> None:
    assert texts("The Sikhs are welcome") == ["The Hindus are welcome", "The Jews are welcome"]
    (swap,) = swaps("Vote Green", VALUES)
    assert (swap.kind, swap.likeness, swap.said, swap.instead) == (SwapKind.PARTY, "party", "Green", "Liberal Democrat")


def test_both_groups_of_a_comment_are_exchanged_at_once() -> None:
    assert "Jews help Sikhs" in texts("Sikhs help Jews")
    assert exchanged("a man and a woman", ("man",), ("woman",)) == "a woman and a man"


def test_words_keep_their_capitals() -> None:
    assert texts("Man, MEN and men") == ["Woman, WOMEN and women"]
    assert texts("Nowt works, nowt") == ["Nothing works, nothing"]


def test_one_letter_in_capitals_is_no_shout_and_two_are() -> None:
    assert exchanged("I said so", ("I",), ("we",)) == "We said so"
    assert exchanged("the MP said so", ("MP",), ("councillor",)) == "the COUNCILLOR said so"


def test_a_party_has_a_capital_and_a_colour_has_none() -> None:
    assert texts("a green park") == []
    assert texts("GREEN councillors") == ["LIBERAL DEMOCRAT councillors"]
    assert exchanged("Green on green", ("Green",), ("Liberal Democrat",)) == "Liberal Democrat on green"


def test_whole_words_alone_are_exchanged() -> None:
    assert texts("The manager of the women-only mandolin club") == []


def test_a_form_of_several_words_is_found_over_any_space() -> None:
    assert texts("I am going  to town") == ["I am gonna town"]
    assert "Green" in texts("A Liberal\nDemocrat")[0]


def test_nothing_to_swap_is_no_swap() -> None:
    assert texts("The bins were missed") == []


def test_a_proposal_that_stays_is_no_difference() -> None:
    assert compare(heard({"lexicon.insult": 1}), {SWAP: heard({"lexicon.insult": 1})}) == ()


def test_a_proposal_that_changes_says_in_what_and_why() -> None:
    before, after = heard({}), heard({"lexicon.insult": 1})
    assert compare(before, {SWAP: after}) == (
        Difference(
            SWAP,
            (("grounds", "none", "CON-02"), ("severity", "none", "medium"), ("suggestion", "leave", "hide")),
            ("now CON-02 (medium, hide): it insults a person",),
        ),
    )
    (back,) = compare(after, {SWAP: before})
    assert back.because == ("no longer CON-02 (medium, hide): it insults a person",)


def test_a_change_of_route_alone_is_a_difference() -> None:
    (difference,) = compare(heard({}), {SWAP: replace(heard({}), route="REF-04")})
    assert difference.changes == (("route", "none", "REF-04"),)


def test_a_signal_that_failed_for_one_of_them_is_given_as_the_reason() -> None:
    (difference,) = compare(heard({"lexicon.insult": 1}), {SWAP: heard({}, failed=["lexicon"])})
    assert "now unread: lexicon, it broke" in difference.because


def test_the_figures_have_a_line_for_each_kind_and_hold_every_difference() -> None:
    other = replace(SWAP, kind=SwapKind.NAME)
    same, changed = heard({}), heard({"lexicon.insult": 1})
    lines = evenness([(same, {SWAP: same, other: changed}), (same, {SWAP: same})])
    assert [(line.kind, line.compared, line.even) for line in lines] == [
        (SwapKind.CHARACTERISTIC, 0, 0),
        (SwapKind.PARTY, 2, 2),
        (SwapKind.NAME, 1, 0),
        (SwapKind.DIALECT, 0, 0),
    ]
    assert [difference.swapped for line in lines for difference in line.differences] == [other]
    assert evenness([])[0] == Evenness(SwapKind.CHARACTERISTIC, 0, 0, ())


def test_the_reference_edition_swaps_in_every_kind() -> None:
    values = STOCKPORT.value("EQU-01", EvenHandedness)
    text = "That Muslim woman Margaret from Labour said nothing"
    assert {swap.kind for swap in swaps(text, values)} == set(SwapKind)
    assert {swap.text for swap in swaps("owt", values)} == {"anything"}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ((("man", "men"),), "nothing to swap"),
        ((("man", "men"), ("woman",)), "different length"),
        (((), ()), "different length"),
        ((("man",), ("Man",)), "a word twice"),
        ((("man",), (" ",)), "an empty one"),
    ],
)
def test_a_likeness_that_cannot_be_swapped_is_impossible(rows: tuple[tuple[str, ...], ...], wrong: str) -> None:
    with pytest.raises(ImpossibleError, match=wrong):
        Likeness(SwapKind.CHARACTERISTIC, "gender", rows)


def test_an_edition_that_leaves_out_a_kind_is_impossible() -> None:
    with pytest.raises(ImpossibleError, match="nothing is swapped by party, dialect"):
        EvenHandedness((FAITH, NAME))


def test_a_swap_is_known_by_the_first_form_of_each_group_whichever_form_was_said() -> None:
    assert {(swap.said, swap.instead) for swap in swaps("The Sikhs are welcome", VALUES)} == {
        ("Sikh", "Hindu"),
        ("Sikh", "Jew"),
    }
