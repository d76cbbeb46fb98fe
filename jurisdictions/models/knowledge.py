"""From rows to facts: what was known of a jurisdiction at one moment."""

from collections import defaultdict

from jurisdictions.choices import STATE_NAMES
from jurisdictions.facts import Demand, Facts, Line, Money, Named

from .disputes import Disputes, dated
from .facts import Finding, Letter, Name, Position, Search
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
            dated(position, position.stance)
        )
    for found in records(Finding):
        told = dated(found, found.outcome)
        gathered[found.jurisdiction_id]["findings"].append(told)
    for letter in records(Letter):
        demand = Demand(letter.outcome, letter.on, letter.answered, str(letter.claim))
        gathered[letter.jurisdiction_id]["demands"].append(demand)
        told = dated(letter, letter.outcome)
        gathered[letter.jurisdiction_id]["findings"].append(told)
    for search in records(Search):
        gathered[search.jurisdiction_id]["searches"].append(dated(search, search.topic))
    for owner, line in _lines(records(Listing), as_of):
        gathered[owner]["lines"].append(line)
    disputes = Disputes(jurisdiction_ids, as_of)
    for kind, owner, told in disputes.by_kind():
        gathered[owner][kind].append(told)
    for owner, money in _awards(records(Award), as_of):
        terms = gathered[owner]["terms"]
        terms += [t for t in disputes.terms_of(money.program) if t not in terms]
        gathered[owner]["awards"].append(money)
    return {
        pk: Facts(state_name=where, **{kind: tuple(f) for kind, f in found.items()})
        for pk, found, where in _with_states(gathered)
    }


def _with_states(gathered):
    states = Jurisdiction.objects.filter(pk__in=gathered).values_list("pk", "state")
    for pk, state in states:
        yield pk, gathered[pk], f"{STATE_NAMES[state]} {state}"


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
                is_kept=(known or line.list).is_standing,
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
        actions[action.award.claim].append(dated(action, action.status))
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
                may_double_count=award.may_double_count,
            ),
        )
