from dataclasses import dataclass
from functools import cached_property

from .governments import Gazetteer, Link
from .printed import Printed
from .words import LEVELS, Heading


@dataclass(frozen=True)
class Question:
    """A name with all that is known of where it stood."""

    printed: Printed
    state: str
    heading: Heading
    gazetteer: Gazetteer

    @property
    def word(self):
        """What the name says of its kind, or else what the heading says."""
        return self.printed.word or self.heading.word

    @property
    def level(self):
        """What the heading asks for, or else what the word stands for."""
        return self.heading.level or LEVELS.get(self.word)

    @cached_property
    def kinds(self):
        """The kinds of the governments that have exactly this name."""
        return {
            place.kind
            for reading in self.printed.readings
            for place, link in self.gazetteer.named(self.state, reading.core).items()
            if link < Link.PART
        }

    @property
    def level_is_named(self):
        """Whether one of them stands where the heading asks; anywhere without one."""
        level = self.heading.level
        return level in self.kinds if level else bool(self.kinds)
