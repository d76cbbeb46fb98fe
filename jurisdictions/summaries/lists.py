"""One government list on a day, line by line, as the record was known at a moment."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import Q
from django.utils.text import slugify

from jurisdictions.choices import (
    PLAIN_CONFIDENCE,
    STATE_NAMES,
    Confidence,
    LineForm,
    MatchHow,
    Topic,
)
from jurisdictions.models import (
    Criterion,
    GovernmentList,
    Jurisdiction,
    Listing,
    Place,
    Position,
    Search,
    Standing,
)
from jurisdictions.tones import STANCE_TONES

from .citing import Citation, citations
from .membership import Sighting, begun, had_begun, sightings
from .revisions import PlaceName, place_name


@dataclass(frozen=True)
class Answer:
    """The latest statement of a line's government since the list was published."""

    position: Position | None = None
    search: Search | None = None
    source: Citation | None = None
    of_twin: bool = False

    @property
    def tone(self):
        return STANCE_TONES.get(self.position.stance, "grey")


@dataclass(frozen=True)
class Candidate:
    """A government that an undecided name may mean."""

    geoid: str
    name: str
    address: str = ""


@dataclass
class Line:
    """One line as a page shows it; `place` is the government it was matched to."""

    row: Listing
    ended: bool
    standing: Standing | None = None
    place: PlaceName | None = None
    geoid: str = ""
    government: int | None = None
    source: Citation | None = None
    own_source: bool = False
    more_sources: list[Citation] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    answer: Answer | None = None

    @property
    def is_place(self):
        return not self.row.is_annotation

    @property
    def is_open(self):
        return self.is_place and not self.ended

    @property
    def anchor(self):
        return f"line-{self.row.number}"

    @property
    def is_undecided(self):
        return self.row.match == MatchHow.AMBIGUOUS

    @property
    def confidence_word(self):
        if self.row.confidence in PLAIN_CONFIDENCE:
            return ""
        return Confidence(self.row.confidence).label.lower()

    @property
    def form_word(self):
        """How the words are known; empty where the list itself was read."""
        is_plain = self.row.form == LineForm.VERBATIM_LIST
        return "" if is_plain else self.row.get_form_display()

    @property
    def match_words(self):
        """Why it was matched as it was; empty where one name fits one government."""
        if self.row.match == MatchHow.EXACT or self.row.is_annotation:
            return self.row.match_reason
        return self.row.match_reason or self.row.get_match_display()


@dataclass(frozen=True)
class Block:
    """Neighbouring lines under one state heading and one heading."""

    state: str
    heading: str
    anchor: str
    lines: list[Line]
    source: Citation | None


@dataclass
class ListPage:
    """All that a page says of one list; empty lines before it was published."""

    row: GovernmentList
    existed: bool
    withdrawn: bool
    lines: list[Line]
    source: Citation | None
    criteria: list[tuple[Criterion, Citation | None]]
    asks_answers: bool
    seen: list[Sighting] = field(default_factory=list)

    @cached_property
    def places(self):
        return [line for line in self.lines if line.is_place]

    @cached_property
    def on_it(self):
        return [line for line in self.places if line.is_open]

    @cached_property
    def removed(self):
        return sorted(
            (line for line in self.places if line.ended),
            key=lambda line: line.row.end.start,
        )

    @cached_property
    def notes(self):
        return [line for line in self.lines if not line.is_place]

    @cached_property
    def unmatched(self):
        return [line for line in self.on_it if not line.place]

    @cached_property
    def governments(self):
        """How many governments the open lines name: a government counts once."""
        return len({line.government for line in self.on_it} - {None})

    @cached_property
    def jurisdictions(self):
        return len({line.place.pk for line in self.on_it if line.place})

    @cached_property
    def answered(self):
        return [line for line in self.on_it if line.answer and line.answer.position]

    @property
    def unanswered(self):
        return len(self.on_it) - len(self.answered)

    @cached_property
    def blocks(self):
        return [*_blocks(self.lines)]

    @cached_property
    def states(self):
        """[(state heading, anchor, lines about places)] where the list has any."""
        counts = Counter()
        for line in self.places:
            counts[line.row.state_heading] += 1
        return [
            (state, slugify(state), count) for state, count in counts.items() if state
        ]


def list_page(row, *, day, moment=None):
    """The ListPage of a revision of a list; at most 9 queries however long it is."""
    existed = had_begun(row.on, day)
    rows = Listing.objects.as_of(moment).filter(list__slug=row.slug)
    rows = rows.filter(begun(day)) if existed else rows.none()
    lines = [
        Line(each, had_begun(each.end, day))
        for each in rows.select_related("jurisdiction").order_by("number", "claim")
    ]
    grounds = Criterion.objects.as_of(moment).filter(list__slug=row.slug)
    grounds = [*grounds.order_by("number")] if existed else []
    _name(lines, day, moment)
    # A list that states its grounds and is kept up to date asks for an answer.
    asks = bool(grounds) and row.is_standing
    answers = _answers(lines, row, day, moment) if asks else {}
    more = _sources_of_ends(lines)
    wanted = _source_ids(row, lines, grounds, answers)
    cited = citations(wanted.union(*more.values()), moment)
    for line in lines:
        line.source = cited.get(line.row.source_id)
        line.more_sources = [
            cited[pk] for pk in more.get(line.row.pk, ()) if pk in cited
        ]
        if asks and line.is_place:
            line.answer = _answer(line, answers, cited)
    return ListPage(
        row=row,
        existed=existed,
        withdrawn=had_begun(row.withdrawn, day),
        lines=lines,
        source=cited.get(row.source_id),
        criteria=[(each, cited.get(each.source_id)) for each in grounds],
        asks_answers=asks,
        seen=_seen(row, lines, day),
    )


