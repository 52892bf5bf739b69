"""A person's files in the store: the one place that seals, keeps and opens them.

A file is in the store before the record that names it is committed, so that there is never a record without its file.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.documents import sealing
from onboarding.documents.kinds import Page
from onboarding.documents.store import FolderStore, Store
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import PersonKey, StoredFile
from onboarding.models.person import Person
from onboarding.queries import keeping
from onboarding.services import seals
from onboarding.services.change import SYSTEM, Actor, Change, change

ERASED = "This person was erased. Nothing can be kept for them any more."
CLEARED = "This file was cleared away while it was being recorded. Add it again."


class Key(NamedTuple):
    """A person's key in use: its id, which is the folder of the store, and the key itself."""

    id: str
    secret: bytes


class Kept(NamedTuple):
    """A file in the store: the hash of what is in it, its size and media type."""

    sha256: str
    size: int
    media_type: str


class KeptPage(NamedTuple):
    """A page in the store. `width` and `height` in pixels."""

    file: Kept
    width: int
    height: int


def store() -> Store:
    """Where sealed files are kept."""
    return store_of(current_app.extensions["config"])


def store_of(config: Config) -> Store:
    """The one that the settings name."""
    if config.store is None:
        return FolderStore(config.evidence_folder)
    from onboarding.documents.objects import ObjectStore  # not before: most installations have a folder

    return ObjectStore(config.store)


def key_of(actor: Actor, person: Person) -> Key:
    """The person's key, made at the first need. Raises OnboardingError for somebody who was erased."""
    _refuse_erased(person)
    row = _row(person)
    if row is None:
        row = _make(actor, person)
    return opened(row)


def new_key() -> Key:
    """A key for files of somebody who is not recorded yet."""
    return Key(secrets.token_hex(16), sealing.new_key())


def give(under_way: Change, person: Person, key: Key) -> None:
    """Have a new key be that of a person who has none, within the change in which they are recorded."""
    seals.refuse_other(current_app.extensions["config"])
    row = PersonKey(
        organisation_id=person.organisation_id,
        person_id=person.id,
        key_id=key.id,
        wrapped=sealing.wrap(seals.master(), key.secret, key.id),
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    under_way.record(person.organisation_id, Action.EVIDENCE_KEY_MADE, f"person:{person.id}")


def opened(row: PersonKey) -> Key:
    """The key that a row keeps sealed. Raises OnboardingError where it was destroyed, SealError for a wrong master."""
    if row.wrapped is None:
        raise OnboardingError(ERASED)
    return Key(row.key_id, sealing.unwrap(seals.master(), row.wrapped, row.key_id))


def keep(key: Key, data: bytes, media_type: str) -> Kept:
    """Seal and keep the data. To be called outside of a transaction: it takes as long as the disk does."""
    name = sha256(data)
    store().put(key.id, name, sealing.seal_large(key.secret, data, f"{key.id}/{name}"))
    return Kept(name, len(data), media_type)


def keep_pages(key: Key, pages: Sequence[Page]) -> tuple[KeptPage, ...]:
    """The same of pages."""
    return tuple(KeptPage(keep(key, each.image, each.media_type), each.width, each.height) for each in pages)


def note(person: Person, files: Iterable[Kept]) -> None:
    """Have the files recorded, those that are not yet. To be called inside a change.

    Of several who do this for a person at once, each records what the others have not. Raises OnboardingError where
    the person was erased, or a file cleared away, since it was put into the store.
    """
    _take_turn(person.organisation_id, person.id)
    _refuse_erased(person)
    key = _row(person)
    known = set(
        db.session.scalars(
            select(StoredFile.sha256).where(
                StoredFile.organisation_id == person.organisation_id, StoredFile.person_id == person.id
            )
        )
    )
    for name, size, media_type in files:
        if name not in known:
            if key is None or not store().has(key.key_id, name):
                raise OnboardingError(CLEARED)
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
    return read(opened(row), name)


def read(key: Key, name: str) -> bytes:
    """A file sealed with the key, opened. Raises MissingFileError or SealError."""
    data = sealing.unseal(key.secret, store().get(key.id, name), f"{key.id}/{name}")
    if sha256(data) != name:
        raise sealing.SealError(f"{key.id}/{name}: what is in it is not what its name says")
    return data


def opens(key_id: str, wrapped: bytes, name: str, sealed: bytes) -> bool:
    """Whether a file as it lies in the store opens with the person's key as it is recorded."""
    try:
        key = sealing.unwrap(seals.master(), wrapped, key_id)
        return sha256(sealing.unseal(key, sealed, f"{key_id}/{name}")) == name
    except sealing.SealError:
        return False


def clear_away(key_id: str, name: str, before: datetime) -> bool:
    """Remove a file that nothing records and that was put there before that moment; whether it was.

    Whoever records a file of the same person meanwhile waits, and then finds it gone.
    """
    with change(SYSTEM):
        key = db.session.scalar(select(PersonKey).where(PersonKey.key_id == key_id))
        if key is not None:
            _take_turn(key.organisation_id, key.person_id)
            recorded = select(StoredFile.id).where(
                StoredFile.organisation_id == key.organisation_id,
                StoredFile.person_id == key.person_id,
                StoredFile.sha256 == name,
            )
            if db.session.scalar(recorded) is not None:
                return False
        if not store().has(key_id, name) or store().written_at(key_id, name) >= before:
            return False
        store().remove(key_id, name)
    return True


def of_another(person: Person) -> bool:
    """Whether the key recorded for a person is another's: files of theirs are not in its folder, and others are."""
    key = _row(person)
    recorded = set(
        db.session.scalars(
            select(StoredFile.sha256).where(
                StoredFile.organisation_id == person.organisation_id, StoredFile.person_id == person.id
            )
        )
    )
    there = set(store().names(key.key_id)) if key else set()
    return bool(recorded - there and there - recorded)


def _take_turn(organisation_id: int, person_id: int) -> None:
    chosen = select(Person.id).where(Person.organisation_id == organisation_id, Person.id == person_id)
    db.session.scalar(chosen.with_for_update())


def _refuse_erased(person: Person) -> None:
    if keeping.was_erased(person.organisation_id, person.id):
        raise OnboardingError(ERASED)


def _row(person: Person) -> PersonKey | None:
    return db.session.scalar(
        select(PersonKey).where(PersonKey.organisation_id == person.organisation_id, PersonKey.person_id == person.id)
    )


def _make(actor: Actor, person: Person) -> PersonKey:
    """Make the key, in a change of its own: files are sealed with it before anything else is committed."""
    with change(actor) as under_way:
        _take_turn(person.organisation_id, person.id)
        _refuse_erased(person)
        row = _row(person)
        if row is None:
            give(under_way, person, new_key())
            row = _row(person)
    assert row is not None  # it was just made, if it was not there
    return row


def sha256(data: bytes) -> str:
    """The name of a file: the hash of what is in it."""
    return hashlib.sha256(data).hexdigest()
