"""Backups: database and evidence files of one moment, checked when they are made and again before they are used.

A backup holds no key. Whoever has it and not `keys/evidence` can open no evidence file.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import select

from onboarding import clock, schema
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.documents.store import MissingFileError
from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.formats.trail_lines import Tampering
from onboarding.formats.trail_verify import verify
from onboarding.models.evidence import PersonKey
from onboarding.models.organisation import Organisation
from onboarding.models.packet import Packet
from onboarding.models.work import MailHold
from onboarding.queries import trail
from onboarding.services import databases, erasures, files, reconciliation, sweeping, trail_export
from onboarding.services.change import INSTALLATION, Actor, change

MANIFEST, DATABASE, EVIDENCE = "manifest.json", "database", "evidence"
FORMAT = 1
PIECE = 2**20


def back_up(config: Config, target: Path) -> dict[str, Any]:
    """Make a backup in a new folder; its manifest. Raises OnboardingError, and leaves nothing behind.

    A file whose seal does not hold is copied as it is, and the manifest names it as `closed`.
    """
    if target.exists():
        raise OnboardingError(f"{target} is there already. Give a folder that is not, such as one named by the day.")
    half = target.with_name(f"{target.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700, parents=True)
    try:
        kept = databases.dump(config, half / DATABASE)
        missing, closed = _copy_files(kept, half / EVIDENCE)
        if ledger := list(sweeping.remembered(config)):
            (half / "erased.jsonl").write_text("".join(json.dumps(line._asdict()) + "\n" for line in ledger))
        manifest = {
            "format": FORMAT,
            "made_at": clock.in_utc(clock.now()),
            "database": databases.kind(config),
            "revision": schema.latest(),
            "erased_meanwhile": missing,
            "closed": closed,
            "files": {str(path.relative_to(half)): _hash(path) for path in sorted(half.rglob("*")) if path.is_file()},
        }
        (half / MANIFEST).write_text(json.dumps(manifest, indent=1))
        _force(half)
        half.rename(target)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    check(target)
    return manifest


def check(source: Path) -> dict[str, Any]:
    """The manifest of a backup that is whole. Raises OnboardingError that names what is not."""
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text("utf-8"))
        named = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OnboardingError(f"{source} is no backup, or its {MANIFEST} is damaged.") from error
    if manifest.get("format") != FORMAT:
        raise OnboardingError(f"This backup has the format {manifest.get('format')}, and this version reads {FORMAT}.")
    for name, digest in named.items():
        path = source / name
        if ".." in Path(name).parts or not path.is_file():
            raise OnboardingError(f"{name} is missing from the backup.")
        if _hash(path) != digest:
            raise OnboardingError(f"{name} is damaged: it is not what it was when the backup was made.")
    there = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    if unknown := there - named.keys() - {MANIFEST}:
        raise OnboardingError(f"{min(unknown)} does not belong to this backup.")
    if DATABASE not in named:
        raise OnboardingError("The backup has no database.")
    return manifest


def restore(actor: Actor, config: Config, source: Path, replace: bool = False) -> dict[str, Any]:
    """Put a backup in the place of an installation; its manifest. No mail is sent from it until that is released.

    Raises OnboardingError: before anything was changed for a backup that does not fit, afterwards for one whose trail
    or files do not verify, which must then not be used.
    """
    manifest = check(source)
    if manifest["database"] != databases.kind(config):
        raise OnboardingError(f"This backup is of {manifest['database']}, and this installation of another database.")
    if manifest["revision"] not in schema.known():
        raise OnboardingError("This backup is of a later version of the product. Install that one first.")
    databases.load(config, source / DATABASE, replace)
    _hold_mail(manifest)
    flask_migrate.upgrade()
    _put_files(source / EVIDENCE)
    with change(actor) as under_way:
        under_way.record(None, Action.RESTORED, f"chain:{INSTALLATION}", made_at=manifest["made_at"])
    _erase_again(actor, config, source)
    _refuse_unsound(config)
    return manifest


def _copy_files(kept: list[databases.Kept], target: Path) -> tuple[list[str], list[str]]:
    """Copy the sealed files; those that an erasure took away meanwhile, and those whose seal does not hold."""
    missing, closed = [], []
    for file in kept:
        name = f"{file.folder}/{file.name}"
        try:
            data = files.store().get(file.folder, file.name)
        except MissingFileError:
            if not _was_destroyed(file.folder):
                raise OnboardingError(f"{name} is recorded and not there: flask evidence check.") from None
            missing.append(name)
            continue
        if not files.opens(file.folder, file.wrapped, file.name, data):
            closed.append(name)
        path = target / file.folder / file.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(data)
    return missing, closed


def _was_destroyed(key_id: str) -> bool:
    db.session.rollback()
    of_person, of_packet = (
        db.session.scalar(select(each.wrapped).where(each.key_id == key_id)) for each in (PersonKey, Packet)
    )
    return of_person is None and of_packet is None


def _put_files(source: Path) -> None:
    for path in sorted(source.glob("*/*")):
        files.store().put(path.parent.name, path.name, path.read_bytes())


def _hold_mail(manifest: dict[str, Any]) -> None:
    """Before anything else is done with the copy."""
    MailHold.__table__.create(db.engine, checkfirst=True)  # type: ignore[attr-defined]  # of a version that had none
    with writing():
        db.session.add(MailHold(since_at=clock.now(), because=f"restored from the backup of {manifest['made_at']}"))
        db.session.commit()


def _erase_again(actor: Actor, config: Config, source: Path) -> None:
    """Whoever was erased after the backup was made is erased again; both ledgers are asked."""
    lines = {*sweeping.remembered(config), *sweeping.read(source / "erased.jsonl")}
    for line in sorted(lines):
        organisation = db.session.scalar(select(Organisation).where(Organisation.slug == line.organisation))
        if organisation is not None and erasures.again(actor, organisation, line.person, line.number):
            sweeping.remove_files(organisation.id, line.person)
    sweeping.rewrite()


def _refuse_unsound(config: Config) -> None:
    for chain, _ in trail.chains():
        try:
            verify(trail_export.lines(config, chain))
        except Tampering as error:
            raise OnboardingError(f"The trail in this backup does not verify: {error}") from error
    for fault in reconciliation.faults():
        if not fault.orphan:
            raise OnboardingError(f"{fault.where} {fault.says}. Is keys/evidence the key of that installation?")


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _force(folder: Path) -> None:
    """Everything in the folder on the disk before it gets its name."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
