"""What each character gets at each address, from the one table of rights in `roles`.

A letter for each of: anonymous, contributor, editor, publisher, superuser, inactive.
Y answered, W written, R sent on, L sent to sign in, F forbidden, N not found, M not
with this method. One word for GET and HEAD, then one for POST, PUT and DELETE.
"""

from jurisdictions.api.kinds import KINDS, RECORDS, SLUGGED
from jurisdictions.roles import MATRIX, Role, S, Scope

WITH_RIGHTS = (*Role, S)


def of_others(action, yes, no, hidden=""):
    """By the table, for a record that somebody else wrote.

    `hidden` is what those get who may not even read it.
    """

    def letter(who):
        if MATRIX[action].get(who, Scope.OWN) != Scope.OWN:
            return yes
        reads = MATRIX["read_draft"].get(who, Scope.OWN) != Scope.OWN
        return no if reads or not hidden else hidden

    return f"L{''.join(map(letter, WITH_RIGHTS))}L"


NOBODY, STAFF, LISTED = "LFFFFL", "LYYYYL", "LNNNNL"
EVERYBODY, NO_METHOD, STAFF_NO_METHOD = "YYYYYY", "MMMMMM", "LMMMML"
DRAFTS, ADDS = of_others("read_draft", "Y", "F"), of_others("draft", "Y", "F")
IMPORTS = of_others("import_batch", "Y", "F")
RIGHTS = of_others("change_rights", "Y", "F")
SENT_ON, SENT_BACK = "LRRRRL", IMPORTS.replace("Y", "R")


def page(read, post=None, other=None):
    """The admin answers methods that it does not know like GET."""
    return (read, post or read, other or read, other or read)


def step(action):
    post = of_others(action, "W", "R", hidden="N")
    return (STAFF_NO_METHOD, post, STAFF_NO_METHOD, STAFF_NO_METHOD)


def bench_step(action, read=STAFF, hidden=""):
    post = of_others(action, "W", "R", hidden=hidden)
    return (read, post, STAFF_NO_METHOD, STAFF_NO_METHOD)


def batch_step(action):
    post = of_others(action, "W", "R", hidden="F")
    return (STAFF_NO_METHOD, post, STAFF_NO_METHOD, STAFF_NO_METHOD)


READABLE = (EVERYBODY, NO_METHOD, NO_METHOD, NO_METHOD)
ABSENT = (NO_METHOD.replace("M", "N"), NO_METHOD, NO_METHOD, NO_METHOD)
FORBIDDEN = page(NOBODY)
SUPERUSERS = page(RIGHTS)

# Django's login looks who is there already for GET alone.
HEAD_ALONE = {"admin:login": EVERYBODY}

FORMS = ("json", "csv", "xlsx")


def with_files(*names):
    for name in names:
        yield from (name, *(f"{name}_{form}" for form in FORMS))


