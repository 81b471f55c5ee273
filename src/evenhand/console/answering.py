"""A form that is carried out, or shown again with what forbids it: nothing that was written is lost."""

from collections.abc import Callable

from django import forms
from django.contrib import messages

from evenhand.console.access import OfficerRequest
from evenhand.core.refusals import Refused


class LocalTime(forms.DateTimeInput):
    """A day and a time on the wall; the browser shows a picker."""

    input_type = "datetime-local"


class Day(forms.DateInput):
    """A day; the browser shows a picker."""

    input_type = "date"


def local_time(label: str, help_text: str = "") -> forms.DateTimeField:
    """A field for an instant, as the wall clock of the deployment shows it."""
    return forms.DateTimeField(
        label=label, help_text=help_text, widget=LocalTime(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"required": "Give a day and a time.", "invalid": "Give a day and a time, as 2026-03-06 17:00."},
    )  # fmt: skip


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """A field for a day."""
    return forms.DateField(
        label=label, help_text=help_text, widget=Day(),
        error_messages={"required": "Give a day.", "invalid": "Give a day."},
    )  # fmt: skip


def words_field(label: str, help_text: str = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    """A field for a reason in words."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=required,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": "Write it in a few words."},
    )  # fmt: skip


def carried_out(request: OfficerRequest, form: forms.Form, do: Callable[[], str]) -> bool:
    """Whether a form was valid and what it asks for was done; `do` gives the sentence that says so."""
    if not form.is_valid():
        return False
    try:
        messages.success(request, do())
    except Refused as refused:
        cited = f" ({refused.rule})" if refused.rule else ""
        form.add_error(None, f"{refused.forbids[:1].upper()}{refused.forbids[1:]}{cited}. Next: {refused.do}.")
        return False
    return True
