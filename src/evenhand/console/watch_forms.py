"""Forms of the calendar, of incidents, of who is on call and of elections."""

from collections.abc import Iterable

from django import forms

from evenhand.console.answering import day_field, local_time, words_field
from evenhand.core.incidents import IncidentKind
from evenhand.intake.models import Channel
from evenhand.officers.models import Officer


class DayOffForm(forms.Form):
    """A day on which nobody works."""

    day = day_field("Day")
    why = forms.CharField(label="Why", max_length=200, error_messages={"required": "Say why nobody works that day."})


class _OnChannels(forms.Form):
    def __init__(self, *args: object, channels: Iterable[Channel], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["channels"].choices = [(each.name, each.title) for each in channels]  # type: ignore[attr-defined]


def _channels(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose at least one channel."}
    )


class IncidentForm(_OnChannels):
    """Longer hours on some channels."""

    kind = forms.TypedChoiceField(
        label="What it is",
        coerce=IncidentKind,
        choices=[(kind.value, kind.value.capitalize()) for kind in IncidentKind],
    )
    why = words_field("Why")
    starts_at = local_time("From")
    ends_at = local_time("Until", "It ends by itself then.")
    channels = _channels("Channels that are watched for longer")
    extends = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DutyForm(forms.Form):
    """Somebody is on call."""

    officer = forms.ChoiceField(label="Who")
    starts_at = local_time("From")
    ends_at = local_time("Until")
    phone = forms.CharField(label="Telephone", required=False, max_length=40)
    email = forms.EmailField(label="E-mail for alerts", error_messages={"required": "Say where alerts go."})

    def __init__(self, *args: object, officers: Iterable[Officer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["officer"].choices = [(each.pk, each.name) for each in officers]  # type: ignore[attr-defined]


class ElectionForm(_OnChannels):
    """A pre-election period in one area."""

    area = forms.CharField(label="Area", max_length=120, help_text="A ward, a constituency, or the whole area.")
    poll_on = day_field("Day of the poll")
    first_on = day_field("First day")
    last_on = day_field("Last day")
    channels = _channels("Channels of that area")
