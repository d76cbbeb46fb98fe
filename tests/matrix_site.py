"""Every address of the site, something to ask there, and everybody who may ask."""

import re

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from jurisdictions import editorial
from jurisdictions.admin import deciding
from jurisdictions.admin.batchsteps import STEPS as STEPS_OF_BATCH
from jurisdictions.api.kinds import RECORDS
from jurisdictions.choices import BatchState, MatchHow
from jurisdictions.editorial import Entry
from jurisdictions.forms import fingerprint
from jurisdictions.importers import batches
from jurisdictions.models import (
    REVISION_MODELS,
    Event,
    Finding,
    GovernmentList,
    ImportBatch,
    Listing,
)
from jurisdictions.roles import Role

from .cases import EveryModelCase
from .factories import (
    NOTE,
    make_draft,
    make_jurisdiction,
    make_listing,
    make_place,
    make_user,
    unsaved,
)
from .signing_in import sign_in

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
CHARACTERS = (
    *("anonymous", "contributor", "editor", "publisher", "superuser", "inactive"),
)
LETTERS = {200: "Y", 204: "Y", 400: "B", 403: "F", 404: "N", 405: "M"}
MODELS = {model._meta.model_name: model for model in apps.get_models()}
# A draft that somebody else wrote, and what it has been through before each step.
STEPS = {
    "submit": (),
    "approve": ("submit",),
    "ask_changes": ("submit",),
    "publish": ("submit", "approve"),
    "discard": (),
}
# The same for the decision of an editor at the bench.
BENCH_STEPS = {
    "take_back": (),
    "submit": (),
    "approve": ("submit",),
    "ask_changes": ("submit",),
    "publish": ("submit",),
}
POSTED = {
    "admin:auth_user_rights": {"is_active": "on", "roles": "editor", "note": NOTE},
    "doors:account": {"do": "codes"},
}


