"""After an erasure: its line in the ledger, the files, and what a database leaves behind of deleted rows.

Each step can be repeated, so that whatever is killed between two of them is finished at the next time.
"""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select, text

from onboarding import clock
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import PersonKey
from onboarding.models.keeping import Erasure
from onboarding.models.organisation import Organisation
from onboarding.services import blanking, files, going, packet_cache, packet_files
from onboarding.services.change import SYSTEM, change

log = logging.getLogger("onboarding.sweeping")
REWRITTEN = (
    "person",
    "person_key",
    "message",
    "invitation",
    "user_account",
    "passkey",
    "trail_detail",
    "open_table",
    *(model.__tablename__ for model, _ in going.WHOLE),
    *(model.__tablename__ for model, _, _ in blanking.BLANKED),
)
OWNED = text(
    "SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE')) FROM pg_class "
    "WHERE oid = ANY(CAST(:tables AS regclass[]))"
)


class Erased(NamedTuple):
    """An erasure as the ledger remembers it, for a backup that was made before."""

    organisation: str
    person: int
    number: int


def ledger(config: Config) -> Path:
    """The file that outlives every restored database: who was erased, by number."""
    return config.instance / "erased.jsonl"


def remembered(config: Config) -> Iterator[Erased]:
    """Every erasure of this installation, the earliest first."""
    yield from read(ledger(config))


def read(path: Path) -> Iterator[Erased]:
    """The lines of a ledger; none where there is no such file. Raises OnboardingError where one is damaged."""
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines() if path.exists() else (), 1):
        try:
            yield Erased(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise OnboardingError(f"Erased {number} of {path} is damaged. Restore the file from your copy.") from error


def sweep(config: Config) -> int:
    """Finish every erasure that was confirmed; how many. One that cannot be finished now is tried again."""
    rows = db.session.execute(
        select(Erasure.id, Erasure.person_id, Organisation.slug, Organisation.id.label("organisation_id"))
        .join(Organisation, Organisation.id == Erasure.organisation_id)
        .where(Erasure.confirmed_at.is_not(None), Erasure.swept_at.is_(None))
        .order_by(Erasure.id)
    ).all()
    for row in rows:
        _remember(config, Erased(row.slug, row.person_id, row.id))
        remove_files(row.organisation_id, row.person_id)
        packet_cache.clear(row.organisation_id)
    if not rows or not rewrite():
        return 0
    for row in rows:
        with change(SYSTEM) as under_way:
            erasure = db.session.get_one(Erasure, row.id, with_for_update=True)
            erasure.swept_at = clock.now()
            under_way.record(row.organisation_id, Action.ERASURE_SWEPT, erasure)
    return len(rows)


def rewrite() -> bool:
    """Have the database keep nothing of deleted rows in its files; whether it could.

    SQLite overwrites what it deletes (secure_delete); its write-ahead log is emptied. PostgreSQL writes the tables
    anew, which only their owner may ask for.
    """
    db.session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return True
        if not connection.execute(OWNED, {"tables": list(REWRITTEN)}).scalar():
            log.error("erased rows are still in PostgreSQL's files: run `flask erasures sweep` as the tables' owner")
            return False
        connection.exec_driver_sql("SET lock_timeout = '30s'")
        for table in REWRITTEN:
            connection.exec_driver_sql(f"VACUUM FULL {table}")
    return True


def _remember(config: Config, line: Erased) -> None:
    if line in set(remembered(config)):
        return
    descriptor = os.open(ledger(config), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(json.dumps(line._asdict()) + "\n")
        file.flush()
        os.fsync(file.fileno())


def remove_files(organisation_id: int, person_id: int) -> None:
    """Remove a person's folder from the store, and those of packets that cannot be opened any more."""
    key_id = db.session.scalar(
        select(PersonKey.key_id).where(PersonKey.organisation_id == organisation_id, PersonKey.person_id == person_id)
    )
    if key_id:
        files.store().remove(key_id)
    for folder in packet_files.closed(organisation_id):
        files.store().remove(folder)
