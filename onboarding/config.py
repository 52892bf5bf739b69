"""Every environment variable that the product reads, read once."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from onboarding import provider
from onboarding.rules.rulebook_file import SHIPPED
from onboarding.setting import SettingError as SettingError, split as _split

ROOT = Path(__file__).resolve().parents[1]


class Mode(StrEnum):
    """What this installation is for. `SAMPLE` shows invented people and signs in by link; never real records."""

    PRODUCTION = "production"
    SAMPLE = "sample"


class MailServer(NamedTuple):
    """Where mail is handed over. `security` is `starttls`, `tls`, or `none` (a server on this machine only)."""

    host: str
    port: int
    security: str
    user: str | None
    password: str | None


class ObjectStorage(NamedTuple):
    """A place in S3-compatible storage, and who we are there. `endpoint` empty: Amazon's own, of the region."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key_id: str
    secret: str
    token: str


class Config(NamedTuple):
    """The settings.

    `rulebook`: the file that the rules take their numbers and questions from. `instance`: the folder of the embedded
    database and the keys; `evidence` None: of the evidence files too. `database`: a SQLAlchemy URL. `base_url`: how
    people reach the product, without a slash at the end. `mail` None: messages are kept and shown, not sent.
    `store`: where sealed files are kept instead of a folder; None: in the folder. `proxies`: how many reverse proxies
    stand in front. `packet_key`: a file with the key and certificate that sign packets; None: the one in the instance
    folder. `metrics_token`: who gives it reads the metrics; None: nobody. `webhook_ports`: to which ports webhooks go;
    `webhook_loopback`: also to this machine, without TLS, for a trial. `sign_on` None: nobody signs in elsewhere.
    `packet_mb`: evidence in a packet at most.
    """

    rulebook: Path = SHIPPED
    instance: Path = ROOT / "instance"
    database: str = ""
    mode: Mode = Mode.PRODUCTION
    base_url: str = "http://127.0.0.1:8000"
    mail: MailServer | None = None
    mail_from: str = "onboarding@localhost"
    proxies: int = 0
    plain_http: bool = False
    evidence: Path | None = None
    store: ObjectStorage | None = None
    packet_key: Path | None = None
    packet_key_passphrase: str | None = None
    metrics_token: str | None = None
    webhook_ports: frozenset[int] = frozenset({443})
    webhook_loopback: bool = False
    sign_on: provider.Provider | None = None
    packet_mb: int = 200

    @property
    def evidence_folder(self) -> Path:
        """Where sealed evidence files are kept."""
        return self.evidence or self.instance / "evidence"

    @property
    def database_url(self) -> str:
        """The database: the one that was named, else one file in the instance folder."""
        return self.database or f"sqlite:///{self.instance / 'onboarding.sqlite'}"


SHORTEST_TOKEN = 20
HIGHEST_PORT = 65_535
SETTINGS = {
    "ONBOARDING_RULEBOOK": "another rulebook than the shipped one",
    "ONBOARDING_INSTANCE": "the folder of the embedded database and the keys (default: instance)",
    "ONBOARDING_DATABASE_URL": "postgresql+psycopg://… instead of the embedded database",
    "ONBOARDING_EVIDENCE": "the folder of evidence files (default: evidence in the instance folder)",
    "ONBOARDING_STORE": "s3://bucket/prefix: evidence files in S3-compatible storage, instead of the folder",
    "ONBOARDING_STORE_ENDPOINT": "its address, as in https://s3.example.org (default: Amazon's, of the region)",
    "ONBOARDING_STORE_REGION": "its region (default us-east-1)",
    "ONBOARDING_STORE_PLAIN_HTTP": "yes: speak to it without TLS (on this machine, or in a network of its own)",
    "ONBOARDING_MODE": "production (default) or sample: invented people, sign-in by link",
    "ONBOARDING_BASE_URL": "how people reach the product, as in https://onboarding.example.org",
    "ONBOARDING_PLAIN_HTTP": "yes: serve without TLS although in production (a trial on one machine)",
    "ONBOARDING_PACKET_KEY": "a file (PEM or PKCS#12) with the key and certificate that sign packets",
    "ONBOARDING_PACKET_KEY_PASSPHRASE": "the passphrase of that file, if it has one",
    "ONBOARDING_SMTP_URL": "smtp://user:password@host:587 (STARTTLS), smtps://…:465 (TLS), smtp://localhost?security=none",
    "ONBOARDING_MAIL_FROM": "the sender's address of every message",
    "ONBOARDING_METRICS_TOKEN": "20 characters or more: serve metrics at /metrics to who gives this as Bearer token",
    "ONBOARDING_WEBHOOK_PORTS": "to which ports webhooks may go, as in 443,8443 (default 443)",
    "ONBOARDING_WEBHOOK_LOOPBACK": "yes: webhooks may go to this machine too, by http at any port (a trial)",
    **provider.SETTINGS,
    "ONBOARDING_PACKET_MB": "how many MB of evidence one packet can hold (default 200)",
    "ONBOARDING_PROXIES": "how many reverse proxies stand in front (default 0)",
}


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """The settings of SETTINGS, each optional. Raises SettingError for one that cannot be used."""
    given = {name: environment[name].strip() for name in SETTINGS if environment.get(name, "").strip()}
    config = Config()
    return config._replace(
        rulebook=Path(given.get("ONBOARDING_RULEBOOK", config.rulebook)),
        instance=Path(given.get("ONBOARDING_INSTANCE", config.instance)).resolve(),
        database=_database(given.get("ONBOARDING_DATABASE_URL", "")),
        mode=_mode(given.get("ONBOARDING_MODE", config.mode)),
        base_url=_base_url(given.get("ONBOARDING_BASE_URL", config.base_url)),
        mail=_mail(given["ONBOARDING_SMTP_URL"]) if "ONBOARDING_SMTP_URL" in given else None,
        mail_from=given.get("ONBOARDING_MAIL_FROM", config.mail_from),
        proxies=_count("ONBOARDING_PROXIES", given.get("ONBOARDING_PROXIES", "0")),
        evidence=Path(given["ONBOARDING_EVIDENCE"]).resolve() if "ONBOARDING_EVIDENCE" in given else None,
        store=_store(given, environment) if "ONBOARDING_STORE" in given else None,
        packet_key=Path(given["ONBOARDING_PACKET_KEY"]).resolve() if "ONBOARDING_PACKET_KEY" in given else None,
        packet_key_passphrase=given.get("ONBOARDING_PACKET_KEY_PASSPHRASE"),
        plain_http=given.get("ONBOARDING_PLAIN_HTTP") == "yes",
        metrics_token=_token(given.get("ONBOARDING_METRICS_TOKEN")),
        webhook_ports=_ports(given.get("ONBOARDING_WEBHOOK_PORTS", "443")),
        webhook_loopback=given.get("ONBOARDING_WEBHOOK_LOOPBACK") == "yes",
        sign_on=provider.provider(given),
        packet_mb=_count("ONBOARDING_PACKET_MB", given.get("ONBOARDING_PACKET_MB", str(config.packet_mb))),
    )


