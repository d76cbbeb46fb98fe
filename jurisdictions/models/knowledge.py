"""From rows to facts: what was known of a jurisdiction at one moment."""

from collections import defaultdict

from jurisdictions.choices import STATE_NAMES
from jurisdictions.standing import Dated, Facts, Line, Money, Named

from .courts import Ruling
from .facts import Finding, Letter, Name, Position
from .grants import Award, AwardAction
from .lists import GovernmentList, Listing
from .places import Jurisdiction


def facts_of(jurisdiction_ids, as_of=None):
    """{jurisdiction id: Facts} from the records known at a moment (None: now)."""
    gathered = {pk: defaultdict(list) for pk in jurisdiction_ids}

    def records(model):
        return model.objects.as_of(as_of).filter(jurisdiction__in=jurisdiction_ids)

    for name in records(Name):
        gathered[name.jurisdiction_id]["names"].append(Named(name.text, name.role))
    for position in records(Position):
        gathered[position.jurisdiction_id]["positions"].append(
            _dated(position, position.stance)
        )
    for model in (Finding, Letter):
        for found in records(model):
            gathered[found.jurisdiction_id]["findings"].append(
                _dated(found, found.outcome)
            )
    for owner, line in _lines(records(Listing), as_of):
        gathered[owner]["lines"].append(line)
    for owner, money in _awards(records(Award), as_of):
        gathered[owner]["awards"].append(money)
    for owner, ruling in _rulings(jurisdiction_ids, as_of):
        gathered[owner]["rulings"].append(ruling)
    return {
        pk: Facts(state_name=where, **{kind: tuple(f) for kind, f in found.items()})
        for pk, found, where in _with_states(gathered)
    }


def _with_states(gathered):
    states = Jurisdiction.objects.filter(pk__in=gathered).values_list("pk", "state")
    for pk, state in states:
        yield pk, gathered[pk], f"{STATE_NAMES[state]} {state}"


def _dated(record, code):
    return Dated(code=code, on=record.on, claim=str(record.claim))


def _lines(listings, as_of):
    """Each line under its list's slug and withdrawal as they are known by then."""
    lists = {found.claim: found for found in GovernmentList.objects.as_of(as_of)}
    for line in listings.filter(is_annotation=False).select_related("list"):
        known = lists.get(line.list.claim)
        yield (
            line.jurisdiction_id,
            Line(
                list_slug=(known or line.list).slug,
                on=line.on,
                end=line.end,
                withdrawn_on=known and known.withdrawn,
                claim=str(line.claim),
            ),
        )


def _awards(awards, as_of):
    awards = list(awards)
    actions = defaultdict(list)
    for action in (
        AwardAction.objects.as_of(as_of)
        .filter(award__claim__in={award.claim for award in awards})
        .select_related("award")
    ):
        actions[action.award.claim].append(_dated(action, action.status))
    for award in awards:
        yield (
            award.jurisdiction_id,
            Money(
                claim=str(award.claim),
                program=award.assistance_listing,
                fiscal_year=award.fiscal_year,
                amount_usd=award.amount_usd,
                amount_kind=award.amount_kind,
                on=award.on,
                actions=tuple(actions[award.claim]),
            ),
        )


def _rulings(jurisdiction_ids, as_of):
    covered = Ruling.jurisdictions.through.objects.filter(
        jurisdiction__in=jurisdiction_ids
    ).values_list("ruling_id", "jurisdiction_id")
    rulings = {
        ruling.pk: _dated(ruling, ruling.effect)
        for ruling in Ruling.objects.as_of(as_of)
    }
    for ruling_id, jurisdiction_id in covered:
        if ruling_id in rulings:
            yield jurisdiction_id, rulings[ruling_id]
