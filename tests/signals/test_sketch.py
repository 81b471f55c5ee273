"""CON-05: a copy is found after edits, another text is not, and what many people write by themselves is no copy."""

import pytest

from evenhand.signals.sketch import BANDS, sketch

TEXT = "Come and see the wonderful garden furniture that my cousin sells behind the old mill every Saturday"
OTHER = "When will the bin lorry come to Foxholes Lane, it has not been seen there for three whole weeks now"


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.upper(),
        f"{TEXT} https://a17.example.com/x?y=3",
        f"{TEXT} bit.ly/3xYz",
        f"@robin.vale {TEXT} #furniture",
        TEXT.replace(" ", "  ").replace("furniture", "furniture 🪑🔥🔥"),
        TEXT.replace("a", "а").replace("e", "е"),  # Cyrillic
        TEXT.replace("my cousin", "my sister"),
        f"Hi all, {TEXT} please share",
        f"{TEXT} 48213",
        f"Robin Vale, {TEXT}",
    ],
)
def test_an_edited_copy_resembles_the_text_and_shares_a_key(copy: str) -> None:
    one, other = sketch(TEXT), sketch(copy)
    assert one.resembles(other)
    assert set(one.keys) & set(other.keys)


def test_another_text_does_not_resemble_it() -> None:
    assert sketch(TEXT).likeness(sketch(OTHER)) < 0.1


@pytest.mark.parametrize(
    "text", ["Thank you", "disgrace", "when?", "When will my bin be collected please", "", "😂" * 50]
)
def test_short_texts_are_nobodys_copy(text: str) -> None:
    assert sketch(text) == sketch(text) == type(sketch(text))()
    assert not sketch(text).resembles(sketch(text))


def test_eight_words_are_enough_and_seven_are_not() -> None:
    assert sketch("one two three four five six seven").keys == ()
    assert len(sketch("one two three four five six seven eight").keys) == BANDS


def test_links_and_numbers_do_not_make_a_text_longer() -> None:
    assert sketch("see this now www.example.com 1 2 3 4 5 6 7 @robin #now").keys == ()


def test_the_keys_that_are_kept_mean_the_same_for_ever() -> None:
    assert sketch(TEXT).keys[:2] == KEPT


def test_keys_fit_a_bigint() -> None:
    assert all(0 <= key < 2**63 for key in sketch(TEXT).keys)


def test_a_very_long_text_is_compared_by_its_beginning() -> None:
    long = f"{TEXT}. " * 2_000
    assert sketch(long) == sketch(long + OTHER)


KEPT = (4738871041038666159, 4921869526292636711)
