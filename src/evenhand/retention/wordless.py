"""REC-02: how words are written over, wherever they stand."""

from typing import Any

from django.db.models import QuerySet

from evenhand.actions.models import Action, Receipt
from evenhand.notices.models import Notice, ReturnedMail
from evenhand.notices.models import Receipt as Answer


def over(rows: QuerySet[Any], marker: str, *columns: str) -> None:
    """Put the marker over these texts; one that says nothing goes on saying nothing."""
    for column in columns:
        rows.exclude(**{column: ""}).update(**{column: marker})


def over_lists(rows: QuerySet[Any], marker: str, *columns: str) -> None:
    """Put the marker over lists of texts; an empty one stays empty."""
    for column in columns:
        rows.exclude(**{column: []}).update(**{column: [marker]})


def receipts(actions: QuerySet[Action], marker: str) -> None:
    """What platforms answered."""
    over(Receipt.objects.filter(action__in=actions.values("pk")), marker, "answer")


def notices(told: QuerySet[Notice], marker: str) -> None:
    """What somebody was told, at which address, and by which call of a platform."""
    pks = list(told.values_list("pk", flat=True))
    told = Notice.objects.filter(pk__in=pks)
    carried = Action.objects.filter(about__in=[f"notice {pk}" for pk in pks])
    over(carried, marker, "text")
    receipts(carried, marker)
    over(Answer.objects.filter(notice__in=pks), marker, "answer")
    over_lists(told, marker, "paragraphs")
    over(told, marker, "subject", "why")
    told.update(author=None, name="", email="")
    came_back = ReturnedMail.objects.filter(notice__in=pks)
    over(came_back, marker, "words", "subject", "sender", "answer")
    came_back.update(content=None)


def wordless(said: Any) -> Any:
    """The same structure without the author's own words: what was found and under which rule stays."""
    if isinstance(said, dict):
        return {key: [] if key in ("words", "findings") else wordless(value) for key, value in said.items()}
    return [wordless(each) for each in said] if isinstance(said, list) else said
