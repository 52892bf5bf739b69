"""Where webhooks may go: to what is public on the internet, and never into the network that the product runs in.

A member types the address, and the product asks it from inside. So a name counts for nothing here: what counts is each
address that it stands for, and who connects, connects to one that was looked at (posting.py).
"""

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import urlsplit

from onboarding.config import Config
from onboarding.errors import OnboardingError

Address = IPv4Address | IPv6Address
LONGEST = 500
PORTS = {"https": 443, "http": 80}
PRINTED = re.compile(r"[\x21-\x7e]+")
NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")
# What carries an IPv4 address inside an IPv6 one: a gateway on the way would unpack it.
CARRIERS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")))


class Allowed(NamedTuple):
    """What this installation lets webhooks go to."""

    ports: frozenset[int]
    loopback: bool


class Target(NamedTuple):
    """An address taken apart. `path` with what is asked of it."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The host and port as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"


def allowed(config: Config) -> Allowed:
    """What the settings say."""
    return Allowed(config.webhook_ports, config.webhook_loopback)


def target(url: str, allow: Allowed) -> Target:
    """The address taken apart. Raises OnboardingError for one that nothing is ever sent to.

    Names are not looked up here: what they stand for can change until something is sent.
    """
    if len(url) > LONGEST or not PRINTED.fullmatch(url):
        raise _wrong(f"Write the address in at most {LONGEST} letters, digits and signs, without spaces.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong("This address cannot be read. Write it like https://hr.example.org/hooks.") from None
    at = Target(parts.scheme == "https", host, port or PORTS.get(parts.scheme, 0), parts.path or "/")
    at = at._replace(path=f"{at.path}?{parts.query}" if parts.query else at.path)
    if parts.scheme not in PORTS or "@" in parts.netloc or parts.fragment:
        raise _wrong("Write an address that begins with https://, without a user, a password or a #.")
    literal = _literal(host)
    if literal is None and not _is_name(host):
        raise _wrong(f"{host} is no name of a server.")
    here = allow.loopback and (host == "localhost" or (literal is not None and literal.is_loopback))
    if (host == "localhost" and not here) or (literal is not None and not reachable(literal, allow)):
        raise _wrong(f"{host} is inside a network. Give an address that is public.")
    if not here and (not at.secure or at.port not in allow.ports):
        ports = " or ".join(map(str, sorted(allow.ports)))
        raise _wrong(f"Only https:// at port {ports} is allowed here.")
    return at


def reachable(address: Address, allow: Allowed) -> bool:
    """Whether something may be sent there: it is public, or this machine where the setting allows that."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return reachable(address.ipv4_mapped, allow)
        if address.scope_id is not None:
            return False
    if address.is_loopback:
        return allow.loopback
    if isinstance(address, IPv6Address) and (address.is_site_local or any(address in each for each in CARRIERS)):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_name(host: str) -> bool:
    """Not what only looks like a name, and is a number to those who look names up, such as 127.1 or 0x7f000001."""
    last = host.rpartition(".")[2]
    return bool(NAME.fullmatch(host)) and not re.fullmatch(r"[0-9]+|0x[0-9a-f]*", last)


def _wrong(says: str) -> OnboardingError:
    return OnboardingError(says, "url")
