"""What somebody else saved in the same draft meanwhile, and which side to keep."""

import hashlib
import json

from django.core.exceptions import ValidationError

from jurisdictions import editorial
from jurisdictions.models import Ledger

MINE, THEIRS = "mine", "theirs"
# In a form that came from the screen of both texts.
CHOSEN = "chosen"


def fingerprint(row):
    """Changes whenever the text of a saved row does."""
    return digest(editorial.payload(row), linked_keys(row))


def linked_keys(row):
    """{many-to-many field: keys} of a saved row."""
    return {
        link.name: sorted(getattr(row, link.name).values_list("pk", flat=True))
        for link in row._meta.many_to_many
    }


def digest(said, links):
    """The fingerprint of a row whose fields and links say that."""
    text = json.dumps([said, links], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def keep_name(name):
    """The form field that says which side of a field is kept."""
    return f"keep-{name}"


class Meanwhile:
    """The part of a draft's form that never overwrites what it did not show."""

    # Whether there is a text beside this one, and which fields wait for a choice.
    overtaken, unchosen = False, ()

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors and CHOSEN in self.data:
            # What was chosen is asked again, beside what is saved by then.
            self.data = self.data.copy()
            self.data["seen"] = ""

    def check_not_changed_meanwhile(self):
        # All writers queue there, so nobody comes between this check and the write.
        Ledger.objects.lock()
        saved = self.saved()
        if self.cleaned_data.get("seen") != fingerprint(saved):
            self.overtaken = True
            raise ValidationError(
                "Someone changed this draft after you opened it. Saving shows their"
                " text beside yours."
            )
        if CHOSEN in self.data and not self.errors:
            self.unchosen = [*self.not_chosen(saved)]
        if self.unchosen:
            self.overtaken = True
            raise ValidationError("Choose a side for each field that differs.")

    def not_chosen(self, saved):
        """Labels of the fields that differ from the saved ones without a choice."""
        for name, value in (self.changes() | self.links()).items():
            theirs = getattr(saved, name)
            theirs = [*theirs.all()] if name in self.links() else theirs
            chosen = self.data.get(keep_name(name)) in (MINE, THEIRS)
            if name in self.fields and theirs != value and not chosen:
                yield self.fields[name].label

    def typed(self):
        """The saved row with what was typed, not to be saved."""
        row = self.saved()
        for name, value in self.changes().items():
            setattr(row, name, value)
        return row

    def kept(self, values):
        """Without the fields for which the other side was taken."""
        return {
            name: value
            for name, value in values.items()
            if self.data.get(keep_name(name)) != THEIRS
        }
