"""A real mail server on loopback that answers as it is told, with TLS and sign-in where asked."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

TAKEN = "250 taken"


def text_of(mail: EmailMessage, subtype: str = "plain") -> str:
    """What a mail says, as text or as HTML."""
    part = mail.get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


class Inbox:
    """What arrived, in order. `answer` may give another answer than TAKEN, by the mail; `to` and `sender` likewise, by
    the address; `hangs_up` closes the connection with a mail taken and nothing said.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.answer: Callable[[EmailMessage], str] = lambda _mail: TAKEN
        self.to: Callable[[str], str] = lambda _address: TAKEN
        self.sender: Callable[[str], str] = lambda _address: TAKEN
        self.hangs_up = False
        self.seconds = 0.0  # that it takes over a mail
        self.signed_in: list[bytes] = []

    async def handle_EHLO(self, _server: SMTP, session: Any, _envelope: Envelope, name: str, answers: list[str]) -> Any:  # noqa: N802
        self.connections += 1
        session.host_name = name
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.sender(address)
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.to(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        mail = cast(EmailMessage, BytesParser(policy=default).parsebytes(cast(bytes, envelope.content)))
        answer = self.answer(mail)
        await asyncio.sleep(self.seconds)
        if answer.startswith("250"):
            self.mails.append(mail)
            self.recipients += envelope.rcpt_tos
            if self.hangs_up:
                cast(Any, server.transport).abort()
        return answer

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        self.signed_in.append(data.login)
        return AuthResult(success=data.password == b"secret", handled=False)

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]


@contextmanager
def serving(
    inbox: Inbox,
    tls: ssl.SSLContext | None = None,
    sign_in: bool = False,
    from_the_start: bool = False,
    utf8: bool = True,
) -> Iterator[int]:
    """The port of a server, for as long as the block lasts. `tls` begins by STARTTLS, or is there `from_the_start`."""
    with socket.socket() as probe:  # the controller connects to the port it was told, so it must be a real one
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    extra: dict[str, Any] = {"authenticator": inbox.authenticate, "auth_required": True} if sign_in else {}
    if from_the_start:
        extra |= {"ssl_context": tls, "auth_require_tls": False}
    elif tls:
        extra |= {"tls_context": tls, "require_starttls": True}
    controller = Controller(inbox, hostname="127.0.0.1", port=port, enable_SMTPUTF8=utf8, **cast(Any, extra))
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that does with each connection what `talk` does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection, suppress(OSError):
                        talk(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's side and a client's that trusts it, of a certificate for 127.0.0.1, or these names, made here."""
    of = [x509.DNSName(each) for each in names] or [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(of), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(pem, private)
    return server, ssl.create_default_context(cafile=str(pem))
