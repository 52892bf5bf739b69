"""A history of a COHE to be tampered with, and its export."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import text

from onboarding.config import Config
from onboarding.extensions import db, writing
from onboarding.formats.trail import canonical
from onboarding.models.organisation import Organisation
from onboarding.queries.trail import chain_of
from onboarding.services import checkpoints, people, trail_export
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


def parsed(lines: list[bytes]) -> list[Line]:
    return [json.loads(line) for line in lines]


def written(lines: list[Line]) -> list[bytes]:
    return [canonical(line) + b"\n" for line in lines]


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


Tamper = Callable[[list[Line], int], list[Line]]
