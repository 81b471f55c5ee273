"""APL-01: what appellants read, in English and in Welsh: data in words/, one file a language with the same keys."""

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from evenhand.core.dates import said
from evenhand.core.notice_words import in_welsh

Words = Mapping[str, Mapping[str, str]]


class Language(StrEnum):
    """In which the public pages speak, by the code that HTML has for it."""

    ENGLISH = "en"
    WELSH = "cy"

    @property
    def other(self) -> "Language":
        """The one that a page offers instead."""
        return Language.WELSH if self is Language.ENGLISH else Language.ENGLISH

    def day(self, day: date) -> str:
        """As a sentence has it: 4 September 2024, 4 Medi 2024."""
        return in_welsh(day) if self is Language.WELSH else said(day)


@cache
def words(language: Language) -> Words:
    """By table and key. Blanks are as in str.format."""
    return tomllib.loads(files("evenhand.appeals").joinpath(f"words/{language}.toml").read_text("utf-8"))


def sentence(language: Language, place: str, **blanks: object) -> str:
    """One sentence with its blanks filled; `place`: as in "answer.too_late". Days are written as the language does.

    Raises: KeyError, for a blank that is not given.
    """
    table, _, key = place.partition(".")
    filled = {name: language.day(value) if isinstance(value, date) else value for name, value in blanks.items()}
    return words(language)[table][key].format(**filled)
