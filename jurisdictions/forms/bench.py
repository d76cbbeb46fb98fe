"""What a person says at the bench: of one line, or of decisions that are ticked."""

from django import forms

from .fields import PlainText


class DecisionForm(forms.Form):
    """One line's decision, and the text that it was made on."""

    choice = PlainText(max_length=10)
    why = PlainText(
        label="Why (if the reasons above do not say it)",
        required=False,
        max_length=120,
        widget=forms.TextInput({"class": "vTextField", "autocomplete": "off"}),
    )
    seen = PlainText(required=False, max_length=64, widget=forms.HiddenInput)


class TickedForm(forms.Form):
    """Decisions by what stands for each text: what changed since is not found."""

    ticked = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick the lines first.",
            "invalid_choice": "One of them changed since. Look at them again.",
        },
    )
    note = PlainText(required=False)

    def __init__(self, *args, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.decisions = decisions
        self.fields["ticked"].choices = [*self.decisions.items()]

    def clean_ticked(self):
        return [self.decisions[text] for text in self.cleaned_data["ticked"]]