def _store(given: Mapping[str, str], environment: Mapping[str, str]) -> ObjectStorage:
    """The place, with the keys from the variables that every tool of S3 reads."""
    parts = _split("ONBOARDING_STORE", given["ONBOARDING_STORE"])
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.query or parts.fragment:
        raise SettingError(
            "ONBOARDING_STORE: give s3://bucket or s3://bucket/prefix. Keys have variables of their own."
        )
    if "ONBOARDING_EVIDENCE" in given:
        raise SettingError("ONBOARDING_STORE and ONBOARDING_EVIDENCE both say where evidence is kept. Leave one out.")
    key_id, secret, token = (
        environment.get(f"AWS_{each}", "").strip() for each in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")
    )
    if not key_id or not secret:
        raise SettingError("ONBOARDING_STORE needs its keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    region = given.get("ONBOARDING_STORE_REGION", "us-east-1")
    return ObjectStorage(parts.netloc, parts.path.strip("/"), _endpoint(given), region, key_id, secret, token)


def _endpoint(given: Mapping[str, str]) -> str:
    text = given.get("ONBOARDING_STORE_ENDPOINT", "")
    parts = _split("ONBOARDING_STORE_ENDPOINT", text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise SettingError("ONBOARDING_STORE_ENDPOINT: give an address like https://s3.example.org.")
    if parts.scheme == "http" and given.get("ONBOARDING_STORE_PLAIN_HTTP") != "yes":
        raise SettingError(
            "ONBOARDING_STORE_ENDPOINT: http sends requests without encryption. Give an https address, or set "
            "ONBOARDING_STORE_PLAIN_HTTP=yes for a storage on this machine or in a network of its own."
        )
    return text.rstrip("/")


def _token(text: str | None) -> str | None:
    if text is not None and len(text) < SHORTEST_TOKEN:
        raise SettingError(
            f"ONBOARDING_METRICS_TOKEN: give {SHORTEST_TOKEN} characters or more that nobody can guess, such as what "
            "`openssl rand -hex 20` prints, or leave it out."
        )
    return text


def _database(text: str) -> str:
    kind = text.partition(":")[0]
    if text and kind not in ("sqlite", "postgresql+psycopg"):
        raise SettingError(
            "ONBOARDING_DATABASE_URL: give postgresql+psycopg://user:password@host/database, or leave it out for the "
            f"embedded database; {kind!r} is not supported."
        )
    return _readable(text) if text else ""


def _readable(text: str) -> str:
    from sqlalchemy import make_url  # not before: what opens strangers' files knows settings, and needs no database
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(text)
    except (ValueError, ArgumentError):  # which quotes the password
        raise SettingError(
            "ONBOARDING_DATABASE_URL: cannot be read. Write postgresql+psycopg://user:password@host/database, with the "
            "password's special characters percent-encoded: @ as %40."
        ) from None
    return text


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise SettingError(f"ONBOARDING_MODE: {text!r} is neither production nor sample.") from None


def _base_url(text: str) -> str:
    parts = _split("ONBOARDING_BASE_URL", text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingError(f"ONBOARDING_BASE_URL: {text!r} is not an address like https://onboarding.example.org.")
    return text.rstrip("/")


def _mail(text: str) -> MailServer:
    parts, tls = _split("ONBOARDING_SMTP_URL", text), text.startswith("smtps://")
    security = parse_qs(parts.query).get("security", ["tls" if tls else "starttls"])[0]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or security not in ("tls", "starttls", "none"):
        raise SettingError("ONBOARDING_SMTP_URL: give smtp://user:password@host:587 or smtps://user:password@host:465.")
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    return MailServer(parts.hostname, parts.port or (465 if tls else 587), security, user, password)


def _ports(text: str) -> frozenset[int]:
    ports = frozenset(_count("ONBOARDING_WEBHOOK_PORTS", each.strip()) for each in text.split(","))
    if not all(0 < each <= HIGHEST_PORT for each in ports):
        raise SettingError("ONBOARDING_WEBHOOK_PORTS: give ports from 1 to 65535, separated by commas, as in 443,8443.")
    return ports


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise SettingError(f"{name}: {text!r} is not a whole number.")
    return int(text)
