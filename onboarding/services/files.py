"""A person's files in the store: the one place that seals, keeps and opens them.

A file is in the store before the record that names it is committed, so that there is never a record without its file.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from onboarding import clock, keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.documents import sealing
from onboarding.documents.store import FolderStore, Store
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import PersonKey, StoredFile
from onboarding.models.person import Person
from onboarding.services.change import Actor, change


class Key(NamedTuple):
    """A person's key in use: its id, which is the folder of the store, and the key itself."""

    id: str
    secret: bytes


def store() -> Store:
    """Where sealed files are kept."""
    config: Config = current_app.extensions["config"]
    return FolderStore(config.evidence_folder)


def key_of(actor: Actor, person: Person) -> Key:
    """The person's key, made at the first need. Raises OnboardingError where it was destroyed with the files."""
    row = _row(person)
    if row is None:
        row = _make(actor, person)
    return opened(row)


def opened(row: PersonKey) -> Key:
    """The key that a row keeps sealed. Raises OnboardingError where it was destroyed, SealError for a wrong master."""
    if row.wrapped is None:
        raise OnboardingError("This person's files were erased. Nothing can be kept for them any more.")
    config: Config = current_app.extensions["config"]
    return Key(row.key_id, sealing.unwrap(keys.master_key(config.instance), row.wrapped, row.key_id))


def put(key: Key, data: bytes) -> str:
    """Seal and keep the data; its hash. To be called outside of a transaction: it takes as long as the disk does."""
    name = sha256(data)
    store().put(key.id, name, sealing.seal(key.secret, data, f"{key.id}/{name}"))
    return name


def note(person: Person, files: Iterable[tuple[str, int, str]]) -> None:
    """Have the files (hash, size, media type) recorded, those that are not yet. To be called inside a change."""
    known = set(
        db.session.scalars(
            select(StoredFile.sha256).where(
                StoredFile.organisation_id == person.organisation_id, StoredFile.person_id == person.id
            )
        )
    )
    for name, size, media_type in files:
        if name not in known:
            known.add(name)
            db.session.add(
                StoredFile(
                    organisation_id=person.organisation_id,
                    person_id=person.id,
                    sha256=name,
                    size=size,
                    media_type=media_type,
                    stored_at=clock.now(),
                )
            )
    db.session.flush()


def get(organisation_id: int, person_id: int, name: str) -> bytes:
    """A person's file, opened. Raises MissingFileError, SealError, or OnboardingError where it was erased."""
    row = db.session.scalars(
        select(PersonKey).where(PersonKey.organisation_id == organisation_id, PersonKey.person_id == person_id)
    ).one()
    key = opened(row)
    data = sealing.unseal(key.secret, store().get(key.id, name), f"{key.id}/{name}")
    if sha256(data) != name:
        raise sealing.SealError(f"{key.id}/{name}: what is in it is not what its name says")
    return data


def _row(person: Person) -> PersonKey | None:
    return db.session.scalar(
        select(PersonKey).where(PersonKey.organisation_id == person.organisation_id, PersonKey.person_id == person.id)
    )


def _make(actor: Actor, person: Person) -> PersonKey:
    """Make the key, in a change of its own: files are sealed with it before anything else is committed."""
    config: Config = current_app.extensions["config"]
    organisation_id, person_id = person.organisation_id, person.id
    with change(actor) as under_way:
        db.session.scalar(select(Person.id).where(Person.id == person_id).with_for_update())
        row = _row(person)
        if row is None:
            key_id = secrets.token_hex(16)
            row = PersonKey(
                organisation_id=organisation_id,
                person_id=person_id,
                key_id=key_id,
                wrapped=sealing.wrap(keys.master_key(config.instance), sealing.new_key(), key_id),
                made_at=clock.now(),
            )
            db.session.add(row)
            db.session.flush()
            under_way.record(organisation_id, Action.EVIDENCE_KEY_MADE, f"person:{person_id}")
    return row


def sha256(data: bytes) -> str:
    """The name of a file: the hash of what is in it."""
    return hashlib.sha256(data).hexdigest()
