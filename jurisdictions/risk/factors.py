"""Pure: the facts of one jurisdiction on a day -> the value of each of its own factors.

Values are hundredths; None is unknown, which is not zero. What a place has through
its state is asked of the state, in `assessing`.
"""

import datetime as dt
from dataclasses import dataclass

from jurisdictions.choices import Effect, Factor, GrantStatus, Outcome, Topic
from jurisdictions.facts import begun, has_begun

from .definition import MEMORY

ANNOUNCED = 50
TERMS_IN_FORCE = {GrantStatus.AWARDED_WITH_CONDITIONS, GrantStatus.CONDITIONED}
TERMS_STOPPED = {GrantStatus.ENJOINED, GrantStatus.CONDITIONS_NOT_ENFORCED}
TOUCHED = {
    GrantStatus.WITHHELD: 100,
    GrantStatus.DELAYED: 60,
    GrantStatus.WITHHELD_THEN_RELEASED: 20,
    GrantStatus.RELEASED_OR_CLEARED: 20,
}
# Nothing is known of the money itself.
SILENT = {GrantStatus.UNKNOWN, GrantStatus.REPORTED}
# What is closed has no terms any more, and nothing left to touch.
OPEN = {*GrantStatus} - SILENT - {GrantStatus.CLOSED}
CLEARED = {Outcome.NO_EVIDENCE, Outcome.FOUND_COMPLIANT}
CONCLUSIONS = {
    Outcome.MAY_VIOLATE: 100,
    Outcome.DOCUMENTS_DEMANDED: 60,
    Outcome.PROOF_REQUESTED: 60,
    Outcome.POLICIES_MAY_CONFLICT: 30,
    Outcome.UNDER_REVIEW: 30,
    Outcome.NO_EVIDENCE: 10,
    Outcome.FOUND_COMPLIANT: 0,
    Outcome.PENDING: 0,
    Outcome.NOT_SENT: 0,
}
STOPS = {
    Effect.ENJOINED,
    Effect.RESTRAINED,
    Effect.EXTENDED,
    Effect.ENFORCED,
    Effect.SET_ASIDE,
}
ENDS = {
    Effect.DISMISSED,
    Effect.DISMISSED_NO_STANDING,
    Effect.DISMISSED_MOOT,
    Effect.DISMISSED_WITHOUT_PREJUDICE,
    Effect.DISMISSED_LEAVE_TO_AMEND,
    Effect.DROPPED,
}
LIFTS = ENDS | {Effect.REVERSED, Effect.INJUNCTION_DENIED}
CLOSES_SUIT = ENDS | {Effect.REVIEW_DENIED}


@dataclass(frozen=True)
class Value:
    """A factor's value in hundredths, or None, and the records that gave it.

    A record is written as its kind and its claim: "listing 0b6f…".
    """

    value: int | None
    records: tuple[str, ...] = ()


def own_factors(facts, day: dt.date, *, finding, awards):
    """{factor: Value} of the six factors that are its own.

    `finding` is the Dated conclusion that stands, `awards` where each award stands.
    """
    return {
        Factor.LISTED: _listed(facts, day),
        Factor.NAMED: _named(facts, day),
        Factor.FINDING: _finding(facts, day, finding),
        Factor.TERMS: _terms(facts, day, awards),
        Factor.TOUCHED: _touched(facts, day, awards),
        Factor.SHIELD: _shield(facts, day),
    }


def forgotten_on(on):
    """The day from which what was told on a day says nothing any more."""
    return on.last.replace(year=min(on.last.year + MEMORY, 9999), day=1)


def status_of(award, day):
    """An award's status as far as it is known on that day."""
    is_old = award.status_on and forgotten_on(award.status_on) <= day
    if is_old and award.status != GrantStatus.CLOSED:
        return GrantStatus.UNKNOWN
    return award.status


def strongest(found):
    """The largest of (value, record), with all that have it; 0 of nothing."""
    found = [*found]
    value = max((each for each, _ in found), default=0)
    return Value(value, tuple(record for each, record in found if each == value))


def _or_unknown(facts, day, value, topic, *, is_known):
    """A value of 0 is known where something was on record or was looked for."""
    if value.value or is_known:
        return value
    searches = [each for each in begun(facts.searches, day) if each.code == topic]
    return (
        Value(0, tuple(f"search {each.claim}" for each in searches))
        if searches
        else Value(None)
    )


def _listed(facts, day):
    lines = (line for line in begun(facts.lines, day) if line.is_kept)
    return strongest((_line(line, day), f"listing {line.claim}") for line in lines)


