"""The forms about people: warnings, blocks, other accounts, the managed contacts list."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms

from evenhand.core.aliases import EvidenceKind
from evenhand.core.edition import Edition
from evenhand.core.moderation import Objection
from evenhand.core.refusals import Refused
from evenhand.core.strikes import Strike
from evenhand.core.values import BlockNotice, BlockReview, Questions
from evenhand.intake.models import Author, Channel
from evenhand.officers.models import Officer

CONFIDENCES = (("0.3", "Low"), ("0.6", "Medium"), ("0.9", "High"))


def _words(label: str, *, rows: int = 3, required: bool = True, hint: str = "", most: int = 8000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint,
        error_messages={"required": f"{label}: write it."},
    )  # fmt: skip


def _day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}), help_text=hint,
        error_messages={"required": f"{label}: give the day.", "invalid": f"{label}: that is no day."},
    )  # fmt: skip


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": f"{label}: choose one."}
    )


def object_to(form: forms.Form, found: Iterable[Objection]) -> None:
    """Show what forbids it beside the fields that it is about."""
    for objection in found:
        question = _question(form, objection)
        field, wrong = (question, "it is not answered") if question else (objection.field, objection.wrong)
        cited = "" if objection.rule in wrong else f" ({objection.rule})"
        said = f"{wrong[:1].upper()}{wrong[1:]}{cited}: {objection.do}."
        form.add_error(field if field in form.fields else None, said)


def refuse(form: forms.Form, refused: Refused) -> None:
    """Show a refusal above the form; what was written stays in it."""
    cited = f" ({refused.rule})" if refused.rule else ""
    form.add_error(None, f"{refused.forbids[:1].upper()}{refused.forbids[1:]}{cited}: {refused.do}.")


def _question(form: forms.Form, objection: Objection) -> str | None:
    """BLK-06: the field of the question that an objection quotes."""
    fields = form.fields.items()
    return next((name for name, field in fields if field.label and str(field.label) in objection.wrong), None)


class WarnForm(forms.Form):
    """MOD-06: the words of a warning."""

    words = _words("What they are told", rows=10)


class BlockForm(forms.Form):
    """BLK-02, BLK-06: everything that a block must have."""

    rests_on = forms.MultipleChoiceField(
        label="Breaches that it rests on", widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = _words("Reason", required=False, hint="In your own words; the person reads it.")
    channels = forms.MultipleChoiceField(
        label="Channels", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Other accounts of theirs are blocked there too, where a decided link joins them.",
    )  # fmt: skip
    acknowledged = forms.MultipleChoiceField(
        label="I know that no block can be taken back on", widget=forms.CheckboxSelectMultiple, required=False
    )
    starts_on = _day("First day of the block")
    ends_on = _day(
        "End of an interim block", required=False, hint="Only while a matter is settled; the first day without it."
    )
    notified_on = _day("Day on which the notice goes out", required=False)
    review_on = _day("Review by")
    reviewer = forms.ChoiceField(label="Who reviews it")
    extreme = _words(
        "In an extreme case: why it cannot wait for approval", rows=2, required=False,
        hint="The block then begins at once, and lapses unless a second person approves it in time (BLK-01).",
    )  # fmt: skip
    appeal_route = _words("How to appeal", rows=2, required=False)
    notice = _words(
        "Notice to the person",
        rows=10,
        required=False,
        hint="Leave it empty to have it drafted from the above. {reference} becomes a reference of its own.",
    )

    def __init__(
        self, *args: object, edition: Edition, strikes: Sequence[tuple[Strike, str]], channels: Sequence[Channel],
        stuck: Sequence[Channel], reviewers: Sequence[Officer], **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.questions = {f"answer_{n}": q for n, q in enumerate(edition.value("BLK-06", Questions).ask)}
        for name, question in self.questions.items():
            self.fields[name] = _words(question, rows=2, required=False)
        self._choose("rests_on", [(strike.comment, _said(strike, text)) for strike, text in strikes])
        self._choose("channels", [(str(channel.pk), channel.title) for channel in channels])
        self._choose("reviewer", [(str(officer.pk), officer.name) for officer in reviewers])
        self._choose("acknowledged", [(channel.title, channel.title) for channel in stuck])
        unasked = {
            "acknowledged": not stuck,
            "ends_on": not edition.value("BLK-03", BlockReview).interim_longest_months,
            "notified_on": not edition.value("BLK-02", BlockNotice).prior_working_days,
        }
        for name in (name for name, unused in unasked.items() if unused):
            del self.fields[name]
        first = ["rests_on", "reason", *self.questions, "channels", "acknowledged", "starts_on", "ends_on"]
        self.order_fields([*first, "notified_on", "review_on", "reviewer", "extreme", "appeal_route", "notice"])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def answers(self) -> dict[str, str]:
        """BLK-06: question -> answer."""
        return {question: self.cleaned_data[name] for name, question in self.questions.items()}


def _said(strike: Strike, text: str) -> str:
    words = text if len(text) <= 80 else f"{text[:80].rsplit(' ', 1)[0]} …"
    return f"{strike.written_on:%-d %B %Y}, {', '.join(strike.grounds)}: {words}"


class BlockAnswerForm(forms.Form):
    """BLK-01: the second person's answer to a block or an entry."""

    answer = _choice("Your answer", [("approve", "Approve"), ("refuse", "Refuse")])
    reason = _words("Reason", rows=2, required=False, hint="Needed to refuse.")


