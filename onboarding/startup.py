"""What must be true before real records are served: checked at every start, each fault named with its remedy.

`flask rules` needs none of this and is not checked.
"""

import os
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from onboarding import basis, keys, packet_keys, schema, troubles
from onboarding.config import Config, Mode
from onboarding.setting import loopback

OTHERS = 0o077  # what group and others may do with a file
FEWEST_CHARACTERS = 16  # different ones in a key; of 48 random bytes in base64 some 40 are
NETWORK_FILE_SYSTEMS = {"afs", "ceph", "cifs", "glusterfs", "lustre", "nfs", "nfs4", "smb3", "smbfs", "fuse.sshfs"}
MOUNTS = Path("/proc/self/mountinfo")


# What it means that a key is made anew although there are records.
LOST = {
    "secret": "Everybody is signed out, and links that were sent open nothing.",
    "totp": "Everybody sets up the second factor anew.",
    "signing": "The trail does not verify any more.",
    "evidence": "No evidence file opens again, for anybody.",
}


class Database(StrEnum):
    """What must be true of the database for what is about to be done."""

    MIGRATED = "migrated"
    OURS = "ours"  # it answers, and is of no later version
    ANY = "any"


class UnsafeError(Exception):
    """The product must not start like this. One line for each fault: what is wrong, and what to do."""

    status, why = basis.REFUSED, "as it is set up"

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(f"- {fault}" for fault in faults))


class NotNowError(UnsafeError):
    """The product cannot start now, and may by itself in a minute."""

    status, why = troubles.LATER, "now"


def refuse_unsafe(config: Config, debug: bool, database: Database = Database.MIGRATED) -> None:
    """Raises UnsafeError with every fault of the settings, the files and the database; NotNowError if that is away."""
    try:
        faults = [*_of_settings(config, debug), *_of_files(config), *_of_keys(config)]
        if not faults and database is not Database.ANY:
            faults = list(schema.faults(config, migrated=database is Database.MIGRATED))
    except schema.AwayError as error:
        raise NotNowError([str(error)]) from error
    except OSError as error:
        faults = [troubles.of_file(error).says]
    if faults:
        raise UnsafeError(faults)


def refuse_lost_keys(config: Config, given_up: tuple[str, ...] = ()) -> None:
    """Raises UnsafeError where a key is missing that is of the records that are there: a new one would open nothing.

    `given_up` are those to be made anew all the same. NotNowError where the database cannot say whether it has records.
    """
    try:
        lost = [name for name in keys.missing(config.instance) if name not in given_up]
        there = [name for name in given_up if name not in keys.missing(config.instance)]
        faults = [f"{keys.path(config.instance, name)} is there: move it away first, and keep it." for name in there]
        if lost and schema.holds_records(config):
            faults += [_lost(config, name) for name in lost]
    except schema.AwayError as error:
        raise NotNowError([str(error)]) from error
    except DBAPIError as error:
        trouble = troubles.of(error)
        faults = [trouble.says if trouble else troubles.said(error)]
    if faults:
        raise UnsafeError(faults)


def _lost(config: Config, name: str) -> str:
    return (
        f"{keys.path(config.instance, name)} is missing, and the database holds records. Restore it from your copy of "
        f"the keys. If it is lost for good: `flask --app app setup --new-key {name}`. {LOST[name]}"
    )


def refuse_serving(app: Flask, refuse_store: Callable[[Config], None]) -> None:
    """End the process with a message if it is about to serve and must not: under any WSGI server, or `flask run`.

    A WSGI server imports the application outside of any command. Every other command checks for itself what it needs.
    """
    command = click.get_current_context(silent=True)
    if command is None or command.info_name == "run":
        try:
            refuse_unsafe(app.extensions["config"], app.debug)
            refuse_store(app.extensions["config"])
        except UnsafeError as error:
            basis.stop(f"This cannot be served {error.why}:\n{error}", error.status)
        except OSError as error:
            basis.stop(f"This cannot be served now:\n- {troubles.of_file(error).says}", troubles.LATER)


