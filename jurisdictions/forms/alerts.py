from django import forms

from jurisdictions.choices import AlertAbout, AlertRhythm


class AlertForm(forms.Form):
    """Where to write, about what and how often; the filter is in the address."""

    email = forms.EmailField(label="Your e-mail address", max_length=254)
    about = forms.ChoiceField(
        label="Tell me of",
        choices=AlertAbout.choices,
        initial=AlertAbout.MATCHES,
        widget=forms.RadioSelect,
    )
    rhythm = forms.ChoiceField(
        label="How often",
        choices=AlertRhythm.choices,
        initial=AlertRhythm.DAILY,
        widget=forms.RadioSelect,
    )

    use_required_attribute = False
