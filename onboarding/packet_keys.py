"""What signs evidence packets: a key and its certificate, of the installation or of one COHE, and those of before.

`keys/packets` is the installation's, made by `flask setup`. `keys/packets-of-NAME` is a COHE's own. Either is one PEM
file, so that a key and its certificate are replaced together. Beside them `keys/packets-FINGERPRINT.crt` keeps each
certificate that was ever used: what it signed is still known, after its key is gone.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cryptography import x509

from onboarding import keys
from onboarding.config import Config
from onboarding.signing_keys import (
    PacketKey,
    PacketKeyError,
    certificates,
    fingerprint,
    holder,
    made,
    parsed,
    pem,
    written,
)

OURS = "packets"
BROKEN = "{}: {} Restore it from your copy of the keys, or make another: move it away, then `flask setup`."


class Known(NamedTuple):
    """A certificate that this installation signs with, or did: whom it names, until when, and what came with it.

    `chain` None: whatever came with it.
    """

    holder: str
    ends_on: str
    chain: frozenset[str] | None
    in_use: bool


def make_missing(config: Config) -> None:
    """Make the installation's key, where it has none yet, and keep the certificate of each key that is there."""
    keys.make(keys.path(config.instance, OURS), written(new(config)))
    for path in files(config):
        remember(config, read(path, config))


def new(config: Config, name: str | None = None) -> PacketKey:
    """A new key, of a COHE by its name, or of the installation by its address."""
    return made(f"Evidence packets of {name or re.sub('^https?://', '', config.base_url)}")


def signing(config: Config, cohe: str) -> PacketKey:
    """The key that signs the packets of a COHE, by its place in addresses: its own, or the installation's.

    Raises KeyFileError.
    """
    own = _place(config, cohe)
    return read(own if own.is_file() else _place(config, None), config)


def files(config: Config) -> list[Path]:
    """The files with keys that are there."""
    named = [_place(config, None), *sorted((config.instance / "keys").glob(f"{OURS}-of-*"))]
    return [path for path in named if path.is_file()]


def read(path: Path, config: Config) -> PacketKey:
    """The key in a file. Raises KeyFileError with the remedy."""
    try:
        return parsed(path.read_bytes(), config.packet_key_passphrase if path == config.packet_key else None)
    except OSError as error:
        raise keys.KeyFileError(f"{path} cannot be read: {error.strerror}. `flask setup` makes it.") from error
    except PacketKeyError as error:
        raise keys.KeyFileError(BROKEN.format(path, error)) from error


def refuse_setting(config: Config, cohe: str | None) -> None:
    """Raises PacketKeyError where a key that is put in would not be used: a setting names another."""
    if config.packet_key and cohe is None:
        raise PacketKeyError(
            f"ONBOARDING_PACKET_KEY names {config.packet_key}, which is used instead. Replace that file and restart, "
            "or leave the setting out."
        )


def replace(config: Config, key: PacketKey, cohe: str | None) -> None:
    """Sign with another key from now on: of a COHE, or None: of the installation. What was used before stays known."""
    for before in files(config):
        remember(config, read(before, config))
    remember(config, key)
    keys.put(_place(config, cohe), written(key))


def remember(config: Config, key: PacketKey) -> None:
    """Keep the certificate, so that what was signed with it is known for ever."""
    keys.make(keys.path(config.instance, f"{OURS}-{key.fingerprint}.crt"), certificates(key))


def known(config: Config) -> dict[str, Known]:
    """Every certificate that this installation signs with, or did, by its fingerprint. Raises KeyFileError."""
    return {
        fingerprint(own): Known(
            holder(own), f"{own.not_valid_after_utc:%Y-%m-%d}", frozenset(map(fingerprint, chain)), in_use
        )
        for in_use, (own, *chain) in _kept(config)
    }


def public(config: Config) -> str:
    """The same certificates as PEM, for checking packets elsewhere. Raises KeyFileError."""
    return "".join({fingerprint(own): pem(own) for _, (own, *_) in _kept(config)}.values())


def _kept(config: Config) -> Iterator[tuple[bool, list[x509.Certificate]]]:
    """The certificates of before, then those in use."""
    for path in sorted((config.instance / "keys").glob(f"{OURS}-*.crt")):
        yield False, _certificates(path)
    for path in files(config):
        if path == config.packet_key:
            key = read(path, config)
            yield True, [key.certificate, *key.chain]
        else:
            yield True, _certificates(path)


def _certificates(path: Path) -> list[x509.Certificate]:
    """Those in a file that we wrote: the key beside them, if there is one, is not looked at."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise keys.KeyFileError(f"{path} cannot be read. Restore it from your copy of the keys.") from error


def _place(config: Config, cohe: str | None) -> Path:
    if cohe is None:
        return config.packet_key or keys.path(config.instance, OURS)
    return keys.path(config.instance, f"{OURS}-of-{cohe}")
