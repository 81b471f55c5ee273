"""APL-01, APL-02: what appellants read is there in both languages, with the same blanks."""

from datetime import date
from string import Formatter

import pytest

from evenhand.appeals.wording import Language, sentence, words
from evenhand.core.reception import Answer


def flat(language: Language) -> dict[str, str]:
    return {f"{table}.{key}": text for table, keys in words(language).items() for key, text in keys.items()}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    english, welsh = flat(Language.ENGLISH), flat(Language.WELSH)
    assert english.keys() == welsh.keys()
    assert {place: blanks(text) for place, text in english.items()} == {p: blanks(t) for p, t in welsh.items()}
    same = {place for place, text in english.items() if welsh[place] == text}
    assert same == set(), "nothing was left untranslated"


@pytest.mark.parametrize("language", list(Language))
def test_every_answer_has_words(language: Language) -> None:
    assert {kind.value for kind in Answer} <= words(language)["answer"].keys()


def test_days_in_a_sentence_are_written_as_the_language_does() -> None:
    day = date(2024, 9, 4)
    assert "until 4 September 2024." in sentence(Language.ENGLISH, "answer.second_too_late", until=day, afterwards="x")
    assert "hyd at 4 Medi 2024." in sentence(Language.WELSH, "answer.second_too_late", until=day, afterwards="x")
