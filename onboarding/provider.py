"""The settings of single sign-on: where people sign in elsewhere, and as whom the product asks there. All, or none."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from onboarding.setting import SettingError, loopback, split

ISSUER, CLIENT = "ONBOARDING_SIGN_ON_ISSUER", "ONBOARDING_SIGN_ON_CLIENT_ID"
SECRET, SECRET_FILE = "ONBOARDING_SIGN_ON_CLIENT_SECRET", "ONBOARDING_SIGN_ON_CLIENT_SECRET_FILE"
NAME = "ONBOARDING_SIGN_ON_NAME"
SETTINGS = {
    ISSUER: "single sign-on (OpenID Connect): the issuer, exactly as the sign-in provider names itself",
    CLIENT: "the client id that the provider gave this product",
    SECRET: "the client secret that it gave",
    SECRET_FILE: "instead of the secret: a file that holds it",
    NAME: 'what people call the provider, as in "Skagit Health": it stands on the button to sign in',
}
LONGEST_NAME = 40  # characters: it stands on buttons
LONGEST_ISSUER = 255  # characters: it is kept with each account that is tied


class Provider(NamedTuple):
    """Where people sign in elsewhere, and as whom we ask there. `name`: what people call it.

    `secret_file`: where the secret was read from, if from a file.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    secret_file: Path | None = None


def provider(given: Mapping[str, str]) -> Provider | None:
    """The provider of the settings; None where none is set.

    Raises SettingError for one that cannot be used, and where some are set and others are not.
    """
    if not any(name in given for name in SETTINGS):
        return None
    if SECRET in given and SECRET_FILE in given:
        raise SettingError(f"{SECRET} and {SECRET_FILE} both give the secret. Leave one out.")
    missing = [name for name in (ISSUER, CLIENT, NAME) if name not in given]
    if SECRET not in given and SECRET_FILE not in given:
        missing.append(f"{SECRET} or {SECRET_FILE}")
    if missing:
        raise SettingError(f"Single sign-on is set in part. Set {' and '.join(missing)} too, or none of them.")
    file = Path(given[SECRET_FILE]).resolve() if SECRET_FILE in given else None
    secret = _read(file) if file else given[SECRET]
    return Provider(_issuer(given[ISSUER]), given[CLIENT], secret, _name(given[NAME]), file)


def _issuer(text: str) -> str:
    parts = split(ISSUER, text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or "?" in text or "#" in text:
        raise SettingError(f"{ISSUER}: {text!r} is not an address like https://login.example.org. Copy the issuer.")
    if parts.scheme == "http" and not loopback(parts.hostname):
        raise SettingError(f"{ISSUER}: http can be read and changed on the way. Give the provider's https address.")
    if len(text) > LONGEST_ISSUER:
        raise SettingError(f"{ISSUER}: give at most {LONGEST_ISSUER} characters.")
    return text


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise SettingError(f"{NAME}: give what people call the provider, in at most {LONGEST_NAME} characters.")
    return text


def _read(file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise SettingError(f"{SECRET_FILE}={file} cannot be read. Name a file that holds the client secret.") from None
    if not secret:
        raise SettingError(f"{SECRET_FILE}={file} is empty. Put the client secret into it.")
    return secret
