"""Sending what is due: claim one, send it, say what became of it, and so on. Several senders can do so at once."""

import smtplib
import ssl
from collections import Counter
from contextlib import ExitStack
from email.message import EmailMessage

from onboarding.config import Config
from onboarding.messages import mail, smtp
from onboarding.services import outbox
from onboarding.services.outbox import Claimed

AT_ONCE = 200  # then the clock has its turn again


def send_due(config: Config, limit: int = AT_ONCE, tls: ssl.SSLContext | None = None) -> Counter[str]:
    """Send what is due, over one connection while it lasts; how many were sent, failed or lost to another sender.

    Without a mail server nothing is claimed: messages wait, and are shown in the product.
    """
    counts: Counter[str] = Counter()
    if config.mail is None:
        return counts
    with ExitStack() as stack:
        connection: smtplib.SMTP | None = None
        for _ in range(limit):
            claimed = outbox.claim()
            if claimed is None:
                break
            try:
                connection = connection or stack.enter_context(smtp.connected(config.mail, tls))
                smtp.hand_over(connection, _letter(claimed, config.mail_from))
            except smtp.NotSentError as error:
                counts["given up" if outbox.failed(claimed, str(error), error.for_good) else "failed"] += 1
                stack.close()  # the next message gets a connection of its own
                connection = None
            else:
                counts["sent" if outbox.sent(claimed) else "lost"] += 1
    return counts


def _letter(claimed: Claimed, sender: str) -> EmailMessage:
    try:
        return mail.letter(claimed, sender)
    except ValueError as error:
        raise smtp.NotSentError(f"it cannot be written as mail: {error}", for_good=True) from error
