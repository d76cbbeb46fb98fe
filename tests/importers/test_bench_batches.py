"""What a person decides of an import's names goes out, and back, with the import."""

import pytest

from jurisdictions import editorial
from jurisdictions.admin import deciding
from jurisdictions.admin.candidates import offers
from jurisdictions.choices import BatchState, ReviewState
from jurisdictions.editorial import NotReady
from jurisdictions.importers import batches
from jurisdictions.models import Jurisdiction, Listing, Name

from .desk import NOTE
from .test_lists import ListCase

TEXT = "CITIES\nAlameda, CA\nBerkley, CA\nSan Nowhere, CA"


class BenchBatchTests(ListCase):
    """edith imports three lines and decides the two that no rule does."""

    def setUp(self):
        super().setUp()
        self.batch = self.load(TEXT, by=self.editor).batch
        self.berkley, self.nowhere = Listing.objects.filter(state=ReviewState.DRAFT)
        offered, _ = offers(self.berkley, [])
        self.assertEqual([each.geoid for each in offered], ["0606000"])
        deciding.decide([self.berkley], by=self.editor, choice=offered[0])
        deciding.decide([self.nowhere], by=self.editor, choice=None)

    def submit(self):
        deciding.submit([self.berkley, self.nowhere], by=self.editor)

    def undo(self):
        return batches.undo(self.batch, by=self.second_publisher, note=NOTE)

    def test_confirmed_at_the_bench_it_is_undone_with_the_batch_too(self):
        batches.publish(self.batch, by=self.publisher, note=NOTE)
        self.submit()
        deciding.publish([self.berkley, self.nowhere], by=self.publisher)
        assert not self.undo().conflicts
        self.batch.refresh_from_db()
        assert self.batch.state == BatchState.UNDONE
        assert not Listing.objects.live().exists()
        berkeley = Jurisdiction.objects.get(geoid="0606000")
        assert not Name.objects.live().filter(jurisdiction=berkeley).exists()

    def test_taken_back_since_its_line_stays(self):
        self.submit()
        batches.publish(self.batch, by=self.publisher, note=NOTE)
        live = Listing.objects.live().get(pk=self.berkley.pk)
        deciding.reopen([live], by=self.editor, note=NOTE)
        ((row, why),) = self.undo().conflicts
        assert (row, why) == (live, "a person has worked on it")

    def test_no_line_is_public_before_the_names_of_its_place(self):
        self.submit()
        for name in Name.objects.filter(jurisdiction__geoid="0606000"):
            editorial.ask_changes(name, by=self.publisher, note=NOTE)
        with pytest.raises(NotReady, match="Publish this first: Berkeley"):
            batches.publish(self.batch, by=self.publisher, note=NOTE)
        assert not Listing.objects.filter(name_as_published="Berkley, CA").live()

    def test_names_that_another_batch_brought_stay_with_that_one(self):
        deciding.take_back([self.berkley], by=self.editor)
        self.load("CITIES\nBerkeley, CA", by=self.editor)
        self.berkley.refresh_from_db()
        offered, _ = offers(self.berkley, [])
        deciding.decide([self.berkley], by=self.editor, choice=offered[0])
        names = Name.objects.open().filter(jurisdiction__geoid="0606000")
        assert names
        assert not batches.names_along(self.batch) & names
        batches.discard(self.batch, by=self.editor, note=NOTE)
        assert names.all()


class SharedPlaceTests(ListCase):
    """Two imports name a place that is new here; the first brings its names."""

    def setUp(self):
        super().setUp()
        self.first = self.load("CITIES\nBerkeley, CA", by=self.editor).batch
        self.second = self.load("CITIES\nBerkley, CA", by=self.editor).batch
        self.line = Listing.objects.get(name_as_published="Berkley, CA")
        offered, _ = offers(self.line, [])
        deciding.decide([self.line], by=self.editor, choice=offered[0])
        deciding.submit([self.line], by=self.editor)

    def names(self):
        return Name.objects.filter(jurisdiction__geoid="0606000")

    def test_discarding_the_first_leaves_the_names_that_the_second_needs(self):
        done = batches.discard(self.first, by=self.editor, note=NOTE)
        stays = {(row.text, why) for row, why in done.conflicts}
        why = "other drafts are about its place"
        assert stays == {("Berkeley city", why), ("Berkeley", why)}
        with pytest.raises(NotReady, match="Publish this first: Berkeley"):
            batches.publish(self.second, by=self.publisher, note=NOTE)
        deciding.publish([self.line], by=self.publisher)
        assert self.names().live().count() == 2

    def test_a_line_of_a_place_without_any_name_is_refused(self):
        for name in self.names():
            editorial.discard(name, by=self.editor, note=NOTE)
        with pytest.raises(NotReady, match="has no name on the site: draft one first"):
            batches.publish(self.second, by=self.publisher, note=NOTE)
        editorial.approve(self.line, by=self.publisher)
        with pytest.raises(NotReady, match="has no name on the site"):
            editorial.publish(self.line, by=self.publisher)
        assert not Listing.objects.live().exists()