class ReviewForm(forms.Form):
    """BLK-05: the outcome of a review."""

    outcome = _choice("Outcome", [("restore", "Restore access"), ("extend", "Extend the block")])
    reason = _words("Reason", hint="To extend: reasons that were not given before; the person reads them.")
    review_on = _day("To extend: review again by", required=False)
    reviewer = forms.ChoiceField(label="To extend: who reviews it then")

    def __init__(self, *args: object, reviewers: Sequence[Officer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reviewer"].choices = [(str(o.pk), o.name) for o in reviewers]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """An extension has a date."""
        given = self.cleaned_data
        if given.get("outcome") == "extend" and not given.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Give the day by which it is reviewed again (BLK-05).")

    @property
    def until(self) -> date:
        """Of an extension."""
        day = self.cleaned_data["review_on"]
        assert isinstance(day, date)
        return day


class FindAccountForm(forms.Form):
    """Looks for another account."""

    words = forms.CharField(label="Name or handle of the other account", max_length=100, required=False)


class LinkForm(forms.Form):
    """MCL-03: two accounts, and what speaks for their being one person's."""

    other = _choice("The other account", [])
    kind = forms.ChoiceField(
        label="What speaks for it", choices=[(k.value, k.value.capitalize()) for k in EvidenceKind]
    )
    words = _words("In words, and where it is kept", rows=2)
    confidence = _choice("How sure you are", CONFIDENCES)

    def __init__(self, *args: object, found: Sequence[Author], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["other"].choices = [(str(author.pk), named(author)) for author in found]  # type: ignore[attr-defined]


def named(author: Author) -> str:
    """An account as a list of accounts names it."""
    handle = f" {author.handle}" if author.handle and author.handle != str(author) else ""
    return f"{author}{handle}, on {author.platform}"


class EvidenceForm(forms.Form):
    """One more piece of evidence."""

    kind = forms.ChoiceField(
        label="What speaks for it", choices=[(k.value, k.value.capitalize()) for k in EvidenceKind]
    )
    words = _words("In words, and where it is kept", rows=2)


class StepForm(forms.Form):
    """One step on a link: a choice and its reason."""

    step = _choice("What is to be done", [])
    reason = _words("Reason", rows=2)

    def __init__(self, *args: object, steps: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """MCL-02: an entry on the managed contacts list."""

    reason = _words("Reason", required=False)
    notice = _words(
        "Notice to the person", rows=10, required=False, hint="It names every way of contact that stays open."
    )
    why_no_notice = _words("If there is no notice: why not", rows=2, required=False)
    starts_on = _day("First day on the list")
    review_on = _day("Review by")
    rests_on = forms.TypedMultipleChoiceField(
        required=False, coerce=int, empty_value=[], widget=forms.CheckboxSelectMultiple,
        label="Decisions that it came of, if any",
        help_text="If all of them are reversed on appeal, the entry ends with them.",
    )  # fmt: skip

    def __init__(self, *args: object, removals: Sequence[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["rests_on"].choices = list(removals)  # type: ignore[attr-defined]
        if not removals:
            del self.fields["rests_on"]


class EntryStepForm(StepForm):
    """A step on an entry."""

    review_on = _day("If they stay: review again by", required=False)

    def __init__(self, *args: object, steps: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, steps=steps, **kwargs)
        if "keep" not in dict(steps):
            del self.fields["review_on"]

    def clean(self) -> None:
        """Who stays on the list is looked at again."""
        given = self.cleaned_data
        if given.get("step") == "keep" and not given.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Give the day by which it is reviewed again (MCL-02).")