def _seen(row, lines, day):
    """Only a list that its issuer keeps up to date can be seen again."""
    is_kept = row.is_standing and not had_begun(row.withdrawn, day)
    return sightings((x.row for x in lines if x.is_open), day) if is_kept else []


def _source_ids(row, lines, grounds, answers):
    found = {row.source_id} | {line.row.source_id for line in lines}
    found |= {each.source_id for each in grounds}
    return found | {each.source_id for each in answers.values()}


def _sources_of_ends(lines):
    """{listing pk: [source pk]}: a removal is told by other sources than the line."""
    ended = [line.row.pk for line in lines if line.ended]
    if not ended:
        return {}
    found = defaultdict(list)
    links = Listing.more_sources.through.objects.filter(listing__in=ended)
    for pk, source in links.order_by("pk").values_list("listing_id", "source_id"):
        found[pk].append(source)
    return found


def _name(lines, day, moment):
    """Say which government each line was matched to, or may mean."""
    ids = {line.row.jurisdiction_id for line in lines} - {None}
    rows = Standing.objects.at(on=day, as_of=moment).filter(jurisdiction__in=ids)
    standings = {
        row.jurisdiction_id: row for row in rows.select_related("jurisdiction")
    }
    open_ended = [line for line in lines if line.row.candidates]
    candidates = _candidates(open_ended) if open_ended else {}
    for line in lines:
        matched = line.row.jurisdiction
        if matched:
            line.standing = standings.get(matched.pk)
            line.place = place_name(line.standing) if line.standing else None
            line.geoid = matched.geoid
            line.government = matched.same_government_as_id or matched.pk
        else:
            codes = filter(None, line.row.candidates.split("|"))
            line.candidates = [candidates.get(c, Candidate(c, "")) for c in codes]


def _candidates(lines):
    codes = {code for line in lines for code in line.row.candidates.split("|")}
    found = Jurisdiction.objects.on_the_site().filter(geoid__in=codes)
    known = {each.geoid: each for each in found}
    return {
        place.geoid: Candidate(
            place.geoid,
            f"{place.name}, {STATE_NAMES[place.state]}",
            known[place.geoid].get_absolute_url() if place.geoid in known else "",
        )
        for place in Place.objects.filter(geoid__in=codes)
    }


# What the listed places have said since


def _answers(lines, row, day, moment):
    """{(jurisdiction or government, pk, model): its latest row since the list}.

    The twin of a jurisdiction is the same government: its words count for both.
    """
    governments = {line.government for line in lines} - {None}
    asked = Q(jurisdiction__in=governments)
    asked |= Q(jurisdiction__same_government_as__in=governments)
    asked &= Q(on_last__gte=row.on.first) & begun(day)
    found = {}
    for model, topic in ((Position, Q()), (Search, Q(topic=Topic.POSITION))):
        rows = model.objects.as_of(moment).filter(asked, topic)
        rows = sorted(
            rows.select_related("jurisdiction"),
            key=lambda each: (each.on.start, each.on.last, each.claim),
        )
        for each in rows:
            twin = each.jurisdiction.same_government_as_id
            found["jurisdiction", each.jurisdiction_id, model] = each
            found["government", twin or each.jurisdiction_id, model] = each
    return found


def _answer(line, answers, cited):
    """The Answer of a line: its own latest words before those of its twin."""

    def latest(model):
        own = answers.get(("jurisdiction", line.row.jurisdiction_id, model))
        return own or answers.get(("government", line.government, model))

    position = latest(Position)
    if not position:
        return Answer(search=latest(Search))
    is_twin = position.jurisdiction_id != line.row.jurisdiction_id
    return Answer(position, None, cited.get(position.source_id), is_twin)


# The order of the document


def _blocks(lines):
    seen = defaultdict(int)

    def heads(line):
        return line.row.state_heading, line.row.heading

    for (state, heading), run in groupby(lines, heads):
        members = [*run]
        seen[state] += 1
        common = Counter(line.row.source_id for line in members).most_common(1)[0][0]
        for line in members:
            line.own_source = line.row.source_id != common
        yield Block(
            state=state,
            heading=heading,
            anchor=slugify(state) if state and seen[state] == 1 else "",
            lines=members,
            source=next(m.source for m in members if m.row.source_id == common),
        )
