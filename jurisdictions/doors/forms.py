from django import forms

MAX_CODE = 40


class CodeForm(forms.Form):
    """Six digits from the app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=MAX_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "size": 14}),
    )

    wrong = (
        "That code is not right, or it was used already. Codes change every 30"
        " seconds: wait for the next one. Each recovery code works once. After five"
        " wrong ones no code is taken for 15 minutes."
    )

    def refuse(self):
        self.add_error("code", self.wrong)
