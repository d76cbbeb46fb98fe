"""Who has which rights: superusers say so, of others, and every publisher hears it."""

import logging
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.mail import send_mail
from django.db import transaction

from jurisdictions.choices import Verb
from jurisdictions.models import Account
from jurisdictions.models.events import write_event
from jurisdictions.roles import Role, may, roles_of

from .rules import NotAllowed, NotReady, explain
from .steps import in_turn

MAX_SUPERUSERS = 2

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rights:
    """All that an account may be given; staff is who has any of it."""

    roles: tuple = ()
    is_superuser: bool = False
    is_active: bool = True

    def __str__(self):
        words = [*self.roles, *(["superuser"] if self.is_superuser else [])]
        off = "" if self.is_active else ", switched off"
        return f"{', '.join(words) or 'no rights'}{off}"


def rights_of(user):
    return Rights(tuple(sorted(roles_of(user))), user.is_superuser, user.is_active)


@in_turn
def change_rights(
    user: User, rights: Rights, *, by: User, note: str, new_factor: bool = False
) -> None:
    """Give an account other rights, and end its sessions.

    `new_factor` takes away its second factor, for whoever lost theirs.
    """
    if not may(by, "change_rights", user):
        raise NotAllowed("Superusers change the rights of others, never their own.")
    explain(note)
    user.refresh_from_db()
    before = rights_of(user)
    _sensible(before, rights, new_factor)
    _give(user, rights)
    Account.objects.end_sessions(user)
    if new_factor:
        Account.objects.forget_factor(user)
    detail = {"before": asdict(before), "after": asdict(rights)}
    _log(user, by, note, detail | {"new_factor": new_factor})
    letter = _letter(user, by, note, before, rights, new_factor)
    transaction.on_commit(lambda: _send(letter), robust=True)


def record_account(user: User, *, by: User) -> None:
    """The line of the trail for a new account, which has no rights yet."""
    detail = {"before": None, "after": asdict(rights_of(user)), "new_factor": False}
    _log(user, by, "A new account.", detail)


def _sensible(before, rights, new_factor):
    if before == rights and not new_factor:
        raise NotReady("These are the account's rights already.")
    if unknown := {*rights.roles} - {*Role}:
        raise NotReady(f"There is no such role: {', '.join(sorted(unknown))}.")
    others = User.objects.filter(is_superuser=True, is_active=True).count()
    more = rights.is_superuser and rights.is_active
    had = before.is_superuser and before.is_active
    if more and not had and others >= MAX_SUPERUSERS:
        raise NotReady(f"There are {MAX_SUPERUSERS} superusers already.")


def _give(user, rights):
    user.is_superuser, user.is_active = rights.is_superuser, rights.is_active
    user.is_staff = bool(rights.roles) or rights.is_superuser
    user.save(update_fields=["is_superuser", "is_active", "is_staff"])
    user.groups.set(Group.objects.filter(name__in=rights.roles))


def _log(user, by, note, detail):
    write_event(
        verb=Verb.ROLE_CHANGED,
        actor=by,
        kind="account",
        claim=str(user.pk),
        revision=None,
        note=note,
        via="admin",
        detail={"account": user.get_username()} | detail,
    )


def _letter(user, by, note, before, rights, new_factor):
    lines = [
        f"{by} changed the rights of the account {user}.",
        f"Before: {before}",
        f"After: {rights}",
        f"Why: {note}",
    ]
    if new_factor:
        lines.append("Its second factor was taken away: it is set up anew.")
    lines.append(f"The line is in the audit trail at {settings.SITE_URL}/admin/.")
    return "\n".join(lines)


def _send(letter):
    publishers = User.objects.filter(groups__name=Role.PUBLISHER, is_active=True)
    addresses = [*publishers.exclude(email="").values_list("email", flat=True)]
    if not addresses:
        log.warning("No publisher has a mail address: nobody was told of new rights")
    # One letter each, so that none of them sees the addresses of the others.
    for address in addresses:
        sender = settings.CONTACT_EMAIL or None
        send_mail("Rights were changed at the desk", letter, sender, [address])
