"""Tampering in the database itself, by its owner, by the numbers of the list in docs/trail.md; and undoing it."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.queries.trail import chain_of
from tests.trail.history import as_owner

COLUMNS = "at, actor, action, subject, commitment, previous, hash"
TABLES = ("trail_entry", "trail_detail", "trail_checkpoint")


ERASING = "UPDATE trail_detail SET {} WHERE entry_id = (SELECT id FROM trail_entry WHERE {})"
MOVING = """UPDATE trail_entry SET chain_id = {0}, number = {1},
    previous = (SELECT previous FROM trail_entry WHERE chain_id = {0} AND number = -1)
    WHERE chain_id = {2} AND number = 2"""


class Place:
    """An entry of a chain of `last`, and another organisation's chain."""

    def __init__(self, cohe: Organisation, other: Organisation, chance: random.Random) -> None:
        chain = chain_of(cohe.id)
        self.chain, self.last, self.other = chain.id, chain.number, chain_of(other.id).id
        self.number = chance.randint(1, chain.number - 1)

    @property
    def here(self) -> str:
        return f"chain_id = {self.chain} AND number = {self.number}"

    def shifted(self, by: int) -> tuple[str, str]:
        """Move all from this entry on; no two may have one number on the way."""
        return (
            f"UPDATE trail_entry SET number = -number - {by} WHERE chain_id = {self.chain} AND number >= {self.number}",
            f"UPDATE trail_entry SET number = -number WHERE chain_id = {self.chain} AND number < 0",
        )

    def copied(self, number: int) -> str:
        return (
            f"INSERT INTO trail_entry (id, chain_id, number, {COLUMNS}) "
            f"SELECT 9999, chain_id, {number}, {COLUMNS} FROM trail_entry WHERE {self.here}"
        )


def _without(place: Place, which: str) -> tuple[str, str]:
    rows = f"chain_id = {place.chain} AND number {which}"
    return (
        f"DELETE FROM trail_detail WHERE entry_id IN (SELECT id FROM trail_entry WHERE {rows})",
        f"DELETE FROM trail_entry WHERE {rows}",
    )


IN_THE_DATABASE: dict[str, Callable[[Place], tuple[tuple[str, ...], str]]] = {
    "1 a field": lambda at: (
        (f"UPDATE trail_entry SET subject = 'person:999' WHERE {at.here}",),
        f"entry {at.number}: was changed",
    ),
    "1 a detail": lambda at: (
        (ERASING.format('body = \'{"origin":"x"}\'', at.here),),
        f"entry {at.number}: its details were changed",
    ),
    "1 a detail dropped": lambda at: (
        (ERASING.format("body = NULL, salt = NULL", at.here),),
        f"entry {at.number}: its details are missing",
    ),
    "2 a hash": lambda at: (
        (f"UPDATE trail_entry SET hash = substr(hash, 2) || 'e' WHERE {at.here}",),
        f"entry {at.number}: was changed",
    ),
    "3 deleted in the middle": lambda at: (
        _without(at, f"= {at.number}"),
        f"entry {at.number + 1} stands where entry {at.number} should|checkpoint of entry {at.number}",
    ),
    "4 the tail cut off": lambda at: (_without(at, f"> {at.number}"), "another one than was signed|trailer"),
    "5 emptied": lambda at: (_without(at, "> 0"), "another one than was signed|trailer"),
    "6 two swapped": lambda at: (
        (
            f"UPDATE trail_entry SET number = -1 WHERE {at.here}",
            f"UPDATE trail_entry SET number = number - 1 WHERE chain_id = {at.chain} AND number = {at.number + 1}",
            f"UPDATE trail_entry SET number = {at.number + 1} WHERE chain_id = {at.chain} AND number = -1",
        ),
        f"entry {at.number}: does not follow",
    ),
    "7 one put in": lambda at: (
        (at.copied(9999), *at.shifted(1), f"UPDATE trail_entry SET number = {at.number} WHERE id = 9999"),
        rf"entry {at.number + 1}: does not follow|entry {at.number}: its details are missing|checkpoint of entry",
    ),
    "8 one twice": lambda at: (
        (at.copied(at.last + 1), f"UPDATE trail_chain SET number = number + 1 WHERE id = {at.chain}"),
        f"entry {at.last + 1}: does not follow",
    ),
    "9 one of another organisation": lambda at: (
        (
            f"UPDATE trail_entry SET number = -1 WHERE {at.here}",
            MOVING.format(at.chain, at.number, at.other),
            f"UPDATE trail_entry SET chain_id = {at.other}, number = 2 WHERE number = -1",
        ),
        f"entry {at.number}: was changed, or belongs to another chain",
    ),
    "10 another actor": lambda at: (
        (f"UPDATE trail_entry SET actor = 'user:1' WHERE {at.here}",),
        f"entry {at.number}: was changed",
    ),
    "11 back-dated": lambda at: (
        (f"UPDATE trail_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE {at.here}",),
        f"entry {at.number}: was changed",
    ),
    "12 a gap in the numbers": lambda at: (
        at.shifted(1),
        f"entry {at.number + 1} stands where entry {at.number} should",
    ),
}


@contextmanager
def undone() -> Iterator[None]:
    """What is done to the trail within is undone at the end."""
    as_owner(*(f"CREATE TABLE saved_{table} AS SELECT * FROM {table}" for table in (*TABLES, "trail_chain")))
    try:
        yield
    finally:
        as_owner(
            *(f"DELETE FROM {table}" for table in ("trail_detail", "trail_checkpoint", "trail_entry")),
            *(f"INSERT INTO {table} SELECT * FROM saved_{table}" for table in TABLES),
            "UPDATE trail_chain SET number = (SELECT number FROM saved_trail_chain WHERE id = trail_chain.id)",
            *(f"DROP TABLE saved_{table}" for table in (*TABLES, "trail_chain")),
        )
        db.session.expire_all()
