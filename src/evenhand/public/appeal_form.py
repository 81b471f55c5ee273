"""APL-01: the fields of the public form in either language, and the signed time at which it was opened."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.core import signing

from evenhand.appeals.wording import Language, words

_SALT = "evenhand.public.appeal"
QUICKEST, LONGEST = timedelta(seconds=3), timedelta(days=1)
"""Between opening the form and sending it; ours. Programs are quicker than people."""


class AppealForm(forms.Form):
    """`website` is for programs that fill everything in; people do not see it."""

    reference = forms.CharField(required=False, max_length=40)
    where = forms.CharField(required=False, max_length=500)
    words = forms.CharField(max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))
    email = forms.EmailField(required=False, max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, language: Language, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._wrong = words(language)["wrong"]
        named = words(language)["form"]
        for name, field in self.fields.items():
            field.label, field.help_text = named.get(name, ""), named.get(f"{name}_help", "")
            too_long = self._wrong["too_long"].format(most=getattr(field, "max_length", "") or "")
            told = self._wrong.get(name, "")
            field.error_messages |= {"max_length": too_long} | ({"required": told, "invalid": told} if told else {})

    def clean_website(self) -> str:
        """Nothing is dropped without a word: a browser may have filled it in for somebody."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(self._wrong["website"])
        return ""


def opened_now(now: datetime) -> str:
    """What the form carries from its opening."""
    return signing.dumps(now.timestamp(), salt=_SALT)


def checked(token: str, now: datetime) -> tuple[str, str]:
    """The token to go on with, and which of the words of [wrong] to say; empty where nothing is wrong."""
    try:
        opened = datetime.fromtimestamp(float(signing.loads(token, salt=_SALT)), UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return opened_now(now), "incomplete"
    if now - opened > LONGEST:
        return opened_now(now), "old"
    return token, "quick" if now - opened < QUICKEST else ""