def _line(line, day):
    if has_begun(line.end, day):
        return 20
    return 40 if has_begun(line.withdrawn_on, day) else 100


def _named(facts, day):
    found = [
        (_suit(suit, day), f"case {suit.claim}") for suit in begun(facts.suits, day)
    ]
    closings = [each.on.start for each in _closings(facts, day)]
    for demand in begun(facts.demands, day):
        if demand.code != Outcome.NOT_SENT:
            is_closed = any(closed >= demand.on.start for closed in closings)
            value = 20 if is_closed else _demand(demand, day)
            found.append((value, f"letter {demand.claim}"))
    value = strongest(found)
    return _or_unknown(facts, day, value, Topic.FINDING, is_known=bool(found))


def _suit(suit, day):
    ended = any(each.code in CLOSES_SUIT for each in begun(suit.rulings, day))
    return 20 if ended else 100


def _demand(demand, day):
    if forgotten_on(demand.on) <= day:
        return 20
    return 40 if has_begun(demand.answered, day) else 70


def _closings(facts, day):
    """What closes a matter: it was cleared, or its money released afterwards."""
    yield from (each for each in begun(facts.findings, day) if each.code in CLEARED)
    for award in facts.awards:
        for action in begun(award.actions, day):
            if TOUCHED.get(action.code) == 20:
                yield action


def _finding(facts, day, finding):
    if finding is None:
        nothing = Value(0)
        return _or_unknown(facts, day, nothing, Topic.FINDING, is_known=False)
    letters = {letter.claim for letter in facts.demands}
    kind = "letter" if finding.claim in letters else "finding"
    return Value(CONCLUSIONS[finding.code], (f"{kind} {finding.claim}",))


def _terms(facts, day, awards):
    found = [
        (term_of(award, facts, day), f"award {award.claim}")
        for award in awards
        if status_of(award, day) in OPEN
    ]
    value = strongest(found)
    if value.value == ANNOUNCED:
        acts = {f"federalaction {each.claim}" for each in announced(facts, day)}
        value = Value(ANNOUNCED, (*value.records, *sorted(acts)))
    return _or_unknown(facts, day, value, Topic.GRANT, is_known=bool(found))


def announced(facts, day):
    """Terms that were announced by that day and have not ended."""
    return [each for each in begun(facts.terms, day) if not has_begun(each.end, day)]


def term_of(award, facts, day):
    """What the terms of one award weigh: its own status, or its program's terms."""
    programs = {each.program for each in announced(facts, day)}
    is_named = award.program in programs
    if not is_named and _have_ended(award, facts, day):
        return 0
    status = status_of(award, day)
    if status in TERMS_IN_FORCE:
        return 100
    if status in TERMS_STOPPED:
        return 20
    return ANNOUNCED if is_named and status in OPEN else 0


def _have_ended(award, facts, day):
    """Whether the terms of its program ended after its status was told."""
    return any(
        each.program == award.program
        and has_begun(each.end, day)
        and award.status_on
        and award.status_on.start <= each.end.start
        for each in facts.terms
    )


def _touched(facts, day, awards):
    known = [
        (TOUCHED.get(status, 0), f"award {award.claim}")
        for award in awards
        if (status := status_of(award, day)) in OPEN
    ]
    value = strongest(known)
    return _or_unknown(facts, day, value, Topic.GRANT, is_known=bool(known))


def _shield(facts, day):
    """Unknown where the stronger order does not tell whose terms it stops."""
    sure = _orders([order for order in facts.orders if order.has_acts], day)
    any_ = _orders(facts.orders, day)
    return sure if any_.value == sure.value else Value(None, any_.records)


def _orders(orders, day):
    return strongest(
        (strength, f"ruling {last.claim}")
        for order in orders
        for strength, last in [_strength(order, day)]
        if last
    )


def is_in_force(order, day):
    return bool(_strength(order, day)[0])


def _strength(order, day):
    """(how far a case's orders protect on that day, the ruling that last moved it)."""
    strength, moved = 0, None
    if has_begun(order.until, day):
        return strength, moved
    for ruling in begun(order.rulings, day):
        now = _after(strength, ruling.code)
        if now != strength:
            strength, moved = now, ruling
    return strength, moved


def _after(strength, effect):
    if effect in LIFTS:
        return 0
    if effect in STOPS:
        return max(strength, 100 if effect == Effect.SET_ASIDE else 80)
    if strength and effect == Effect.AFFIRMED:
        return 100
    if strength and effect == Effect.PAUSED:
        return 50
    return strength


def is_covered(facts, day):
    """Whether an order that names the place is in force."""
    return any(is_in_force(order, day) for order in facts.orders)
