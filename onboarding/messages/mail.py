"""A message as mail: plain text, with an id that stays the same however often it is handed over."""

from email.message import EmailMessage
from email.utils import format_datetime

from onboarding.services.outbox import Claimed


def letter(claimed: Claimed, sender: str) -> EmailMessage:
    """The mail. Raises ValueError for an address that cannot stand in a header."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = claimed.to
    mail["Subject"] = claimed.subject
    mail["Date"] = format_datetime(claimed.written_at)
    mail["Message-ID"] = claimed.message_id
    mail["Auto-Submitted"] = "auto-generated"  # no out-of-office answer, please
    mail.set_content(claimed.body)
    return mail
