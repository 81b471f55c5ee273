"""Forms of the kinds that the console has, for the tests of its look."""

from django import forms


class Filters(forms.Form):
    state = forms.ChoiceField(choices=[("open", "Open"), ("claimed", "Claimed"), ("closed", "Closed")], required=False)
    channel = forms.ChoiceField(choices=[("", "Every channel"), ("page", "Wealdham page")], required=False)
    ground = forms.ChoiceField(choices=[("", "Every ground"), ("CON-02", "CON-02 Abuse")], required=False)
    severity = forms.ChoiceField(choices=[("", "Every severity"), ("grave", "Grave"), ("high", "High")], required=False)
    search = forms.CharField(label="Words", required=False)


class SignIn(forms.Form):
    username = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}))
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class Decision(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            ("leave", "Leave"),
            ("protect", "Criticism, left up"),
            *((name, name.capitalize()) for name in ("reply", "hide", "delete", "refer")),
        ],
        error_messages={"required": "Choose an outcome"},
    )
    ground = forms.ChoiceField(
        choices=[
            ("", "None"),
            ("CON-02", "CON-02 Abusive, threatening or intimidating"),
            ("CON-03", "CON-03 Hate"),
        ],
        required=False,
    )
    route = forms.ChoiceField(choices=[("", "Nobody"), ("REF-02", "REF-02 Safeguarding")], required=False)
    reason = forms.CharField(
        widget=forms.Textarea, label="Reason, for the record", error_messages={"required": "Say why"}
    )
    reply = forms.CharField(widget=forms.Textarea, label="Reply", required=False)
    statement = forms.CharField(widget=forms.Textarea, label="Statement of reasons", required=False)
    not_safe = forms.BooleanField(label="Telling the author is not safe", required=False)
    unsafe = forms.CharField(label="Why it is not safe", required=False)


class Again(forms.Form):
    way = forms.ChoiceField(label="How", choices=[("e-mail", "E-mail"), ("by hand", "By hand")])
    email = forms.EmailField(label="E-mail address", required=False)


class Second(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(widget=forms.RadioSelect, choices=[("approve", "Approve"), ("refuse", "Refuse")])
    reason = forms.CharField(widget=forms.Textarea, required=False)


class Done(forms.Form):
    done = forms.BooleanField(label="I have hidden the comment on the platform")
    how = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("hidden", "Hidden"), ("gone", "It was gone already")],
        label="What happened",
    )
    on = forms.DateField(label="On", help_text="For example 2025-11-20", required=False)
    note = forms.CharField(widget=forms.Textarea, label="Note", help_text="What the platform said", required=False)


class Upload(forms.Form):
    file = forms.FileField(label="File", help_text="CSV or NDJSON, one comment a row")
    channels = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("page", "Wealdham page"), ("news", "Wealdham news")]
    )
