"""Which governments fit a printed name, and what leaves a doubt.

Nothing here guesses: a rule may only set a rival aside for a reason that it names.
"""

from jurisdictions.choices import STATE_NAMES, Kind

from .governments import Link
from .ranking import is_rural
from .words import NAMED_KIND, SEVERAL, agrees


def fitting(question):
    """{Government: Link} whose name, level and kind are all as printed."""
    gazetteer, state = question.gazetteer, question.state
    readings = question.printed.readings
    if question.level_is_named:
        named = [(each, gazetteer.named(state, each.core)) for each in readings]
        return those_that_fit(question, named)[0]
    spaced = [(each, gazetteer.spaced(state, each.core)) for each in readings]
    found, rivals = those_that_fit(question, spaced)
    return {} if rivals - {*found} else found


def those_that_fit(question, linked):
    """({Government: Link}, {Government} that only a part of the name links)."""
    found, parts = {}, set()
    for reading, links in linked:
        for place, link in links.items():
            if not fits(question, reading, place, link):
                continue
            if link < Link.PART:
                found[place] = min(link, found.get(place, link))
            else:
                parts.add(place)
    return found, parts


def fits(question, reading, place, link):
    heading, word = question.heading, question.printed.word
    if heading.level and place.kind != heading.level:
        return False
    # "Garden City" is not Garden City township, although the words are the same.
    if word and not reading.word and link != Link.FULL and is_rural(place):
        return False
    return agrees(reading.word, place) and agrees(heading.word, place)


def narrowed(question, found):
    """Without the rivals that a rule can set aside."""
    if question.printed.county:
        found = within_county(question, found)
    level = question.heading.level
    if level is None:
        found = kept(found, lambda each: not is_twin(each, found))
    if level == Kind.COUNTY and question.word is None:
        # "Fairfax" under Counties is the county, although a city is one's equal.
        found = kept(found, lambda each: each.word != "city") or found
    if question.word in ("city", None) and level in (Kind.CITY, None):
        found = kept(found, lambda each: not is_rural(each)) or found
    if question.word == "city" or (level == Kind.CITY and question.word is None):
        found = city_before_town(found)
    return found


def kept(found, keep):
    return {place: link for place, link in found.items() if keep(place)}


def within_county(question, found):
    """Of county subdivisions, those of the county that the name itself names."""
    links = question.gazetteer.named(question.state, question.printed.county)
    counties = kept(links, lambda each: each.kind == Kind.COUNTY)
    codes = {each.geoid for each, link in counties.items() if link < Link.PART}
    return kept(found, lambda each: not each.is_subdivision or each.geoid[:5] in codes)


def is_twin(place, found):
    """A county code of a government that is also there under its own code.

    An independent city counts as a city; the District of Columbia as a state.
    """
    if place.kind != Kind.COUNTY:
        return False
    same = [each for each in found if each.name == place.name and each != place]
    return bool(same) and (place.word == "city" or place.state == "DC")


def city_before_town(found):
    """A city is meant before the towns and townships around it.

    Another incorporated place of the name is as likely meant, and so stays.
    """
    towns = {each for each in found if each.is_subdivision}
    places = kept(found, lambda each: each not in towns)
    if len(places) == 1 and towns and next(iter(places)).is_city:
        return places
    return found


def doubts_about_name(question, found):
    """Yields what the name itself leaves open."""
    printed = question.printed
    if not question.heading.is_known:
        yield "the heading is not understood"
    if printed.other_state:
        yield f"the name says {STATE_NAMES[printed.other_state]}"
    if printed.agency:
        is_county = found and all(each.kind == Kind.COUNTY for each in found)
        # "Finney County Sheriff's Office" names its county in full.
        if printed.agency != "sheriff" or not (is_county and printed.word):
            yield "an agency, not a government"
    if printed.county and any(not each.is_subdivision for each in found):
        yield "whether it lies in that county is not known here"


def doubts_about_place(question, found):
    """Yields why what is left is not certain."""
    if not found:
        yield from why_nothing_fits(question)
    elif len(found) > 1:
        names = sorted(f"{each.name} ({each.geoid})" for each in found)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"{len(names)} governments fit: {', '.join(names[:3])}{more}"
    else:
        ((place, link),) = found.items()
        says_so = question.word and agrees(question.word, place)
        if link == Link.FULL or says_so:
            return
        if is_rural(place):
            yield "only a township has this name, and the name does not say so"
        if place.kind == Kind.COUNTY and place.word != "municipio":
            if question.heading.level is None:
                yield "only a county has this name, and the name does not say so"
            elif place.word == "city":
                yield "an independent city, and the name does not say so"


def why_nothing_fits(question):
    state = STATE_NAMES[question.state]
    if any(each.word == SEVERAL for each in question.printed.readings):
        yield "the name says two kinds at once"
    if question.state == "CT" and question.level == Kind.COUNTY:
        yield "Connecticut\u2019s counties have had no government since 1960"
    asked = NAMED_KIND.get(question.level, "government")
    if not question.kinds:
        yield f"no {asked} of exactly this name in {state}"
    elif not question.level_is_named:
        yield f"{state} has this name, but no {asked} of it"
    else:
        yield f"{state} has this name, but no {question.word or asked} of it"
