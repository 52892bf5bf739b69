"""Handing mail to the server, over TLS and signed in. What the server says is told apart: not now, or never."""

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr
from typing import cast

from onboarding.config import MailServer
from onboarding.messages.cutting import cut_after

SECONDS = 30.0  # for each answer of the server
LONGEST = timedelta(minutes=2)  # for one message in all, however busily the server answers
NEVER = 500  # answers from here on are for good


class NotSentError(Exception):
    """The server did not take it. `for_good`: asking again would get the same answer."""

    def __init__(self, why: str, for_good: bool = False) -> None:
        self.for_good = for_good
        super().__init__(why)


class NoServerError(NotSentError):
    """There is no server to give anything to; it is not this message's fault."""


class UnsafeServerError(Exception):
    """Mail in clear text to another machine was asked for."""


def refuse_unsafe(server: MailServer) -> None:
    """Raises UnsafeServerError where mail and password would cross a network in clear text."""
    if server.security == "none" and not _on_this_machine(server.host):
        raise UnsafeServerError(f"{server.host}: without TLS only a server on this machine is used.")


@contextmanager
def connected(server: MailServer, tls: ssl.SSLContext | None = None) -> Iterator[smtplib.SMTP]:
    """A connection to the server, ready for mail. Raises NoServerError where there is none to be had."""
    refuse_unsafe(server)
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
        raise NoServerError(f"no connection to the mail server: {said(error)}") from error
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


class Connection:
    """The connection to the mail server: made for the first mail, kept for the next, made anew when it broke."""

    def __init__(self, server: MailServer, tls: ssl.SSLContext | None) -> None:
        self.server, self.tls, self.stack = server, tls, ExitStack()
        self.connection: smtplib.SMTP | None = None

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def open(self) -> smtplib.SMTP:
        """A connection ready for mail. Raises NoServerError."""
        if self.connection is None or not open_still(self.connection):
            self.stack.close()
            self.connection = self.stack.enter_context(connected(self.server, self.tls))
        return self.connection


def hand_over(connection: smtplib.SMTP, mail: EmailMessage) -> None:
    """Give one mail to the server. Returns when the server has taken it; raises NotSentError when it has not.

    Whether the connection is of use afterwards is told by `open_still`.
    """
    try:
        with cut_after(cast(socket.socket, connection.sock), LONGEST):
            _send(connection, mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise NotSentError(f"{code} {_text(answer)}", code >= NEVER) from error
    except smtplib.SMTPSenderRefused as error:  # it is us whom the server does not want: the next may be sent
        raise NotSentError(said(error)) from error
    except smtplib.SMTPResponseException as error:
        raise NotSentError(said(error), error.smtp_code >= NEVER) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSentError("the mail server takes no address with letters beyond ASCII", for_good=True) from error
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        raise NotSentError(said(error)) from error


def _send(connection: smtplib.SMTP, mail: EmailMessage) -> None:
    """As smtplib's own `send_message` does, but for lines that begin with "From": those it changes."""
    sender, to = parseaddr(mail["From"])[1], str(mail["To"])
    beyond_ascii = not (sender + to).isascii()
    connection.ehlo_or_helo_if_needed()
    if beyond_ascii and not connection.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError
    options = ["SMTPUTF8", "BODY=8BITMIME"] if beyond_ascii else []
    policy = cast(EmailPolicy, mail.policy).clone(utf8=beyond_ascii)
    connection.sendmail(sender, [to], mail.as_bytes(policy=policy), options)


def open_still(connection: smtplib.SMTP) -> bool:
    """Whether the server can be given another mail: a refusal ends none, a broken line does."""
    return connection.sock is not None


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
