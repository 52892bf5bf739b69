"""Sending what is due: claim one, send it, say what became of it, and so on. Several senders can do so at once."""

import logging
import ssl
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage

from onboarding import clock
from onboarding.config import Config
from onboarding.messages import mail, smtp
from onboarding.messages.mail import Claimed
from onboarding.services import sending

log = logging.getLogger("onboarding.messages")
AT_ONCE = 200  # then the clock has its turn again


def send_due(
    config: Config,
    limit: int = AT_ONCE,
    tls: ssl.SSLContext | None = None,
    ended: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Send what is due, over one connection while it lasts; how many were sent, failed or lost to another sender.

    Without a mail server nothing is claimed: messages wait, and are shown in the product; likewise from a restored copy
    until its mail is released. A server that cannot be reached is left in peace until the next time. `ended` is asked
    before each message whether to stop here.
    """
    counts: Counter[str] = Counter()
    if config.mail is None or sending.held():
        return counts
    smtp.refuse_unsafe(config.mail)
    with smtp.Connection(config.mail, tls) as line:
        while counts.total() < limit and not ended() and (claimed := sending.claim()):
            try:
                _hand_over(line, claimed, config.mail_from)
            except smtp.NotSentError as error:
                counts["given up" if sending.failed(claimed, str(error), error.for_good) else "failed"] += 1
                if isinstance(error, smtp.NoServerError):
                    break
            else:
                counts["sent" if sending.sent(claimed) else "lost"] += 1
    return counts


def _hand_over(line: smtp.Connection, claimed: Claimed, sender: str) -> None:
    """Raises NotSentError, whatever went wrong: one message holds up no other."""
    if claimed.attempts > sending.TRIES:
        raise smtp.NotSentError(f"{sending.TRIES} senders ended while they had it", for_good=True)
    letter, connection = _letter(claimed, sender), line.open()
    if clock.now() + smtp.LONGEST >= claimed.until:
        raise smtp.NotSentError("the mail server took so long that another sender may have it by now")
    try:
        smtp.hand_over(connection, letter)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise _ours(error) from error


def _letter(claimed: Claimed, sender: str) -> EmailMessage:
    try:
        return mail.letter(claimed, sender)
    except ValueError as error:
        raise smtp.NotSentError(f"it cannot be written as mail: {error}", for_good=True) from error
    except (LookupError, TypeError, AttributeError) as error:
        raise _ours(error) from error


def _ours(error: Exception) -> smtp.NotSentError:
    log.error("a message could not be written as mail", exc_info=error)
    return smtp.NotSentError(f"a fault of this product: {type(error).__name__}")
