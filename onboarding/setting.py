"""What reading a setting takes: an address that can be split, a host that is this machine, and the error in words."""

import ipaddress
from urllib.parse import SplitResult, urlsplit


class SettingError(Exception):
    """A setting cannot be used; the message names it, says why, and what to do."""


def split(name: str, text: str) -> SplitResult:
    """The parts of an address. Raises SettingError, which names the setting, where it has no host or port to read."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # which is read only when it is asked for
    except ValueError:
        raise SettingError(f"{name}: its host or port cannot be read. Write it like https://example.org:443.") from None
    return parts


def loopback(host: str | None) -> bool:
    """Whether the host is this machine, seen from itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
