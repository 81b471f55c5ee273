"""The forms of evidence packs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from evenhand.core.moderation import Objection
from evenhand.evidence.models import Capture
from evenhand.packs.contents import said_at
from evenhand.packs.gather import of_comment
from evenhand.packs.models import Pack
from evenhand.packs.operations import Written

_FIELD_OF = {"exhibits": "captures", "statement": "statement", "signed": "signed", "recipient": "recipient"}


class PackForm(forms.Form):
    """What an officer says in a pack, and which captures go in. It may be incomplete: a draft is kept as it is."""

    captures = forms.MultipleChoiceField(
        required=False,
        label="What goes in",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each part of a capture becomes an exhibit with a number of its own.",
    )
    statement = forms.CharField(
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        label="Your statement",
        help_text="In your own words: what you saw, when and where. Say what was written, not what it is in law.",
    )
    signed = forms.CharField(
        required=False, max_length=200, label="Your name", help_text="Typing your full name signs the statement."
    )
    recipient = forms.CharField(
        required=False, max_length=200, label="For whom it is", help_text="The police force or unit."
    )
    police_reference = forms.CharField(
        required=False, max_length=200, label="Police reference", help_text="Where there is one already."
    )

    def __init__(self, *args: Any, choices: Sequence[Capture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captures"].choices = [(str(c.pk), _said(c)) for c in choices]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, pack: Pack, choices: Sequence[Capture]) -> "PackForm":
        """The form as a draft stands."""
        initial = {
            "captures": [str(pk) for pk in pack.captures.values_list("pk", flat=True)],
            "statement": pack.statement,
            "signed": pack.signed,
            "recipient": pack.recipient,
            "police_reference": pack.police_reference,
        }
        return cls(initial=initial, choices=choices)

    def written(self) -> Written:
        """The words, once the form is valid. Browsers send line ends as CR LF; what is kept has LF."""
        given = self.cleaned_data
        return Written(
            statement=given["statement"].replace("\r\n", "\n"),
            signed=given["signed"],
            recipient=given["recipient"],
            police_reference=given["police_reference"],
        )

    def chosen(self) -> list[int]:
        """The ids of the captures that were ticked."""
        return [int(pk) for pk in self.cleaned_data["captures"]]

    def object_to(self, found: Iterable[Objection]) -> None:
        """Show everything that keeps the pack from being sealed, each beside the field it is about."""
        for objection in found:
            wrong = f"{objection.wrong[:1].upper()}{objection.wrong[1:]}: {objection.do}."
            self.add_error(_FIELD_OF.get(objection.field), wrong)


def _said(capture: Capture) -> str:
    comment, revision = of_comment(capture)
    wording, parts = f"wording {revision.number}", len(capture.parts)
    return (
        f"Comment {comment.native_id} on {comment.channel.title}, {wording}, captured {said_at(capture.captured_at)}: "
        f"{parts} part{'' if parts == 1 else 's'}"
    )


class DownloadForm(forms.Form):
    """A copy of a pack."""

    reason = forms.CharField(
        max_length=500,
        label="What the copy is for",
        error_messages={"required": "Write what the copy is for."},
        help_text="It goes into the custody of the pack, with your name.",
    )


class _LocalTime(forms.DateTimeInput):
    input_type = "datetime-local"


class HandOverForm(forms.Form):
    """That a pack was given to somebody."""

    to = forms.CharField(
        max_length=200, label="Given to", help_text="Name, rank and unit.",
        error_messages={"required": "Write to whom it was given."},
    )  # fmt: skip
    how = forms.CharField(
        max_length=200, label="How", help_text="For instance: encrypted e-mail, on an encrypted stick, by hand.",
        error_messages={"required": "Write how it was given."},
    )  # fmt: skip
    handed_at = forms.DateTimeField(
        label="When",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=_LocalTime(),
        help_text="Local time, as in 2024-03-04T15:30.",
        error_messages={"required": "Write when it was given.", "invalid": "Write it as in 2024-03-04T15:30."},
    )
    reference = forms.CharField(
        required=False, max_length=200, label="Their reference", help_text="A crime or log number, if they gave one."
    )
    note = forms.CharField(required=False, max_length=1000, label="Note")
