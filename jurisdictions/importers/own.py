"""The project's own CSV for each kind of fact, as an editor may send it back.

Columns that a file leaves out stay as they are. Codes and labels are both read, and
so are paths and Census codes; where a file gives two that disagree, it is asked.
"""

from jurisdictions.models import Criterion, Jurisdiction

from .base import Line
from .cells import census_code
from .compare import Plan, compare, live_rows
from .reading import Wanted, lines_of
from .record import SHEETS, claim_of, parse, resolve
from .targets import LiveTargets
from .written import texts

PUBLISHED = "published"


def labelled(sheet):
    """Names of the columns whose code has a public label."""
    fields = sheet.model._meta.get_field
    return [name for name in sheet.plain if fields(name).choices]


def placed(sheet):
    """Names of the columns that hold one jurisdiction."""
    return [name for name, model in sheet.references.items() if model is Jurisdiction]


def columns(sheet):
    """All that is read, in the order in which it is exported."""
    found = []
    for name in ("revision", *sheet.columns):
        found.append(name)
        found += [f"{name}_label"] * (name in labelled(sheet))
        found += [f"{name}_geoid"] * (name in placed(sheet))
    return found


def wanted(sheet):
    return Wanted(columns=frozenset(columns(sheet)), required=frozenset({"key"}))


# The plan


def plan(table, sheet, asked):
    """A table in our own columns -> its Plan; writes nothing."""
    made = Plan(table)
    lines, made.diff.invalid = lines_of(table, wanted(sheet), asked.options)
    if not lines:
        return made
    targets = LiveTargets()
    parsed = parsed_lines(made, lines, sheet, targets)
    compare(made, parsed, sheet, asked)
    made.diff.missing += sorted(missing(sheet, lines))
    return made


def parsed_lines(made, lines, sheet, targets):
    """Complete, parse and resolve lines; what is wrong goes to the plan."""
    claims = [claim_of(sheet.model, line.cells["key"]) for line in lines]
    live = live_rows(sheet, claims)
    whole = [
        complete(line, live.get(claim), sheet, targets, made)
        for line, claim in zip(lines, claims, strict=True)
    ]
    return sound(made, whole, sheet, targets)


def sound(made, lines, sheet, targets):
    """The Parsed of whole lines; those with an error go to the plan instead."""
    errors, found, seen = made.diff.invalid, [], {}
    owners = owners_of_slugs(sheet, lines)
    for line in lines:
        each = parse(line, sheet, errors)
        first = seen.setdefault(line.cells["key"], line.number)
        if each is None:
            continue
        wrong = [*resolve([each], targets)]
        if first != line.number:
            wrong.append(line.error("key", f"each row once; line {first} is the same"))
        slug = getattr(each.row, "slug", "") if owners is not None else ""
        if slug and owners.setdefault(slug, each.row.claim) != each.row.claim:
            message = "a slug of its own; another row has this one"
            wrong.append(line.error("slug", message))
        errors += wrong
        found += [] if wrong else [each]
    return found


def owners_of_slugs(sheet, lines):
    """{slug: the live claim that it is the address of}; None where slugs are none."""
    if "slug" not in sheet.plain or sheet.model is Criterion:
        return None
    slugs = {line.cells["slug"] for line in lines}
    live = sheet.model.objects.live().filter(slug__in=slugs)
    return dict(live.values_list("slug", "claim"))


def complete(line, live, sheet, targets, made):
    """The line with all our columns: labels and codes read, left-out ones as live."""
    given = dict(line.cells)
    for name in labelled(sheet):
        _pair(line, given, name, f"{name}_label", _code_of(sheet, name), made)
    for name in placed(sheet):
        given[name] = _path(line, given.get(name), name, targets, made)
        coded = given.pop(f"{name}_geoid", None)
        if coded is not None:
            other = _path(line, coded, f"{name}_geoid", targets, made)
            given[name] = _agreed(line, given[name], other, name, made)
        elif given[name] is None:
            del given[name]
    links = {name: getattr(live, name).all() for name in sheet.links} if live else {}
    stands = texts(live, sheet, links) if live else {}
    for name in sheet.days:
        if name in given:
            given.setdefault(f"{name}_precision", "day" if given[name] else "")
    filled = {name: given.get(name, stands.get(name, "")) for name in sheet.columns}
    filled["state"] = given.get("state") or PUBLISHED
    filled["key"] = given["key"]
    extra = {"revision": given.get("revision", "")}
    return Line(
        *(line.file, line.number, filled | extra),
        *(line.theirs, line.letters, line.sheet),
    )


def _code_of(sheet, name):
    """Reads a code or a label; text that is neither stays, for `parse` to refuse."""

    def read(cell):
        try:
            return sheet.plain[name](cell)
        except ValueError:
            return cell

    return read


def _pair(line, given, name, label, read, made):
    """A code and its label: either, or both where they agree."""
    worded = given.pop(label, None)
    if worded is None:
        return
    code = given.get(name)
    given[name] = _agreed(line, code, read(worded), name, made, read)


def _agreed(line, one, other, name, made, read=str):
    if one and other and read(one) != read(other):
        made.diff.invalid.append(line.error(name, f"the same as beside it, {other!r}"))
    return one or other


def _path(line, cell, name, targets, made):
    """A path as it is; a Census code becomes the path of its jurisdiction."""
    if not cell or not cell.lstrip("'")[:1].isdigit():
        return cell
    raw = line.theirs.get(name, ("", cell))[1]
    try:
        code, is_other = census_code(raw)
    except ValueError as error:
        made.diff.invalid.append(line.error(name, str(error)))
        return ""
    if is_other:
        made.notice(line, name, f"{raw!r} is read as {code}")
    found = targets.by_code.get(code)
    if found is None:
        made.diff.invalid.append(line.error(name, f"{code} is no jurisdiction here"))
    return found.path if found else ""


def missing(sheet, lines):
    """Claims that are live and that the file does not hold."""
    named = {claim_of(sheet.model, line.cells["key"]) for line in lines}
    live = sheet.model.objects.live().values_list("claim", flat=True)
    kind = sheet.model._meta.model_name
    return [f"{kind}:{claim}" for claim in {*live} - named]


def sheet_of(model):
    return next(sheet for sheet in SHEETS if sheet.model is model)
