"""A history of a COHE to be tampered with, and its export."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy import select, text

from onboarding import keys
from onboarding.config import Config
from onboarding.extensions import Base, db, writing
from onboarding.formats.trail import BEGINNING, canonical, commitment, entry_hash, state_digest
from onboarding.models.organisation import Organisation
from onboarding.models.records import subject_of
from onboarding.models.trail import TrailDetail, TrailEntry
from onboarding.queries.trail import End, chain_of
from onboarding.services import checkpoints, people, trail_details, trail_export
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_person

Line = dict[str, Any]


def config() -> Config:
    found: Config = current_app.extensions["config"]
    return found


def history(slug: str = "valley", changes: int = 12) -> Organisation:
    """A COHE whose people were added and edited, with a checkpoint in the middle and one near the end."""
    cohe = make_cohe(slug)
    for number in range(changes):
        person = make_person(cohe, f"Person {number}", hired_on=date(2026, 1, 5) if number % 3 == 0 else None)
        facts = people.PersonFacts(f"Person {number}", person.applied_for, person.email, "360 555 0100")
        people.edit_person(SYSTEM, person, facts, person.revision)
        if number in (changes // 2, changes - 2):
            checkpoints.sign(config(), chain_of(cohe.id).id)
    return cohe


def exported(cohe: Organisation) -> list[bytes]:
    return list(trail_export.lines(config(), chain_of(cohe.id)))


def parsed(lines: Sequence[bytes]) -> list[Line]:
    return [json.loads(line) for line in lines]


def written(lines: Sequence[Line]) -> list[bytes]:
    return [canonical(line) + b"\n" for line in lines]


class World(NamedTuple):
    """What a tamperer has: an export, another organisation's, both keys; and what outsiders kept of it.

    `plain` is the export before anything of it was erased.
    """

    lines: list[Line]
    plain: list[Line]
    other: list[Line]
    key: Ed25519PrivateKey
    retired: Ed25519PrivateKey
    kept: list[Line]

    @property
    def entries(self) -> list[int]:
        """Where the entries stand."""
        return [at for at, line in enumerate(self.lines) if line["type"] == "entry"]


def world() -> World:
    """A history with checkpoints, a new key in its middle, and an erasure."""
    cohe, other = history(), history("harbor", changes=4)
    retired = keys.signing_key(config().instance)
    checkpoints.rotate(SYSTEM, config())
    for number in range(6):
        make_person(cohe, f"Later {number}", hired_on=date(2026, 3, 2))
    checkpoints.sign(config(), chain_of(cohe.id).id)
    make_person(cohe, "Last of all")
    plain = parsed(exported(cohe))
    trail_details.erase_subject(SYSTEM, cohe.id, "person:3", "asked for by the person")
    kept = [line for line in plain if line["type"] == "checkpoint"]
    return World(
        parsed(exported(cohe)), plain, parsed(exported(other)), keys.signing_key(config().instance), retired, kept
    )


def rehashed(lines: Sequence[Line]) -> list[Line]:
    """The chain computed anew from the first line on: what somebody without the signing key can do."""
    chain, head, number, out = lines[0]["chain"], BEGINNING, 0, []
    for line in lines:
        if line["type"] == "entry":
            number += 1
            entry = {**line, "number": number, "previous": head}
            if "body" in entry:
                entry["commitment"] = commitment(entry["salt"], entry["body"])
            head = entry["hash"] = entry_hash({"chain": chain, **entry})
            out.append(entry)
        elif line["type"] == "checkpoint":
            out.append({**line, "number": number, "head": head})
        elif line["type"] == "trailer":
            signed = {**line["checkpoint"], "number": number, "head": head}
            out.append({**line, "entries": number, "head": head, "checkpoint": signed, "digest": _digest(out)})
        else:
            out.append(line)
    return out


def resigned(lines: Sequence[Line], key: Ed25519PrivateKey) -> list[Line]:
    """The chain computed anew, every checkpoint and the trailer signed: what whoever has the key can do."""
    out: list[Line] = []
    for line in rehashed(lines):
        if line["type"] == "checkpoint":
            out.append(checkpoints.signature(key, line["chain"], line["number"], line["head"]))
        elif line["type"] == "trailer":
            out.append(trail_export.trailer(key, lines[0]["chain"], End(line["entries"], line["head"]), _digest(out)))
        else:
            out.append(line)
    return out


def _digest(lines: Sequence[Line]) -> str:
    return hashlib.sha256(b"".join(written(lines))).hexdigest()


def as_owner(*statements: str) -> None:
    """What somebody can do who owns the database: without the triggers that stop everybody else."""
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            for name, _ in rows:
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = origin"))
        else:
            for _, sql in rows:
                connection.execute(text(sql))


def seal(row: Base, values: Mapping[str, Any]) -> None:
    """Have the one entry of a record say that it stood so: what an earlier version of the product would have said."""
    entry = db.session.scalars(select(TrailEntry).where(TrailEntry.subject == subject_of(row))).one()
    salt = db.session.get_one(TrailDetail, entry.id).salt
    assert salt
    body = json.dumps({"state": state_digest(salt, values)})
    as_owner(f"UPDATE trail_detail SET body = '{body}' WHERE entry_id = {entry.id}".replace(":", r"\:"))
