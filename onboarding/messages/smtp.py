"""Handing mail to the server, over TLS and signed in. What the server says is told apart: not now, or never."""

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from onboarding.config import MailServer

SECONDS = 30  # for each answer of the server
NEVER = 500  # answers from here on are for good


class NotSentError(Exception):
    """The server did not take it. `for_good`: asking again would get the same answer."""

    def __init__(self, why: str, for_good: bool = False) -> None:
        self.for_good = for_good
        super().__init__(why)


class UnsafeServerError(Exception):
    """Mail in clear text to another machine was asked for."""


@contextmanager
def connected(server: MailServer, tls: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """A connection to the server, ready for mail. Raises NotSentError where there is none to be had."""
    if server.security == "none" and not _on_this_machine(server.host):
        raise UnsafeServerError(f"{server.host}: without TLS only a server on this machine is used.")
    context = tls or ssl.create_default_context()
    connection: smtplib.SMTP | None = None
    try:
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
            if server.security == "starttls":
                connection.starttls(context=context)
        if server.user is not None:
            connection.login(server.user, server.password or "")
    except (OSError, smtplib.SMTPException) as error:
        if connection is not None:
            connection.close()
        raise NotSentError(f"no connection to the mail server: {said(error)}") from error
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def hand_over(connection: smtplib.SMTP, mail: EmailMessage) -> None:
    """Give one mail to the server. Returns when the server has taken it; raises NotSentError when it has not."""
    try:
        connection.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise NotSentError(f"{code} {_text(answer)}", code >= NEVER) from error
    except smtplib.SMTPResponseException as error:
        raise NotSentError(said(error), error.smtp_code >= NEVER) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSentError(said(error), for_good=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(said(error)) from error


def said(error: Exception) -> str:
    """What went wrong, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
