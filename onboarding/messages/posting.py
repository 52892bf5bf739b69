"""Posting to an address that a stranger to this network named: the one place from which webhooks go out.

A host is looked up once, every address that it stands for is looked at, and the line goes to one of them by number, so
that no second look-up can lead elsewhere. TLS and the header Host still say the name. No proxy of the environment is
asked, no redirect followed, no more than the beginning of an answer read, and all of it has its time.
"""

import http.client
import ipaddress
import socket
import ssl
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus

from onboarding.errors import OnboardingError
from onboarding.messages.cutting import cut_after
from onboarding.messages.reachable import Allowed, Target, reachable, target

SECONDS = 5  # for a line to come about, and for each wait on it
LONGEST = timedelta(seconds=15)  # for all that is said on it
READ = 4096  # bytes of an answer, so that who answers is not cut off while speaking
AGENT = "hsc-onboarding-webhooks/1"


class NotTakenError(Exception):
    """It was not delivered; the message says why. `status`: what was answered, if anything was."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


def post(url: str, body: bytes, headers: dict[str, str], allow: Allowed, tls: ssl.SSLContext | None = None) -> int:
    """Send JSON there; the status of the answer, which is 200 to 299. Raises NotTakenError for everything else."""
    try:
        at = target(url, allow)
    except OnboardingError as error:  # the settings changed since it was registered
        raise NotTakenError(str(error)) from error
    with _connected(at, allow, tls) as line, cut_after(line, LONGEST) as over:
        try:
            answer = _exchange(line, at, body, headers)
        except ssl.SSLCertVerificationError as error:
            raise NotTakenError(f"The certificate is not good: {error.verify_message}") from error
        except (OSError, http.client.HTTPException) as error:
            if over.is_set() or isinstance(error, TimeoutError):
                raise NotTakenError("Took too long to answer") from error
            raise NotTakenError(f"The connection broke ({type(error).__name__})") from error
        with answer, suppress(OSError, http.client.HTTPException):
            if over.is_set():  # also where the line was cut amid the headers, which then seem to end there
                raise NotTakenError("Took too long to answer")
            answer.read(READ)
    status = answer.status
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise NotTakenError(_meaning(status), status)
    return status


def _connected(at: Target, allow: Allowed, tls: ssl.SSLContext | None) -> socket.socket:
    """A line to the first address of the host that takes one, each of which may be reached."""
    line = _line(_addresses(at, allow), at)
    if not at.secure:
        return line
    try:
        context = tls or ssl.create_default_context()
        return context.wrap_socket(line, server_hostname=at.host, do_handshake_on_connect=False)
    except OSError as error:
        line.close()
        raise NotTakenError("The connection broke before it was encrypted") from error


def _line(addresses: list[str], at: Target) -> socket.socket:
    for each in addresses:
        with suppress(OSError):
            return socket.create_connection((each, at.port), timeout=SECONDS)  # a number: nothing is looked up again
    raise NotTakenError(f"No connection to {at.host} at port {at.port}")


def _addresses(at: Target, allow: Allowed) -> list[str]:
    try:
        answers = socket.getaddrinfo(at.host, at.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotTakenError(f"There is no server named {at.host}") from error
    found = list(dict.fromkeys(str(each[4][0]) for each in answers))
    if not all(reachable(ipaddress.ip_address(each), allow) for each in found):
        raise NotTakenError(f"{at.host} leads inside a network, where nothing is sent")
    return found[:2]  # more would only make it take longer


def _exchange(line: socket.socket, at: Target, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
    """What is answered, up to its headers."""
    if isinstance(line, ssl.SSLSocket):
        line.do_handshake()  # not before: until here nothing would cut a handshake that never ends
    connection = http.client.HTTPConnection(at.host, at.port)
    connection.auto_open = 0  # which would look the name up again
    connection.sock = line
    said = {"Host": at.named, "User-Agent": AGENT, "Content-Type": "application/json", "Connection": "close"}
    connection.request("POST", at.path, body, {**said, **headers})
    return connection.getresponse()


def _meaning(status: int) -> str:
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return "Answered with a redirect, which is not followed"
    with suppress(ValueError):
        return f"Answered: {HTTPStatus(status).phrase}"
    return "Answered with a status that is none of HTTP's"
