"""A message as mail: its text, the same as HTML, and an id that stays the same however often it is handed over."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from onboarding.formats.calendar import method_of
from onboarding.messages.html import html

POLICY = SMTP.clone(max_line_length=900)  # headers stay on one line: some mail programs lose a folded Message-ID
LINE = 78  # of a body; longer ones are encoded


class Claimed(NamedTuple):
    """A message that is ours to send `until` the lease ends; `claim` proves it. `attempts` counts this one."""

    id: int
    claim: str
    to: str
    subject: str
    body: str
    calendar: str | None
    message_id: str
    written_at: datetime
    attempts: int
    until: datetime


def letter(claimed: Claimed, sender: str) -> EmailMessage:
    """The mail. Raises ValueError for an address that cannot stand in a header."""
    mail = EmailMessage(POLICY)
    mail["From"] = sender
    mail["To"] = deliverable(claimed.to)  # one address: the outbox takes no other
    mail["Subject"] = claimed.subject
    mail["Date"] = format_datetime(claimed.written_at)
    mail["Message-ID"] = claimed.message_id
    mail["Auto-Submitted"] = "auto-generated"  # no out-of-office answer, please
    mail.set_content(claimed.body, cte=_encoding(claimed.body))
    mail.add_alternative(html(claimed.subject, claimed.body), subtype="html", cte="quoted-printable")
    if claimed.calendar:
        _enclose(mail, claimed.calendar)
    return mail


def _enclose(mail: EmailMessage, calendar: str) -> None:
    """Have mail programs offer it to the calendar: they ask the part itself for what it asks, before they open it.

    Its lines are as they are, whatever mail servers on the way do to lines.
    """
    said = {"method": method_of(calendar), "charset": "utf-8"}
    mail.add_alternative(calendar.encode(), maintype="text", subtype="calendar", params=said, cte="base64")


def deliverable(address: str) -> str:
    """The address with its domain as every mail server knows it. Raises ValueError for a domain that cannot be one."""
    name, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{name}@{domain.encode('idna').decode('ascii')}"


def _encoding(body: str) -> str:
    plain = body.isascii() and all(len(line) <= LINE for line in body.splitlines())
    return "7bit" if plain else "quoted-printable"
