"""Signals are found by looking; one that fails is missing and the others go on."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.signals.cases import MILLBECK, cases
from tests.signals.test_normalise import AWKWARD

from evenhand.core.vocabulary import Comment, Missing, Reading
from evenhand.signals.contract import Roster
from evenhand.signals.normalise import Normalised
from evenhand.signals.read import known_facts, programs, read

LONG = 100_000
HARD = [
    "a ",
    "a.",
    "f4k3 ",
    "fuck you ",
    "muslims are vermin ",
    "bloody mary ",
    "07700 900123 ",
    "a@b.co ",
    "*",
    "f*",
    "é\u0336",
    "you ",
    "i hate ",
    '"',
    "'",
    "( ",
    "14 mill lane ",
    "1",
    "https://a.b/",
    "🅵",
    "😂",
    "whatsapp ",
    "Cllr Thornbury ",
    "&#1;",
    "the the ",
    "said ",
    "don't ",
]


def comment(text: str) -> Comment:
    return Comment(text, date(2025, 3, 3))


class Fails:
    name = "fails"
    version = "fails-1"
    facts: Mapping[str, str] = {"any": "any"}

    def read(self, comment: Comment, text: Normalised, roster: Roster) -> Reading:
        raise ZeroDivisionError("no weights")


def test_signals_are_found_by_looking_in_the_order_of_their_names() -> None:
    assert [signal.name for signal in programs()] == [
        "encoder",
        "form",
        "lexicon",
        "named_people",
        "personal_data",
        "repetition",
        "spam",
    ]


def test_a_signal_that_fails_is_missing_and_the_others_go_on() -> None:
    readings, missing = read(comment("thank you"), Roster(), (Fails(), *programs()))
    assert missing == (Missing("fails", "ZeroDivisionError: no weights"),)
    assert {reading.signal for reading in readings} == {signal.name for signal in programs()}


def test_every_signal_has_a_version_and_says_what_its_facts_mean() -> None:
    for signal in programs():
        assert signal.version.startswith(signal.name)
        assert all(about.strip() for about in signal.facts.values())
    assert known_facts()["lexicon"]["threat"] == "threats against a person or persons"


@pytest.mark.parametrize(
    "text", ["", " ", "😀", "\ud800\udfff", "z̷̢͝a̸l̵g̷͈o", "Thank you, the bins are fine", "<b>bins</b>&amp;", "\x00"]
)
def test_every_signal_states_every_fact_it_declares_and_no_other(text: str) -> None:
    readings, missing = read(comment(text), MILLBECK)
    assert missing == ()
    for reading, signal in zip(readings, programs(), strict=True):
        assert set(reading.facts) == set(signal.facts), signal.name


@pytest.mark.parametrize("text", ["שלום", "مرحبا بكم في المدينة", "Дороги в ужасном состоянии"])
def test_what_is_written_in_letters_nobody_taught_it_is_missing_and_never_clean(text: str) -> None:
    readings, missing = read(comment(text), MILLBECK)
    (lost,) = missing
    assert (lost.signal, "letters that the encoder has not learned" in lost.why) == ("encoder", True)
    assert len(readings) == len(programs()) - 1


def check_findings(text: str) -> None:
    readings, missing = read(comment(text), MILLBECK)
    assert {lost.signal for lost in missing} <= {"encoder"}
    for reading in readings:
        for finding in reading.findings:
            assert text[finding.start : finding.end] == finding.words
            assert finding.start < finding.end
            assert finding.fact in reading.facts
            assert reading.facts[finding.fact]


@given(AWKWARD)
def test_findings_are_the_authors_own_words(text: str) -> None:
    check_findings(text)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from([case.text for name in ("lexicon", "personal_data") for case in cases(name)]),
        max_size=6,
    ),
    AWKWARD,
)
def test_findings_in_mixed_comments_are_the_authors_own_words(texts: list[str], awkward: str) -> None:
    check_findings(f" {awkward} ".join(texts))


@pytest.mark.parametrize("piece", HARD)
def test_a_very_long_comment_is_read_to_the_end(piece: str) -> None:
    readings, missing = read(comment((piece * LONG)[:LONG]), MILLBECK)
    assert missing == ()
    assert len(readings) == len(programs())


def test_the_same_comment_reads_the_same() -> None:
    for case in cases("lexicon")[::9]:
        assert read(comment(case.text), MILLBECK) == read(comment(case.text), MILLBECK)


class Entry:
    """An entry point of another package, as the interpreter lists them."""

    def load(self) -> Fails:
        return Fails()


@pytest.fixture
def fresh() -> Iterator[None]:
    programs.cache_clear()
    yield
    programs.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_another_package_may_bring_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.signals.read.entry_points", lambda group: [Entry()])
    assert "fails" in known_facts()


@pytest.mark.usefixtures("fresh")
def test_two_signals_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.signals.read.entry_points", lambda group: [Entry(), Entry()])
    with pytest.raises(ValueError, match="two are named fails"):
        programs()
