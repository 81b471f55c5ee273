"""The normaliser reads through disguise, leaves honest text alone, and keeps the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.signals.normalise import LONGEST, lightly, normalise

AWKWARD = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Mn", "Cf"]),
        st.sampled_from("aeiou fckst4310@$!*._- \n&;#рсуокх🅵🏳️‍🌈\u200b\u202e\u0336İßﷺ"),
    ),
    max_size=200,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("r4cist", "racist"),
        ("sh1t b1tch", "shit bitch"),
        ("k1ll f1ag id1ot", "kill flag idiot"),
        ("w@nker a$$hole", "wanker asshole"),
        ("f.u.c.k f-u-c-k f_u_c_k", "fuck fuck fuck"),
        ("F U C K off", "fuck off"),
        ("fuuuuck cooool kiiiill", "fuck cool kill"),
        ("хуй", "хуй"),
        ("уоu аrе sсum", "you are scum"),
        ("ｆｕｃｋ 𝖋𝖚𝖈𝖐 Ⓕⓤⓒⓚ", "fuck fuck fuck"),
        ("🅵🆄🅲🅺", "fuck"),
        ("z̷̢͝a̸l̵g̷͈o", "zalgo"),
        ("wan​ker \u202ewanker\u202c", "wanker wanker"),
        ("f&#117;ck &amp; &lt;b&gt;", "fuck & <b>"),
        ("Müller café Łódź", "muller cafe lodz"),
        ("don’t", "don't"),
        ("Straße", "strasse"),
        ("a\ud800b", "ab"),
        ("😀 🇬🇧", "😀 🇬🇧"),
    ],
)
def test_disguise_is_read_through(written: str, read: str) -> None:
    assert normalise(written).plain == read


@pytest.mark.parametrize(
    "honest",
    [
        "4th 1st 2nd 3rd of may",
        "sk1 3xe, m1 1aa, ab12 cde",
        "m60 a6 b5465 4bed 5pm 10am 50p 20mph",
        "£4m 1990s 2024 covid19 mp3",
        "07700 900123 is 11 digits",
        "jo1@example.com www.p4rk.example.com",
        "это хороший парк",
        "ευχαριστώ πολύ"[:9],
        "cool, all good, off school, committee",
        "viii xxx www",
        "in a b road",
    ],
)
def test_honest_text_is_left_alone(honest: str) -> None:
    assert normalise(honest).plain == honest


@pytest.mark.parametrize("foreign", ["Россия рак", "суп и сок", "שלום לכולם", "شكرا جزيلا", "谢谢你们", "हिन्दी में"])
def test_another_script_is_not_turned_into_latin_letters(foreign: str) -> None:
    assert not any("a" <= char <= "z" for char in normalise(foreign).plain)


def test_stopping_without_a_space_is_not_a_letter() -> None:
    assert normalise("Stop!This is wrong").plain == "stop!this is wrong"


def test_what_was_disguised_is_noted_in_the_authors_own_words() -> None:
    text = normalise("you r4cist f.o.o.l, sоrry")
    assert {text.original[start:end] for start, end in text.disguised} == {"sоrry", "r4cist", "f.o.o.l"}


@pytest.mark.parametrize("acronym", ["N.H.S.", "B.B.C", "U.S.A.", "RSPCA"])
def test_an_acronym_is_no_disguise(acronym: str) -> None:
    assert normalise(f"the {acronym} shop").disguised == ()


def test_a_span_leads_back_to_what_was_written() -> None:
    text = normalise("Total sh1t, and f.u.c.k it")
    place = text.plain.index("fuck")
    start, end = text.span(place, place + 4)
    assert text.original[start:end] == "f.u.c.k"


def test_only_so_much_is_read() -> None:
    text = normalise("a " * LONGEST)
    assert len(text.plain) <= LONGEST
    assert len(text.original) == 2 * LONGEST


def test_light_folding_keeps_digits_and_spacing() -> None:
    assert lightly("Ring ０７７ 4 r4cist").plain == "ring 077 4 r4cist"


@given(AWKWARD)
def test_every_letter_came_from_somewhere(text: str) -> None:
    folded = normalise(text)
    assert len(folded.plain) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(AWKWARD)
def test_the_same_text_reads_the_same(text: str) -> None:
    assert normalise(text) == normalise(text)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["Ll", "Zs"]), max_size=80))
def test_lower_case_words_without_repeats_read_as_they_are(text: str) -> None:
    if not any(a == b == c for a, b, c in zip(text, text[1:], text[2:], strict=False)) and not _has_single(text):
        assert normalise(text).plain == text


def _has_single(text: str) -> bool:
    return any(len(word) == 1 for word in text.split())
