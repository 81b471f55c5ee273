"""Forms of referrals, restricted cases, and reports of abuse."""

from collections.abc import Sequence

from django import forms

from evenhand.core.allegations import Found
from evenhand.core.lifecycle import ReferralEvent
from evenhand.core.staff import ReportOutcome
from evenhand.officers.models import Officer

WAYS = ("telephone", "e-mail", "online form", "in person", "letter")
STEPS = {
    ReferralEvent.HAND_OVER: "It is handed over to somebody else",
    ReferralEvent.ACKNOWLEDGE: "They say that they have it",
    ReferralEvent.SEND_BACK: "It came back",
    ReferralEvent.CONCLUDE: "There is an outcome",
}
FOUND = {
    Found.SUBSTANTIATED: "Upheld",
    Found.NOT_SUBSTANTIATED: "Not upheld",
    Found.FALSE: "False",
    Found.NOT_INVESTIGATED: "Could not be established",
}
PASS_ON = (
    ("REF-02", "REF-02 Safeguarding: a child or an adult may be at risk"),
    ("REF-01", "REF-01 Allegation against staff or councillors"),
    ("REF-03", "REF-03 Police: it may be an offence"),
    ("CON-11", "CON-11 Its author is a colleague"),
)
_ROWS = {"rows": 3}


def people(officers: Sequence[Officer]) -> list[tuple[str, str]]:
    """Choices of colleagues."""
    return [(str(officer.pk), officer.name) for officer in officers]


class StepForm(forms.Form):
    """The next step of a referral, whichever its state allows."""

    step = forms.ChoiceField(
        label="What happened", widget=forms.RadioSelect, error_messages={"required": "Choose what happened."}
    )
    found = forms.ChoiceField(required=False, label="What was found")
    to = forms.CharField(max_length=200, required=False, label="Who")
    how = forms.ChoiceField(required=False, label="How", choices=[(way, way.capitalize()) for way in WAYS])
    reference = forms.CharField(max_length=200, required=False, label="Their reference")
    on = forms.DateField(
        required=False, label="Day of the outcome", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(required=False, max_length=4000, label="What was said", widget=forms.Textarea(attrs=_ROWS))

    def __init__(self, *args: object, possible: Sequence[ReferralEvent], allegation: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(event.value, STEPS[event]) for event in possible]
        self.fields["step"].choices = choices  # type: ignore[attr-defined]
        self.fields["found"].choices = [("", "Choose"), *((f.value, words) for f, words in FOUND.items())]  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["step"].widget = forms.HiddenInput()
            self.fields["step"].initial = choices[0][0]
        if ReferralEvent.CONCLUDE not in possible:
            del self.fields["found"], self.fields["on"]
        elif not allegation:
            del self.fields["found"]
        if possible and ReferralEvent.HAND_OVER not in possible:
            del self.fields["how"]


class PassOnForm(forms.Form):
    """Passing a comment on, whatever is decided about it."""

    rule = forms.ChoiceField(label="To whom", choices=PASS_ON)
    concern = forms.ChoiceField(required=False, label="For safeguarding: who may be at risk")
    because = forms.CharField(
        max_length=2000, label="Why", widget=forms.Textarea(attrs=_ROWS), error_messages={"required": "Say why."}
    )

    def __init__(self, *args: object, concerns: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "pass-on-%s", **kwargs})  # type: ignore[arg-type]
        self.fields["concern"].choices = [("", "Not known"), *((kind, kind.capitalize()) for kind in concerns)]  # type: ignore[attr-defined]


class TargetForm(forms.Form):
    """At whom a comment is aimed: they do not decide about it, and do not find it in their queue."""

    target = forms.ChoiceField(required=False, label="Aimed at")

    def __init__(self, *args: object, officers: Sequence[Officer], **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "target-%s", **kwargs})  # type: ignore[arg-type]
        self.fields["target"].choices = [("", "Nobody of us"), *people(officers)]  # type: ignore[attr-defined]


class LetInForm(forms.Form):
    """Letting a colleague, or oneself, see a restricted case."""

    officer = forms.ChoiceField(label="Who")
    why = forms.CharField(max_length=1000, label="Why", error_messages={"required": "Say why."})

    def __init__(self, *args: object, officers: Sequence[Officer], **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "let-in-%s", **kwargs})  # type: ignore[arg-type]
        self.fields["officer"].choices = people(officers)  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """STF-01: abuse, reported in one step."""

    target = forms.ChoiceField(label="Who was abused")
    words = forms.CharField(
        required=False, max_length=4000, label="What happened, where and when",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: object, me: Officer, officers: Sequence[Officer], **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "report-%s", **kwargs})  # type: ignore[arg-type]
        others = [officer for officer in officers if officer.pk != me.pk]
        self.fields["target"].choices = [(str(me.pk), f"Me, {me.name}"), *people(others)]  # type: ignore[attr-defined]


class ReportOutcomeForm(forms.Form):
    """What came of a report of abuse."""

    outcome = forms.ChoiceField(
        label="Outcome", widget=forms.RadioSelect,
        choices=[(outcome.value, outcome.value.capitalize()) for outcome in ReportOutcome],
        error_messages={"required": "Choose what came of it."},
    )  # fmt: skip
    said = forms.CharField(
        max_length=4000, label="What your colleague is told", widget=forms.Textarea(attrs=_ROWS),
        error_messages={"required": "Say in words what came of it: your colleague reads it."},
    )  # fmt: skip


class ResponsibleForm(forms.Form):
    """Who takes what is passed on under a rule."""

    rule = forms.ChoiceField(label="What", choices=[*PASS_ON, ("STF-01", "STF-01 Abuse of staff and councillors")])
    concern = forms.ChoiceField(required=False, label="For safeguarding: who may be at risk")
    name = forms.CharField(required=False, max_length=200, label="Name", help_text="Leave it empty to take a name away")
    email = forms.EmailField(required=False, max_length=254, label="E-mail address")

    def __init__(self, *args: object, concerns: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["concern"].choices = [("", "Everybody"), *((kind, kind.capitalize()) for kind in concerns)]  # type: ignore[attr-defined]
