"""One jurisdiction on one day, as known at one moment: all that its page says."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery

from jurisdictions.choices import LegalForm, NameRole, Outcome, Relation, Stance, Topic
from jurisdictions.days import ap_fuzzy
from jurisdictions.models import GovernmentList, Jurisdiction, Name, Place, Standing

from .kinds import COURTS, FEDERAL, SAYS, SEARCHES
from .money import AwardLine, award_lines
from .statements import Statement, statements_of, with_sources

OWN_NOUNS = {
    LegalForm.TOWN,
    LegalForm.TOWNSHIP,
    LegalForm.VILLAGE,
    LegalForm.BOROUGH,
}
SAME_GOVERNMENT = "is the same government as"
# How a sentence about a stance goes on after "The city ...".
STANCE_PHRASES = {
    Stance.AGREED_TO_CHANGE: "agreed to a change",
    Stance.OTHER_STATEMENT: "made another kind of statement",
}


@dataclass(frozen=True)
class Page:
    """All records about one jurisdiction that a reader of that day may see."""

    jurisdiction: Jurisdiction
    day: dt.date
    standing: Standing | None
    names: list[Name]
    statements: list[Statement]
    awards: list[AwardLine]
    lists: dict[str, GovernmentList]
    # Where the record knew no name yet at that moment.
    gazetteer_name: str = ""

    @property
    def name(self):
        return self.standing.name if self.standing else self.gazetteer_name

    @property
    def official_name(self):
        found = (n.text for n in self.names if n.role == NameRole.OFFICIAL)
        return next(found, self.name)

    @property
    def aliases(self):
        return sorted({n.text for n in self.names} - {self.name, self.official_name})

    @property
    def noun(self):
        """What to call it in a sentence."""
        if self.jurisdiction.state == "DC":
            return "the District"
        form = self.jurisdiction.legal_form
        return f"the {form if form in OWN_NOUNS else self.jurisdiction.kind}"

    @property
    def named(self):
        """Its name inside a sentence."""
        return f"the {self.name}" if self.jurisdiction.state == "DC" else self.name

    def lane(self, name):
        return [s for s in self.statements if s.lane == name]

    @cached_property
    def says(self):
        return self.lane(SAYS)

    @cached_property
    def federal(self):
        """Without the list lines that only repeat a letter or finding of that day."""
        said = {s.on for s in self.lane(FEDERAL) if s.kind in ("finding", "letter")}
        return [
            s for s in self.lane(FEDERAL) if s.kind != "listing" or s.on not in said
        ]

    @cached_property
    def courts(self):
        return self.lane(COURTS)

    @cached_property
    def listings(self):
        """[(Statement of a list line, its list)], newest first."""
        return [
            (s, self.lists.get(s.code)) for s in self.statements if s.kind == "listing"
        ]

    def searches(self, topic):
        return [s for s in self.lane(SEARCHES) if s.code == topic]

    @property
    def position_searches(self):
        return self.searches(Topic.POSITION)

    @property
    def finding_searches(self):
        return self.searches(Topic.FINDING)

    @cached_property
    def money_by_program(self):
        """[(program, [AwardLine])], the kinds of money never mixed in a sum."""
        groups = {}
        for line in self.awards:
            groups.setdefault(line.award.program, []).append(line)
        return [*groups.items()]

    @property
    def disputed(self):
        return any(line.is_disputed for line in self.awards)

    @property
    def words(self):
        """{claim: how a link to it is called} of what the page says."""
        found = {str(line.award.claim): line.title for line in self.awards}
        for s in self.statements:
            day = f", {ap_fuzzy(s.on)}" if s.on else ""
            found[str(s.claim)] = f"{s.word}{day}"
        return found

    @cached_property
    def timeline(self):
        """Every dated statement and grant step, oldest first: (day, word, text)."""
        found = [
            (s.on, s.word, s.text)
            for s in self.statements
            if s.on and s.lane != SEARCHES
        ]
        for line in self.awards:
            for step in line.steps:
                if step.on:
                    status = f"{line.title}: {step.get_status_display()}."
                    found.append((step.on, "grant", status))
        return sorted(found, key=lambda item: (item[0].start, item[1], item[2]))

    @cached_property
    def lead(self):
        """Sentences that answer in the first lines of the page."""
        return [*self._list_sentences(), self._position_sentence(), *self._finding()]

    def _list_sentences(self):
        kept = [(s, f) for s, f in self.listings if f and _is_kept(f)]
        for line, found in kept[:2]:
            where = f"{line.speaker} listed {self.named} on {ap_fuzzy(line.on)}"
            if line.end:
                yield f"{where} and took it off the list on {ap_fuzzy(line.end)}."
            elif found.withdrawn and found.withdrawn.start <= self.day:
                gone = ap_fuzzy(found.withdrawn)
                yield f"{where}, on a list that was withdrawn {gone}."
            else:
                yield f"{where}."

    def _position_sentence(self):
        if not self.standing or not self.standing.position:
            return f"No statement by {self.noun} about its own compliance is on record."
        stance = Stance(self.standing.position)
        label = stance.label
        phrase = STANCE_PHRASES.get(stance, label[0].lower() + label[1:])
        said_on = self.standing.position_on
        day = ap_fuzzy(said_on)
        listed = [s.on.start for s, found in self.listings if found and _is_kept(found)]
        if listed and said_on.last < max(listed):
            day = f"{day}, before it was last listed"
        return f"Its latest statement on record: {self.noun} {phrase} ({day})."

    def _finding(self):
        if self.standing and self.standing.finding:
            label = Outcome(self.standing.finding).label
            day = ap_fuzzy(self.standing.finding_on)
            phrase = label[0].lower() + label[1:]
            yield f"The latest federal finding that stands: {phrase} ({day})."


def _is_kept(found):
    """Whether a list is one that its issuer keeps, or kept until it withdrew it."""
    return found.is_standing or found.withdrawn is not None


def page_of(jurisdiction, standing, *, day, moment=None):
    """The Page of a jurisdiction; 7 queries however much is on it."""
    statements = statements_of(jurisdiction, moment=moment, day=day)
    awards = award_lines(jurisdiction, moment=moment, day=day)
    money_sources = {line.award.source_id for line in awards}
    statements, cited = with_sources(statements, moment, money_sources)
    return Page(
        jurisdiction=jurisdiction,
        day=day,
        standing=standing,
        gazetteer_name=_unnamed(jurisdiction) if standing is None else "",
        names=[*Name.objects.as_of(moment).filter(jurisdiction=jurisdiction)],
        statements=statements,
        awards=[replace(a, source=cited.get(a.award.source_id)) for a in awards],
        lists={
            found.slug: found
            for found in GovernmentList.objects.as_of(moment).filter(
                slug__in={s.code for s in statements if s.kind == "listing"}
            )
        },
    )


@dataclass(frozen=True)
class Ground:
    """Another government or Census area of the same ground."""

    words: str
    name: str
    geoid: str
    jurisdiction: Jurisdiction | None

    @property
    def is_same_government(self):
        return self.words == SAME_GOVERNMENT


def _unnamed(jurisdiction):
    names = Place.objects.filter(pk=jurisdiction.geoid).values_list("name", flat=True)
    return names.first() or jurisdiction.state_name


def relations_of(jurisdiction):
    """Ground of every twin and tie, the same government first; 2 queries."""
    ties = [*jurisdiction.ties.select_related("place")]
    ground = Place.objects.filter(pk=OuterRef("geoid")).values("name")
    twin = Q(same_government_as=jurisdiction) | Q(pk=jurisdiction.same_government_as_id)
    related = Jurisdiction.objects.filter(
        Q(geoid__in=[tie.place_id for tie in ties]) | twin
    ).annotate(ground=Subquery(ground), is_twin=twin)
    known = {found.geoid: found for found in related}
    twins = [
        Ground(SAME_GOVERNMENT, found.ground or found.path, geoid, found)
        for geoid, found in known.items()
        if found.is_twin
    ]
    return twins + [
        Ground(
            Relation(tie.relation).label,
            f"{tie.place.name}, {tie.place.state}",
            tie.place_id,
            known.get(tie.place_id),
        )
        for tie in ties
    ]
