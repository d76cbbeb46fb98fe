import secrets
import string

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from jurisdictions.doors import factors
from jurisdictions.models import Account
from jurisdictions.roles import Role

ACCOUNTS = (
    ("demo-editor", Role.EDITOR, "writes drafts and submits them"),
    ("demo-publisher", Role.PUBLISHER, "approves and publishes what others wrote"),
)
GROUPS, LETTERS = 4, 5


class Command(BaseCommand):
    help = (
        "Make two demonstration accounts, one that writes and one that publishes,"
        " or set new passwords for them. Only for a record of one's own machine."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--codes",
            action="store_true",
            help="change nothing, only print the codes that open the second step now",
        )

    def handle(self, *, codes, **options):
        if settings.HTTPS or connection.vendor != "sqlite":
            raise CommandError(
                "Demonstration accounts are only for an SQLite record served without"
                " https. Elsewhere a superuser makes accounts at /admin/."
            )
        if codes:
            return self.print_codes()
        with transaction.atomic():
            made = [(name, does, account(name, role)) for name, role, does in ACCOUNTS]
        self.stdout.write(f"Sign in at {settings.SITE_URL}{reverse('admin:login')}\n\n")
        for name, does, password in made:
            self.stdout.write(f"  {name:<16}{password}   {does}\n")
        self.stdout.write("\nThen the desk asks for a code, the second step.\n\n")
        self.print_codes()
        self.stdout.write(
            "\n`make code` prints the codes of that moment: no app is needed. With an"
            " app for one-time\npasswords, type the secret into it."
            "\nThe passwords are shown this once; run it again for new ones."
            "\nTwo accounts, because nobody publishes alone."
            " Use two browsers, or one private window.\n"
        )

    def print_codes(self):
        for name, *_ in ACCOUNTS:
            device = TOTPDevice.objects.filter(user__username=name).first()
            if device is None:
                raise CommandError("There is no such account yet: run `make editor`.")
            code, seconds = factors.code_now(device.key)
            self.stdout.write(
                f"  {name:<16}code {code} for {seconds} seconds,"
                f" secret {factors.secret(device.key)}\n"
            )


def account(name, role):
    """Make the account, or set it back; its new password. All its sessions end."""
    password = new_password()
    user, _ = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.is_active = user.is_staff = True
    user.is_superuser = False
    user.save()
    user.groups.set(Group.objects.filter(name=role))
    Account.objects.forget_factor(user)
    TOTPDevice.objects.create(user=user, name=factors.APP)
    return password


def new_password():
    """Twenty letters in groups: easy to read aloud, 94 bits."""
    return "-".join(
        "".join(secrets.choice(string.ascii_lowercase) for _ in range(LETTERS))
        for _ in range(GROUPS)
    )
