"""What a person decides of an import's names goes out, and back, with the import."""

from jurisdictions.admin import deciding
from jurisdictions.admin.candidates import offers
from jurisdictions.choices import BatchState, ReviewState
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
