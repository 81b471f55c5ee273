"""The forms of the console."""

from collections.abc import Iterable

from django import forms

from evenhand.core.conduct import PROTECTED
from evenhand.core.edition import Edition
from evenhand.core.moderation import Draft, Objection
from evenhand.core.values import DANGER_NOW, Safeguarding
from evenhand.core.vocabulary import Outcome

OUTCOMES = (
    (Outcome.LEAVE, "Leave", "1", "It breaches nothing."),
    (
        Outcome.PROTECT,
        "Criticism, left up",
        "2",
        "Protected: criticism of the council, a service, a decision (CON-00).",
    ),
    (Outcome.REPLY, "Reply", "3", "It stays, and the council answers."),
    (Outcome.HIDE, "Hide", "4", "Out of sight, can be undone."),
    (Outcome.DELETE, "Delete", "5", "For good. Needs a reason why hiding is not enough."),
    (Outcome.REFER, "Refer", "6", "It stays, and is passed on."),
)
_GOVUK = {"class": "govuk-textarea", "rows": 3}


class DecisionForm(forms.Form):
    """A decision about the wording that the officer sees. `version` is of the case."""

    outcome = forms.ChoiceField(
        choices=[(outcome.value, label) for outcome, label, _, _ in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to be done."},
    )
    ground = forms.ChoiceField(required=False, label="Ground")
    route = forms.ChoiceField(required=False, label="Passed on as")
    reason = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs=_GOVUK), label="Reason")
    reply = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs=_GOVUK), label="Reply")
    statement = forms.CharField(
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs=_GOVUK | {"rows": 8}),
        label="Statement of reasons",
    )
    concern = forms.ChoiceField(required=False, label="For safeguarding: who may be at risk")
    privately = forms.BooleanField(required=False, label="Send it to the author alone, as a private message")
    source = forms.CharField(required=False, max_length=1000, label="CON-01: the source that shows it is false")
    harmed = forms.CharField(required=False, max_length=200, label="CON-01: or the named person whom it harms")
    not_safe = forms.BooleanField(required=False, label="Telling the author is not safe")
    unsafe = forms.CharField(required=False, max_length=1000, label="Why it is not safe; nobody is told then")
    version = forms.IntegerField(widget=forms.HiddenInput)
    drafted_for = forms.CharField(required=False, widget=forms.HiddenInput)  # outcome:ground of the statement's draft

    def __init__(self, *args: object, edition: Edition, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        grounds = [(id_, f"{id_} {edition.rules[id_].title}") for id_ in edition.grounds if id_ != PROTECTED]
        routes = [(rule.id, f"{rule.id} {rule.title}") for rule in edition.rules.values() if rule.route]
        self.fields["ground"].choices = [("", "None"), *grounds]  # type: ignore[attr-defined]
        self.fields["route"].choices = [("", "Nobody"), *routes]  # type: ignore[attr-defined]
        kinds = dict.fromkeys(each.kind for each in edition.value("REF-02", Safeguarding).contacts)
        concerns = [(kind, kind.capitalize()) for kind in kinds if kind != DANGER_NOW]
        self.fields["concern"].choices = [("", "Not known"), *concerns]  # type: ignore[attr-defined]

    def clean_statement(self) -> str:
        """Browsers send line ends as CR LF; what is kept has LF."""
        return str(self.cleaned_data["statement"]).replace("\r\n", "\n")

    def clean(self) -> None:
        """The tick and its reason come together."""
        ticked, why = self.cleaned_data.get("not_safe"), str(self.cleaned_data.get("unsafe", "")).strip()
        if ticked and not why:
            self.add_error("unsafe", "Say why telling the author is not safe (MOD-05).")
        if why and not ticked:
            self.add_error("not_safe", "Tick this too, or take out why it is not safe.")

    def draft(self) -> Draft:
        """What was filled in, once it is valid."""
        given = self.cleaned_data
        return Draft(
            outcome=Outcome(given["outcome"]),
            ground=given["ground"],
            route=given["route"],
            reason=given["reason"],
            statement=given["statement"],
            reply=given["reply"],
            unsafe=given["unsafe"],
            privately=given["privately"],
            source=given["source"],
            harmed=given["harmed"],
        )

    def object_to(self, found: Iterable[Objection]) -> None:
        """Show what forbids the decision beside the fields it is about."""
        for objection in found:
            field = objection.field if objection.field in self.fields else None
            cited = "" if objection.rule in objection.wrong else f" ({objection.rule})"
            self.add_error(field, f"{objection.wrong[:1].upper()}{objection.wrong[1:]}{cited}: {objection.do}.")


class SecondForm(forms.Form):
    """The second person's answer."""

    answer = forms.ChoiceField(
        choices=[("approve", "Approve: it is carried out"), ("refuse", "Refuse: the case is open again")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you approve."},
    )
    reason = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs=_GOVUK), label="Reason")
    version = forms.IntegerField(widget=forms.HiddenInput)


class UndoForm(forms.Form):
    """Taking a decision back."""

    reason = forms.CharField(required=False, max_length=4000)
    version = forms.IntegerField(widget=forms.HiddenInput)


class TaskForm(forms.Form):
    """A task that was done by hand."""

    outcome = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs=_GOVUK),
        label="What you did, and what you saw afterwards",
        error_messages={"required": "Say what you did and what you saw afterwards."},
    )