def routes(resolver=None, before="", names=""):
    """(name, route) of every address that the site answers to."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            space = f"{names}{each.namespace}:" if each.namespace else names
            yield from routes(each, route, space)
        else:
            yield names + (each.name or ""), route


def row_of(name, route):
    """The row of the table for an address: models of one kind share theirs."""
    if name == "admin:":
        return "old address" if route.endswith("<path:object_id>/") else "no address"
    model, page = model_of(name)
    if model is None:
        return name
    kind = "revision" if model in REVISION_MODELS else model._meta.model_name
    return f"{kind} {page}"


def model_of(name):
    """(model, page) of an address of the desk; (None, "") of any other."""
    model, _, page = name.rpartition("admin:jurisdictions_")[2].partition("_")
    return (MODELS[model], page) if page and model in MODELS else (None, "")


class SiteCase(EveryModelCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.users = {str(role): make_user(role, is_staff=True) for role in Role}
        cls.users["superuser"] = make_user(is_staff=True, is_superuser=True)
        cls.users["inactive"] = make_user(Role.PUBLISHER, is_staff=True)
        cls.browsers = {who: sign_in(Client(), user) for who, user in cls.users.items()}
        cls.browsers["anonymous"] = Client()
        cls.cookies = {
            who: {name: each.value for name, each in browser.cookies.items()}
            for who, browser in cls.browsers.items()
        }
        User.objects.filter(pk=cls.users["inactive"].pk).update(is_active=False)
        cls.author, cls.reader = make_user(Role.EDITOR), make_user(Role.EDITOR)
        cls.account, cls.state = make_user(), make_jurisdiction("Kansas", kind="state")
        cls.gazetteer = make_place("9900000")
        cls.batches = {step: cls.batch(step) for step in STEPS_OF_BATCH}

    @classmethod
    def batch(cls, step):
        """(a batch of somebody else's, its one row), ready for the step."""
        shared = {"source": cls.source, "jurisdiction": cls.place}
        row = unsaved(Finding, **shared)
        entry = Entry(row, is_draft=step == "submit")
        editorial.submit_batch([entry], by=cls.author, note=NOTE)
        batch = ImportBatch.objects.create(
            uploaded_by=cls.author,
            format="finding",
            size=1,
            state=BatchState.IN_REVIEW,
            note=NOTE,
        )
        batch.rows.create(kind="finding", claim=row.claim, revision=1, row_pk=row.pk)
        if step == "undo":
            batches.publish(batch, by=cls.users["publisher"], note=NOTE)
        return batch, row

    def letter(self, who, method, address, data):
        """What came of it: W where something was written; all is taken back."""
        browser = self.browsers[who]
        # The answer before may have taken them away.
        browser.cookies.clear()
        browser.cookies.load(self.cookies[who])
        asked = {"data": data} if method == "POST" else {}
        before = Event.objects.count()
        with transaction.atomic():
            answer = getattr(browser, method.lower())(address, **asked)
            written = Event.objects.count() - before
            transaction.set_rollback(True)
        if written:
            return "W"
        if answer.status_code in (301, 302):
            return "L" if answer.url.startswith("/admin/login/") else "R"
        return LETTERS[answer.status_code]

    def subjects(self):
        """(row of the table, address, what is posted), for every address."""
        for name, route in routes():
            row, (model, page) = row_of(name, route), model_of(name)
            if page == "step":
                for step, subject in self.step_subjects(model):
                    data = {"seen": fingerprint(subject), "note": NOTE}
                    there = self.address(route, model, subject, step)
                    yield f"{row}: {step}", there, data
                continue
            if name.startswith("desk:bench"):
                yield from self.bench_subjects(name, route)
                continue
            if row == "desk:batch_step":
                yield from self.batch_subjects(row, route)
                continue
            yield row, self.address(route, model), POSTED.get(row, {})
            if model is Finding and page in ("change", "history"):
                for what, subject in self.drafts_of(model):
                    there = self.address(route, model, subject)
                    yield f"{row}: {what}", there, {}

    def batch_subjects(self, row, route):
        for step, (batch, draft) in self.batches.items():
            data = {"note": NOTE, "number": "1", "row": f"finding:{draft.pk}"}
            there = self.address(route, None, step=step, batch=batch.pk)
            yield f"{row}: {step}", there, data

    def drafts_of(self, model):
        shared = {"source": self.source, "jurisdiction": self.place}
        yield "draft of an editor", self.drafts[model]
        by = self.users["contributor"]
        yield "draft of the contributor", make_draft(model, by=by, **shared)

    def step_subjects(self, model):
        yield "withdraw", self.live[model]
        if model is not Finding:
            return
        shared = {"source": self.source, "jurisdiction": self.place}
        for step, before in STEPS.items():
            row = make_draft(model, by=self.author, **shared)
            for taken in before:
                by = self.author if taken == "submit" else self.reader
                getattr(editorial, taken)(row, by=by)
            yield step, row

    def bench_subjects(self, name, route):
        if name == "desk:bench_line":
            line = self.unmatched()
            there = "/" + route.replace("<int:pk>", str(line.pk))
            yield name, there, {"choice": "none", "seen": fingerprint(line)}
            return
        if name == "desk:bench_remembered":
            line = make_listing(source=self.source, match=MatchHow.HAND)
            yield name, f"/{route}", {"ticked": line.pk, "note": NOTE}
            return
        yield name, f"/{route}", {"do": "undo"}
        for step, before in BENCH_STEPS.items():
            line = self.unmatched()
            deciding.decide([line], by=self.author, choice=None)
            ticked = Event.objects.latest("number").number
            for taken in before:
                getattr(deciding, taken)([line], by=self.author)
            data = {"do": step, "ticked": ticked, "note": NOTE}
            yield f"{name}: {step}", f"/{route}", data

    def unmatched(self):
        """A line of a list of the author's own, whose name nobody has matched."""
        undecided = {"jurisdiction": None, "match": MatchHow.AMBIGUOUS}
        of_list = {"list": self.live[GovernmentList], "source": self.source}
        return make_draft(Listing, by=self.author, **undecided, **of_list)

    def address(self, route, model, subject=None, step="", **own):
        if "(?P" in route:
            return "/admin/jurisdictions/" if "app_label" in route else "/admin/x"
        values = self.values(route, model) | {"step": step} | own
        if subject is not None:
            values |= {"object_id": subject.pk}
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(values[m[1]]), route)

    def values(self, route, model):
        """What stands for the names in a route."""
        model = model or (Group if "/group/" in route else User)
        of_model = {User: self.account, **self.live}
        row = of_model.get(model) or model.objects.first()
        kept = {"lists/": "governmentlist", "sources/": "source"}
        kept |= {"api/v1/awards/": "award", "api/v1/cases/": "case"}
        slugged = [self.live[MODELS[of]] for at, of in kept.items() if at in route]
        slug = slugged[0].slug if slugged else self.place.slug
        slug = "mine" if "queue/" in route else slug
        of_place = self.place if "<slug:slug>" in route else self.state
        named = [kind.model for kind in RECORDS if f"api/v1/{kind.name}/" in route]
        fact = self.live[named[0] if named else Finding]
        return {
            **dict.fromkeys(("object_id", "id", "pk"), row.pk),
            **{"state": of_place.state.lower(), "slug": slug, "name": "nowhere"},
            **{"kind": "finding", "claim": fact.claim, "sha256": "0" * 64},
            **{"content_type_id": 1, "number": 1, "token": "nobody"},
            "geoid": self.place.geoid,
            "batch": self.batches["submit"][0].pk,
        }
