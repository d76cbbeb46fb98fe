"""What the words of a name or a heading say about the kind of government."""

import re
from dataclasses import dataclass

from jurisdictions.choices import Kind, LegalForm
from jurisdictions.naming import fold
from jurisdictions.states import STATES

CITY_FORMS = {LegalForm.CITY, LegalForm.INDEPENDENT_CITY, LegalForm.CONSOLIDATED}
NAMED_KIND = {Kind.CITY: "city or town", Kind.COUNTY: "county", Kind.STATE: "state"}
SEVERAL = "several"  # a name that says two kinds at once; nothing agrees with it

# As printed (folded) -> the word it stands for. Longer spellings come first.
SPELLINGS = {
    "city independent city": "city",
    "independent city": "city",
    "city and county": "city and county",
    "city and borough": "city and borough",
    "charter township": "charter township",
    "metro township": "township",
    "planning region": "planning region",
    "census area": "census area",
    "municipality": "municipality",
    "municipio": "municipio",
    "plantation": "plantation",
    "township": "township",
    "village": "village",
    "borough": "borough",
    "county": "county",
    "parish": "parish",
    "town": "town",
    "city": "city",
    "cnty": "county",
    "boro": "borough",
    "twp": "township",
    "co": "county",
}
BEFORE = SPELLINGS | dict.fromkeys(("state", "commonwealth", "territory"), "state")
BEFORE |= dict.fromkeys(("metropolitan government", "unified government"), "joint")
IS_BEFORE = re.compile(rf"(?:the )?(?:incorporated )?({'|'.join(BEFORE)}) of (.+)")
IS_AFTER = re.compile(rf"(.+?) ({'|'.join(SPELLINGS)})")

# The level that a word stands for where no heading names one.
LEVELS = dict.fromkeys(
    ("county", "parish", "municipio", "census area", "planning region"), Kind.COUNTY
) | dict.fromkeys(
    ("city", "town", "village", "township", "charter township", "plantation"), Kind.CITY
)
LEVELS["state"] = Kind.STATE

# Minor civil divisions that work as cities do: the twelve "strong MCD" states of the
# Census Bureau. Elsewhere a township is not what a list means by a bare name.
STRONG_TOWNS = {"CT", "ME", "MA", "MI", "MN", "NH", "NJ", "NY", "PA", "RI", "VT", "WI"}


def _state_forms():
    """{folded name or press short form: postal code}."""
    forms = {fold(name): postal for postal, (_, name) in STATES.items()}
    press = (
        "AL Ala, AZ Ariz, AR Ark, CA Calif, CO Colo, CT Conn, DE Del, FL Fla, IL Ill,"
        " IN Ind, KS Kan, MA Mass, MI Mich, MN Minn, MS Miss, MO Mo, MT Mont, NE Neb,"
        " NV Nev, NM N.M., NY N.Y., NH N.H., NJ N.J., NC N.C., ND N.D., OK Okla,"
        " OR Ore, PA Penn, RI R.I., SC S.C., SD S.D., TN Tenn, TX Tex, VA Va,"
        " WA Wash, WV W. Va., WI Wis, WY Wyo, DC D.C., DC Washington D.C.,"
        " DC Washington DC, PR P.R., VI Virgin Islands, VI US Virgin Islands,"
        " MP Commonwealth of the Northern Mariana Islands"
    )
    for pair in re.split(r",\s*", press):
        postal, _, form = pair.partition(" ")
        forms[fold(form)] = postal
    return forms


STATE_FORMS = _state_forms()


def read_state(text):
    """A state's name or postal code -> postal code; None for anything else."""
    postal = text.strip().upper()  # not folded: "MT" would become "mount"
    said = re.sub("^(?:state|commonwealth) of ", "", fold(text))
    return postal if postal in STATES else STATE_FORMS.get(said)


@dataclass(frozen=True)
class Heading:
    """What a list's heading asks for: a level, perhaps one word, perhaps nothing."""

    level: Kind | None = None
    word: str | None = None
    is_known: bool = True


HEADING_WORDS = {
    Kind.CITY: {"city", "cities", "municipal", "municipality", "municipalities"}
    | {"town", "towns", "village", "villages", "township", "townships"},
    Kind.COUNTY: {"county", "counties", "parish", "parishes"}
    | {"municipio", "municipios", "census", "area", "areas"},
    Kind.STATE: {"state", "states", "territory", "territories"},
}
# Words of a heading that tell nothing of the kind.
SILENT = {"and", "or", "the", "of", "list", "independent", "incorporated"}
SILENT |= {"place", "places", "equivalent", "equivalents", "local", "government"}
SILENT |= {"governments", "jurisdiction", "jurisdictions", "other"}
ONE_WORD = {"town", "village", "township", "borough"}


def read_heading(text, state):
    """A heading as printed -> Heading. A borough is a county in Alaska only."""
    said = {word for word in fold(text).split() if word.isalpha()} - SILENT
    boroughs = {"borough", "boroughs"}
    at = Kind.COUNTY if state == "AK" else Kind.CITY
    words = HEADING_WORDS | {at: HEADING_WORDS[at] | boroughs}
    levels = {level for level, known in words.items() if said & known}
    if said - set().union(*words.values()):
        return Heading(is_known=False)
    if len(levels) != 1:
        return Heading()
    only = {word.removesuffix("s") for word in said} & ONE_WORD
    return Heading(levels.pop(), only.pop() if len(said) == len(only) == 1 else None)


def agrees(word, government):
    """Whether a government may be called by this word."""
    kind, form, own = government.kind, government.legal_form, government.word
    if word is None:
        return True
    if word == "city":
        return form in CITY_FORMS if kind == Kind.CITY else own == "city"
    if word == "city and county":
        return own == "county" or (kind == Kind.CITY and form in CITY_FORMS)
    if word == "town":
        is_town = form == LegalForm.TOWN and own != "plantation"
        return is_town or government.is_town_city
    if word == "county":
        # Louisiana's parishes and Puerto Rico's municipios are its counties.
        return kind == Kind.COUNTY and own in ("county", "parish", "municipio")
    if word == "state":
        return kind == Kind.STATE
    if word == "joint":
        return form == LegalForm.CONSOLIDATED
    if word == "borough" and own == "city and borough":
        return kind == Kind.COUNTY
    return form == word or own == word
