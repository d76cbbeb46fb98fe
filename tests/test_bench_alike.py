"""Lines of one name at the bench, and more decisions than one screen shows."""

from unittest import mock

from jurisdictions.admin import bench, undecided
from jurisdictions.choices import MatchHow

from .factories import make_list
from .test_bench import BENCH, BenchCase


class SameNameTests(BenchCase):
    def elsewhere(self):
        """What the page of the first line says of the others of its name."""
        return self.get(self.editor, self.where(self.first)).content.decode()

    def test_a_persons_word_is_told_from_its_reason(self):
        other = self.line(9, "Dovver", candidates="3606001")
        self.decide(other, "none")
        assert "line 9: no such place" in self.elsewhere()

    def test_what_only_an_import_found_still_waits(self):
        self.line(9, "Dovver", match=MatchHow.NO_SUCH_PLACE)
        assert "line 9: waits" in self.elsewhere()

    def test_only_lines_of_the_same_issuer_are_read(self):
        other = make_list(source=self.source, slug="other", issuer="Another office")
        for number in range(5):
            self.line(number, "Dovver", list=other)
        read = mock.patch.object(undecided, "scope_of", wraps=undecided.scope_of)
        with read as asked:
            self.get(self.editor, self.where(self.first))
        said = [call.args[0] for call in asked.call_args_list]
        assert said.count(self.first) == 1
        assert {row.list for row in said} == {self.list}


class ManyDecisionsTests(BenchCase):
    def test_more_than_one_page_shows_are_counted_and_reached(self):
        for line in (self.first, self.second):
            self.decide(line, "none")
        with mock.patch.object(bench, "SHOWN", 1):
            page = self.get(self.editor, BENCH)
            self.assertContains(page, 'submitted yet <span class="desk-count">2<')
            self.assertContains(page, 'amp;drafts=2"')
            rest = self.get(self.editor, BENCH, drafts=2).context["drafts"]
        assert [each.row for each in rest] == [self.second]
