"""Forms about comments that are off."""

from django import forms

from evenhand.closures.queries import DrawnPlan
from evenhand.console.answering import local_time, words_field
from evenhand.core.comments_off import WhyOff
from evenhand.core.friday_plan import OpenPost, Suggested

CHOICES = {
    Suggested.LEAVE: "Leave open",
    Suggested.CLOSE: "Turn comments off",
    Suggested.HOLD: "Hold new comments",
}


class CloseForm(forms.Form):
    """Comments on a post are off for a time."""

    why = forms.ChoiceField(
        label="Why", widget=forms.RadioSelect, choices=[(w.value, w.value.capitalize()) for w in WhyOff],
        error_messages={"required": "Choose why."},
    )  # fmt: skip
    words = words_field("The reason, in your own words", "It is shown in the public register.")
    starts_at = local_time("From")
    ends_at = local_time("Until", "They come back on by themselves then.")
    knows = forms.BooleanField(required=False, label="I know that the platform deletes the comments that stand there")

    def __init__(self, *args: object, destroys: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not destroys:
            del self.fields["knows"]


class WhyForm(forms.Form):
    """A reason, and nothing else."""

    why = words_field("Why")


class PlanForm(forms.Form):
    """A choice for each post that is open; what is suggested is chosen already."""

    def __init__(self, *args: object, plan: DrawnPlan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for line, post, seen in plan.lines:
            self.fields[f"post_{post.pk}"] = forms.ChoiceField(
                label=post.text or post.native_id, choices=_possible(seen), initial=line.suggested.value,
                widget=forms.RadioSelect, error_messages={"required": "Choose what happens to this post."},
            )  # fmt: skip

    def chosen(self) -> dict[int, Suggested]:
        """By the post's id, once it is valid."""
        return {int(name.removeprefix("post_")): Suggested(value) for name, value in self.cleaned_data.items()}


def _possible(seen: OpenPost) -> list[tuple[str, str]]:
    can = {Suggested.LEAVE: True, Suggested.CLOSE: seen.can_close, Suggested.HOLD: seen.can_hold}
    return [(choice.value, CHOICES[choice]) for choice in Suggested if can[choice]]
