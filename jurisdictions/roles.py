"""Who may do what: one table (TRUST 2.2). Roles are groups of the same name."""

from enum import StrEnum


class Role(StrEnum):
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    PUBLISHER = "publisher"


class Scope(StrEnum):
    """On whose records."""

    OWN = "own"
    OTHERS = "others"
    ANY = "any"


C, E, P = Role.CONTRIBUTOR, Role.EDITOR, Role.PUBLISHER
# No role but a mark of the account, without editorial rights: who has it reads, and
# changes the rights of others.
S = "superuser"

MATRIX = {
    "read_draft": {C: Scope.OWN, E: Scope.ANY, P: Scope.ANY, S: Scope.ANY},
    "draft": {C: Scope.ANY, E: Scope.ANY, P: Scope.ANY},
    "edit": {C: Scope.OWN, E: Scope.ANY, P: Scope.ANY},
    "submit": {C: Scope.OWN, E: Scope.ANY, P: Scope.ANY},
    "approve": {E: Scope.OTHERS, P: Scope.OTHERS},
    "ask_changes": {E: Scope.OTHERS, P: Scope.OTHERS},
    "publish": {P: Scope.OTHERS},
    "schedule": {P: Scope.OTHERS},
    "break_glass": {P: Scope.OTHERS},
    "second_read": {E: Scope.OTHERS, P: Scope.OTHERS},
    "undo": {E: Scope.ANY, P: Scope.ANY},
    "withdraw": {P: Scope.ANY},
    "publish_batch": {P: Scope.ANY},
    "import_batch": {E: Scope.ANY, P: Scope.ANY},
    "undo_batch": {P: Scope.OTHERS},
    "change_rights": {S: Scope.OTHERS},
}
# These ask for a code of the second factor that is young.
STEP_UP = frozenset(
    {
        "publish",
        "schedule",
        "break_glass",
        "undo",
        "withdraw",
        "publish_batch",
        "undo_batch",
        "change_rights",
    }
)


def roles_of(user):
    """The roles of a user, read from the database each time."""
    names = set(user.groups.values_list("name", flat=True))
    return {role for role in Role if role in names}


def may(user, action, author=None):
    """Whether the user may do this to a record of that author (None: nobody's)."""
    rules = MATRIX[action]
    held = roles_of(user) | ({S} if user.is_superuser else set())
    return any(_fits(rules[role], user, author) for role in held & {*rules})


def _fits(scope, user, author):
    if scope == Scope.ANY or author is None:
        return True
    return (author == user) == (scope == Scope.OWN)
