"""Forms of a channel: declaring it official, its credentials, disconnecting, shadow mode."""

from collections.abc import Iterable

from django import forms

from evenhand.connections.operations import Whose
from evenhand.console.answering import words_field
from evenhand.officers.models import Officer
from evenhand.platforms.contract import Manifest, Secret


class DeclareForm(forms.Form):
    """The body says that an account is its own."""

    whose = forms.TypedChoiceField(
        label="Whose account it is", coerce=Whose, choices=[(whose.value, whose.value.capitalize()) for whose in Whose],
        widget=forms.RadioSelect, error_messages={"required": "Say whose account it is."},
    )  # fmt: skip
    shown_at = forms.CharField(
        label="Where anybody can see that", max_length=500,
        help_text="The page of the council's website that leads there",
        error_messages={"required": "Name the page that leads there."},
    )  # fmt: skip
    approver = forms.ChoiceField(label="Who confirms it", help_text="A senior officer other than yourself")
    keeper = forms.ChoiceField(label="Who is told when it fails")
    acts_on_history = forms.BooleanField(
        required=False, label="Look at older comments, too", help_text="Otherwise they are kept and open no case"
    )

    def __init__(
        self, *args: object, approvers: Iterable[Officer], keepers: Iterable[Officer], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["approver"].choices = [(str(each.pk), each.name) for each in approvers]  # type: ignore[attr-defined]
        self.fields["keeper"].choices = [(str(each.pk), each.name) for each in keepers]  # type: ignore[attr-defined]


class SecretsForm(forms.Form):
    """What a platform's manifest asks for. Nothing that was entered is ever put back into it."""

    def __init__(self, *args: object, manifest: Manifest, has_some: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for secret in manifest.secrets:
            if not secret.renewed:
                self.fields[secret.name] = _field(secret, has_some)


def _field(secret: Secret, has_some: bool) -> forms.CharField:
    """`has_some`: left empty, it stays as it was."""
    hidden = forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"})
    about = [secret.help, "Optional" if secret.optional else "", "Left empty, it stays as it is" if has_some else ""]
    return forms.CharField(
        label=secret.title, help_text=". ".join(filter(None, about)), max_length=20_000,
        required=not secret.optional and not has_some, widget=hidden if secret.write_only else forms.TextInput(),
        error_messages={"required": f"Enter the {secret.title.lower()}."},
    )  # fmt: skip


class WhyForm(forms.Form):
    """A reason, for the log."""

    why = words_field("Why")