def _of_settings(config: Config, debug: bool) -> Iterator[str]:
    url = urlsplit(config.base_url)
    if debug:
        yield "Debug is on, and shows the program's inside to every visitor: unset FLASK_DEBUG, leave out --debug."
    if config.mode is Mode.SAMPLE and not loopback(url.hostname):
        yield (
            f"ONBOARDING_MODE=sample lets anybody sign in by link, and ONBOARDING_BASE_URL={config.base_url} is not "
            "this machine alone: use http://127.0.0.1:8000, or ONBOARDING_MODE=production."
        )
    if config.mode is Mode.PRODUCTION and url.scheme == "http" and not loopback(url.hostname) and not config.plain_http:
        yield (
            f"ONBOARDING_BASE_URL={config.base_url} sends passwords and records without encryption: put a reverse "
            "proxy with TLS in front and give its https address; for a trial with invented data, set "
            "ONBOARDING_PLAIN_HTTP=yes."
        )


def _of_files(config: Config) -> Iterator[str]:
    if not config.instance.is_dir():
        yield f"{config.instance} is not there: run `flask --app app setup` once, as the user that runs the product."
        return
    file = schema.sqlite_file(config)
    beside = [file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal")] if file else []
    folder, signing = config.instance / "keys", packet_keys.files(config)
    secret = [config.sign_on.secret_file] if config.sign_on and config.sign_on.secret_file else []
    folders = [] if config.store else [config.evidence_folder]
    for path in (
        config.instance,
        *folders,
        folder,
        *(folder / name for name in keys.NAMES),
        *signing,
        *secret,
        *beside,
    ):
        if path.exists() and path.stat().st_mode & OTHERS:
            yield f"{path} can be read by others than its owner: chmod go= {path}"
    for path in dict.fromkeys((config.instance, *map(_made, folders), *(each for each in beside if each.exists()))):
        if not _ours(path):
            yield f"{path} is read-only, or another user's: let the user that runs this read and write it."
    if file and (kind := file_system(file)) in NETWORK_FILE_SYSTEMS:
        yield (
            f"{file} is on a network file system ({kind}), where SQLite's locks do not hold and records get lost: keep "
            "it on a local disk (ONBOARDING_INSTANCE), or use PostgreSQL (ONBOARDING_DATABASE_URL)."
        )


def _made(folder: Path) -> Path:
    """The folder, or where it will be made at the first need."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)


def _ours(path: Path) -> bool:
    """Whether this process may read and write the file or folder; a read-only file system counts too."""
    wanted = os.R_OK | os.W_OK | (os.X_OK if path.is_dir() else 0)
    return os.access(path, wanted, effective_ids=os.access in os.supports_effective_ids)


def _of_keys(config: Config) -> Iterator[str]:
    for name in keys.NAMES if config.instance.is_dir() else ():
        try:
            text = keys.read(config.instance, name)
            keys.check(config.instance, name)
        except keys.KeyFileError as error:
            yield str(error)
            continue
        if len(set(text)) < FEWEST_CHARACTERS:
            yield f"{keys.path(config.instance, name)} is too regular to be secret. {keys.REMEDY}"
    if config.packet_key and not config.packet_key.is_file():
        yield f"ONBOARDING_PACKET_KEY={config.packet_key} is not there. Name the file, or leave the setting out."
    for path in packet_keys.files(config):
        try:
            packet_keys.read(path, config)
        except keys.KeyFileError as error:
            yield str(error)


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that the path is on, as Linux names it; empty where that cannot be told."""
    best, kind = "", ""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    where = os.path.realpath(path)
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split()[4].replace("\\040", " ")
        if len(point) >= len(best) and (where == point or where.startswith(point.rstrip("/") + "/")):
            best, kind = point, after.split()[0]
    return kind
