"""An answer as JSON, checked against its schema before anything else is asked of it."""

import unicodedata
from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evenhand.core.opinions import Said, why_refused

_JOINER = "\u200d"  # holds emoji together


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    rules: list[str] = Field(max_length=10)
    reason: str = Field(max_length=2_000)
    quote: str = Field(max_length=8_000)


class NotAccepted(ValueError):
    """An answer that does not count; the message says why."""


def accepted(content: str, offered: Collection[str], sent: str) -> Said:
    """`offered` and `sent`: as core.opinions.why_refused has them. Raises: NotAccepted."""
    try:
        given = _Answer.model_validate_json(content)
    except ValidationError as wrong:
        raise NotAccepted(f"it is not of the form that was asked for: {_first(wrong)}") from None
    said = Said(tuple(given.rules), given.reason.strip(), given.quote)
    if any(_is_hidden(char) for char in said.reason):
        raise NotAccepted("its reason holds characters that cannot be seen")
    if why := why_refused(said, offered, sent):
        raise NotAccepted(why)
    return said


def storable(content: str, longest: int = 2_000) -> str:
    """What a text column takes of it: no NUL, no half of a pair."""
    return content[:longest].replace("\x00", " ").encode("utf-8", "replace").decode()


def _first(wrong: ValidationError) -> str:
    fault = wrong.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in fault["loc"])[:40]
    kind = "it is not JSON" if fault["type"] == "json_invalid" else fault["msg"]
    return storable(f"{place}: {kind}" if place else kind, 200)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and char != _JOINER
