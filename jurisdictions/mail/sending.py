import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

log = logging.getLogger(__name__)
SECONDS = 10


class NotSent(Exception):
    """The mail server did not take a letter."""


def is_offered():
    """Whether alerts can be asked for here.

    Without a mail server letters are printed where the site runs: good for trying it
    out, but on a site with readers their addresses would stand in its log. And a letter
    to readers comes from somebody.
    """
    return not settings.HTTPS or bool(settings.EMAIL_HOST and settings.CONTACT_EMAIL)


def send(alert, subject, body):
    """One letter to the address of the alert; raises NotSent."""
    address = f"{settings.SITE_URL}/alerts/{alert.token}/end/"
    message = EmailMessage(
        subject,
        body,
        settings.CONTACT_EMAIL or None,
        [alert.email],
        headers={
            # One click in the reader's mail program (RFC 8058).
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
        connection=get_connection(timeout=SECONDS),
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        # Its text may repeat the address.
        log.error("%s was not sent: %s", alert, type(error).__name__)
        raise NotSent from None
