"""Prints how well names are matched: `python -m tests.matching_figures`.

Measured on the 436 lines of the DHS list of May 29, 2025 and on 24 faulty names from
other government files. Ambiguous and impossible lines are right when a person decides.
"""

import csv
import gzip
import time
from collections import Counter, defaultdict
from dataclasses import dataclass

from jurisdictions.choices import STATES
from jurisdictions.matching import Gazetteer, Government, match, read_state
from tests.code_figures import ROOT

# What a trap's own name means, where its "meant" tells of the fault instead.
PRINTED_IS_MEANT = {"same_name_other_state"}
AGENCY_OF_COUNTY = {"apostrophe"}


@dataclass(frozen=True)
class Case:
    """One printed name; `meant` are GEOIDs, empty where there is no such place."""

    source: str
    state: str
    heading: str
    name: str
    meant: frozenset
    is_ambiguous: bool = False


def rows(path):
    with open(ROOT / path, encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def gazetteer():
    """The fixture's places, without a database."""
    path = ROOT / "fixtures/census/places.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return Gazetteer(
            Government(
                *(row[name] for name in ("geoid", "state", "name")),
                kind=row["kind"],
                legal_form=row["legal_form"],
            )
            for row in csv.DictReader(file)
        )


def listed():
    """The 436 lines about places, with the codes that people gave them."""
    path = {}
    for row in rows("fixtures/record/jurisdictions.csv"):
        path[row["path"]] = row["geoid"]
    for row in rows("fixtures/record/listings.csv"):
        if row["list"] != "dhs-2025" or row["is_annotation"] == "yes":
            continue
        codes = [path[row["jurisdiction"]]] if row["jurisdiction"] else []
        codes = codes or row["candidates"].split("|")
        yield Case(
            "DHS list",
            row["state_heading"],
            row["heading"],
            row["name_as_published"],
            frozenset(filter(None, codes)),
            is_ambiguous=len(codes) > 1,
        )


def traps(among):
    """The 24 faulty names; a name of "any" state is tried in each of the 56."""
    codes = defaultdict(set)
    for place in among.by_geoid.values():
        codes[place.state, place.name].add(place.geoid)
    for row in rows("tests/data/name_traps.csv"):
        name = row["meant"]
        if row["trap"] in PRINTED_IS_MEANT:
            name = row["as_printed"]
        if row["trap"] in AGENCY_OF_COUNTY:
            name = row["as_printed"].split(" Sheriff")[0]
        states = [*STATES] if row["state"] == "any" else row["state"].split(" / ")
        for state in states:
            meant = frozenset(codes[read_state(state), name])
            yield Case("traps", state, "", row["as_printed"], meant)


def judged(case, decision):
    """What the decision is worth: "right", "wrong" or "left" (to a person)."""
    if decision.decision != "auto":
        return "left"
    is_right = decision.place.geoid in case.meant and not case.is_ambiguous
    return "right" if is_right else "wrong"


def among_first_three(case, decision):
    if decision.decision == "auto":
        return decision.place.geoid in case.meant
    return bool(case.meant & {each.place.geoid for each in decision.candidates[:3]})


def measure(cases, among):
    """[(Case, Decision)] for all, in order."""
    return [
        (case, match(case.name, state=case.state, heading=case.heading, among=among))
        for case in cases
    ]


def figures(answers):
    """{what: count} over one source's answers."""
    counts = Counter(judged(*each) for each in answers)
    asked = [each for each in answers if each[0].meant and not each[0].is_ambiguous]
    return {
        "names": len(answers),
        "automatic": counts["right"] + counts["wrong"],
        "wrong": counts["wrong"],
        "left to a person": counts["left"],
        "with one right place": len(asked),
        "of those among the first three": sum(among_first_three(*e) for e in asked),
    }


def told(case, decision):
    """One line about a name that is not automatic."""
    best = decision.candidates[:1]
    first = f" Best: {best[0].place.name}, {best[0].score}." if best else ""
    heading = f" under {case.heading}" if case.heading else ""
    why = "; ".join(decision.reasons)
    return f"  {case.state}{heading}: {case.name!r}: {decision.decision}: {why}.{first}"


def report(title, answers):
    """The printed lines of one source."""
    found = figures(answers)
    yield f"{title}:"
    yield from (f"  {count:>4} {what}" for what, count in found.items())
    share = found["automatic"] / found["names"]
    shown = found["of those among the first three"] / found["with one right place"]
    yield f"  automatic {share:.1%}; among the first three {shown:.1%}"


def main():
    among = gazetteer()
    started = time.perf_counter()
    answers = measure([*listed(), *traps(among)], among)
    took = time.perf_counter() - started
    dhs = [each for each in answers if each[0].source == "DHS list"]
    tried = [each for each in answers if each[0].source == "traps"]
    named = [each for each in tried if each[0].meant]
    print(*report("DHS list", dhs), sep="\n")
    print(*report("24 traps, wherever they name a place", named), sep="\n")
    print(*report("both", dhs + named), sep="\n")
    nowhere = [each for each in tried if not each[0].meant]
    linked = sum(each[1].decision == "auto" for each in nowhere)
    print(f"traps tried where no such place is: {len(nowhere)}, automatic {linked}")
    print("not automatic:")
    print(*(told(*e) for e in dhs + named if judged(*e) == "left"), sep="\n")
    print(*(f"WRONG {e}" for e in answers if judged(*e) == "wrong"), sep="\n")
    print(f"{len(answers)} names in {took:.2f} s: {len(answers) / took:,.0f} a second")


if __name__ == "__main__":
    main()
