"""The encoder reads words: emoji by their names, hashtags word by word, starred words written out."""

import pytest

from evenhand.signals.encoder_text import emoji_name, encoder_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Great job 👏👏👏", "great job clapping hands "),
        ("#StopTheCuts now", " stop the cuts now"),
        ("issue#4 is open", "issue#4 is open"),
        ("this is sh*t", "this is shit"),
        ("whаt а mess", "what a mess"),
        ("one\n\n\ntwo", "one two"),
        ("", ""),
    ],
)
def test_a_comment_is_read_as_words(written: str, read: str):
    assert encoder_text(written).plain == read


def test_a_shade_of_skin_is_named_in_two_words():
    assert "dark skin" in encoder_text("👋🏿").plain


def test_an_emoji_without_a_name_is_no_crash():
    assert emoji_name("\U0001faff") == ""


def test_every_letter_leads_back_to_the_author_s_own():
    written = "oi 🤡 you #FakeNews cl*wn"
    text = encoder_text(written)
    start = text.plain.index("clown face")
    assert written[slice(*text.span(start, start + len("clown face")))] == "🤡"
    start = text.plain.index("news")
    assert written[slice(*text.span(start, start + 4))] == "News"
