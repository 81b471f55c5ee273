"""The form that puts a comment, or all of an author, on legal hold."""

from django import forms


class HoldForm(forms.Form):
    """A legal hold."""

    on = forms.ChoiceField(
        label="On what", choices=[("comment", "This comment"), ("author", "Everything of this author")]
    )
    reason = forms.CharField(
        max_length=1000, label="Why it must be kept", error_messages={"required": "Say why it must be kept."}
    )
