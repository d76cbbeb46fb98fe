"""The editors' desk as its characters use it: through HTTP alone."""

import uuid

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jurisdictions.forms import fingerprint
from jurisdictions.models import Standing

from .cases import EditorCase
from .factories import NOTE, make_jurisdiction, make_source
from .signing_in import sign_in


def address(row, page="change", *args):
    name = f"admin:jurisdictions_{row._meta.model_name}_{page}"
    return reverse(name, args=[row.pk, *args])


def add_address(model):
    return reverse(f"admin:jurisdictions_{model._meta.model_name}_add")


def day(name, text, precision="day"):
    """What a date's two widgets send."""
    return {f"{name}_text": text, f"{name}_precision": precision}


def filled(form):
    """What a browser sends when a form is left as it was shown."""
    data = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "decompress"):
            data |= day(field.html_name, *field.field.widget.decompress(value))
        elif isinstance(value, list):
            data[field.html_name] = [getattr(row, "pk", row) for row in value]
        elif value is True:
            data[field.html_name] = "on"
        elif value not in (None, False):
            data[field.html_name] = value
    return data


class DeskCase(EditorCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        User.objects.update(is_staff=True)
        for user in vars(cls).copy().values():
            if isinstance(user, User):
                user.refresh_from_db()
        cls.place = make_jurisdiction("Alder Falls")
        cls.source = make_source()

    def browser(self, user):
        return sign_in(Client(), user)

    def get(self, user, where, **asked):
        return self.browser(user).get(where, asked)

    def form(self, user, where):
        return filled(self.get(user, where).context["adminform"].form)

    def post(self, user, where, data):
        return self.browser(user).post(where, data, follow=True)

    def new(self, **fields):
        """What a filled form for a new finding sends."""
        data = {
            "jurisdiction": self.place.pk,
            "office": "OJP",
            "outcome": "may_violate",
            "source": self.source.pk,
            "locator": "p. 2",
            "confidence": "verified",
            "note": NOTE,
            "new_claim": str(uuid.uuid4()),
        }
        return data | day("on", "2025-08-05") | fields

    def add(self, user, model, **fields):
        """Send a new record to review; the draft."""
        response = self.post(user, add_address(model), self.new(_submit="1", **fields))
        assert response.redirect_chain, response.context["errors"]
        return model.objects.latest("pk")

    def change(self, user, row, button="_submit", **fields):
        """Open a row's form, change what is named, and send it; the answer."""
        sent = {"note": NOTE, "change_kind": "update", button: "1"} | fields
        return self.post(user, address(row), self.form(user, address(row)) | sent)

    def revise(self, user, row, **fields):
        response = self.change(user, row, **fields)
        assert response.redirect_chain, response.context["errors"]
        return type(row).objects.latest("pk")

    def step(self, user, row, name, **data):
        seen = fingerprint(type(row).objects.get(pk=row.pk))
        response = self.post(user, address(row, "step", name), {"seen": seen} | data)
        row.refresh_from_db()
        return response

    def carry(self, row):
        """Approve and publish, by the publisher."""
        self.step(self.publisher, row, "approve")
        return self.step(self.publisher, row, "publish")

    def stand(self, on=None):
        """Where the place stands, as the next request would show it."""
        rows = Standing.objects.at(on=on or timezone.localdate())
        return rows.get(jurisdiction=self.place)

    def assert_says(self, response, text):
        said = [str(message) for message in response.context["messages"]]
        assert any(text in message for message in said), said