PUBLIC = (
    *("home", "map", "map_json", "map_figure", "search"),
    *("lists", "record", "source", "state_history", "history", "risk", "state_risk"),
    *with_files("list", "state", "detail", "list_detail", "changes", "sources"),
    *("list_geojson", "diff", "check", "citation_cff"),
    *(
        f"{name}_{form}_feed"
        for name in ("changes", "state", "detail", "list_detail")
        for form in ("atom", "json")
    ),
    *(f"embed_{each}" for each in ("table", "state", "card", "map", "chart")),
    *("methodology", "data", "about", "healthz", "robots", "sitemap"),
)
DOORS = {
    # Whoever is verified has no business there.
    "doors:code": (SENT_ON, SENT_ON, NO_METHOD, NO_METHOD),
    "doors:enrol": (SENT_ON, SENT_ON, NO_METHOD, NO_METHOD),
    "doors:account": (STAFF, STAFF, NO_METHOD, NO_METHOD),
    "admin:login": ("YRRRRY", EVERYBODY, EVERYBODY, NO_METHOD),
    "admin:logout": ("RMMMMR", "RYYYYR", "RMMMMR", "RMMMMR"),
    "admin:password_change": (STAFF, STAFF, STAFF, STAFF_NO_METHOD),
    "admin:password_change_done": page(STAFF, STAFF_NO_METHOD, STAFF_NO_METHOD),
}
DESK = {
    # The queue stands where the admin's index was.
    "admin:index": page(STAFF, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "desk:home": page(STAFF, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "desk:queue": page(STAFF, STAFF_NO_METHOD, STAFF_NO_METHOD),
    # A name that an editor's list brought, and that editor's decisions on such names.
    "desk:bench_line": bench_step("edit", of_others("read_draft", "Y", "N"), "N"),
    "desk:bench": (STAFF, SENT_ON, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "desk:bench_remembered": bench_step("draft"),
    "desk:bench: take_back": bench_step("edit"),
    "desk:bench: submit": bench_step("submit"),
    "desk:bench: approve": bench_step("approve"),
    "desk:bench: ask_changes": bench_step("ask_changes"),
    "desk:bench: publish": bench_step("publish_batch"),
    "desk:import": (IMPORTS, IMPORTS, STAFF_NO_METHOD, STAFF_NO_METHOD),
    # A file that nobody gave: back to where one is chosen.
    "desk:preview": (SENT_BACK, SENT_BACK, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "desk:batches": (DRAFTS, STAFF_NO_METHOD, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "desk:batch": (DRAFTS, STAFF_NO_METHOD, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "desk:batch_step: submit": batch_step("submit"),
    "desk:batch_step: send_back": batch_step("ask_changes"),
    "desk:batch_step: approve": batch_step("approve"),
    "desk:batch_step: publish": batch_step("publish_batch"),
    "desk:batch_step: undo": batch_step("undo_batch"),
    "desk:batch_step: discard": batch_step("import_batch"),
    "admin:app_list": page(STAFF),
    "admin:jsi18n": page(STAFF, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "admin:autocomplete": page(NOBODY, STAFF_NO_METHOD, STAFF_NO_METHOD),
    "admin:view_on_site": page(LISTED),
    "old address": page(SENT_ON),
    "no address": page(LISTED),
}
ACCOUNTS = {
    "admin:auth_group_changelist": SUPERUSERS,
    "admin:auth_group_history": SUPERUSERS,
    "admin:auth_group_change": page(RIGHTS, NOBODY),
    "admin:auth_group_add": FORBIDDEN,
    "admin:auth_group_delete": FORBIDDEN,
    "admin:auth_user_changelist": SUPERUSERS,
    "admin:auth_user_history": SUPERUSERS,
    "admin:auth_user_change": SUPERUSERS,
    "admin:auth_user_add": SUPERUSERS,
    "admin:auth_user_password_change": SUPERUSERS,
    "admin:auth_user_delete": FORBIDDEN,
    "admin:auth_user_rights": page(RIGHTS, RIGHTS.replace("Y", "W")),
}
REVISIONS = {
    "revision changelist": page(STAFF),
    "revision history": page(STAFF),
    "revision history: draft of an editor": page(of_others("read_draft", "Y", "N")),
    "revision history: draft of the contributor": page(STAFF),
    "revision add": page(ADDS),
    "revision delete": FORBIDDEN,
    "revision change": page(STAFF, ADDS),
    "revision change: draft of an editor": page(
        of_others("read_draft", "Y", "R"), of_others("edit", "Y", "F", hidden="R")
    ),
    # Own for the contributor alone, who may edit it like the others.
    "revision change: draft of the contributor": page(STAFF, ADDS),
    "revision pick": page(NOBODY, STAFF_NO_METHOD, STAFF_NO_METHOD),
    # These are of drafts alone: of what is live there is none.
    "revision merge": page(LISTED, LISTED, STAFF_NO_METHOD),
    **dict.fromkeys(
        ("revision preview", "revision autosave"),
        (STAFF_NO_METHOD, LISTED, STAFF_NO_METHOD, STAFF_NO_METHOD),
    ),
    "revision step: submit": step("submit"),
    "revision step: approve": step("approve"),
    "revision step: ask_changes": step("ask_changes"),
    "revision step: publish": step("publish"),
    "revision step: discard": step("edit"),
    # What is live, everybody reads.
    "revision step: withdraw": (
        *(STAFF_NO_METHOD, of_others("withdraw", "W", "R")),
        *(STAFF_NO_METHOD, STAFF_NO_METHOD),
    ),
}


def looked_at(model, who):
    return {
        f"{model} changelist": page(who),
        f"{model} history": page(who),
        f"{model} change": page(who, NOBODY),
        f"{model} add": FORBIDDEN,
        f"{model} delete": FORBIDDEN,
    }


API = (
    *("api", "api_index", "api_openapi", "api_state", "api_jurisdiction"),
    *("api_edition", *(f"api_{kind.name}" for kind in KINDS)),
    *(f"api_{kind.name}_one" for kind in RECORDS),
)
# Other ids of a thing, which lead to the one that stays.
ALIASES = ("api_geoid", *(f"api_{name}_alias" for name in SLUGGED))

ROWS = {
    **{f"jurisdictions:{name}": READABLE for name in (*PUBLIC, *API)},
    **dict.fromkeys(
        (f"jurisdictions:{name}" for name in ALIASES),
        ("RRRRRR", NO_METHOD, NO_METHOD, NO_METHOD),
    ),
    # A document that is not on the site, a name that no place has, and a package of
    # an edition that nobody made.
    **dict.fromkeys(("jurisdictions:document", "jurisdictions:choose"), ABSENT),
    "jurisdictions:edition_file": ABSENT,
    # Two days or two lists must be given, or the page that is cited or shown.
    **dict.fromkeys(
        [
            *(f"jurisdictions:diff_{form}" for form in FORMS),
            *("jurisdictions:cite_bib", "jurisdictions:cite_ris"),
            *("jurisdictions:check_json", "jurisdictions:oembed"),
        ],
        ("BBBBBB", NO_METHOD, NO_METHOD, NO_METHOD),
    ),
    # Open to all; a POST that says nothing shows its form again.
    "jurisdictions:alert_form": (EVERYBODY, EVERYBODY, NO_METHOD, NO_METHOD),
    "jurisdictions:alert_asked": READABLE,
    # A token that nobody was given.
    **dict.fromkeys(
        ("jurisdictions:alert", "jurisdictions:alert_end"),
        (*(NO_METHOD.replace("M", "N"),) * 2, NO_METHOD, NO_METHOD),
    ),
    "jurisdictions:csp_report": (NO_METHOD, EVERYBODY, NO_METHOD, NO_METHOD),
    **DOORS,
    **DESK,
    **ACCOUNTS,
    **REVISIONS,
    **looked_at("event", DRAFTS),
    **looked_at("edition", STAFF),
    **looked_at("ledger", STAFF),
    **looked_at("jurisdiction", STAFF),
    **looked_at("place", STAFF),
}
