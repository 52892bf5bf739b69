"""A COHE with many people, a third of them applicants, each with five jobs claimed; for what is measured on it."""

import json
import time
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select, text, update

from benchmarks.applicants import documents
from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.formats.claims import claimed
from onboarding.models.account import User
from onboarding.models.application import Application, ApplicationState
from onboarding.models.claim import Claim, ClaimSource
from onboarding.models.duty import StaffLine
from onboarding.models.person import Person, Posting
from onboarding.roles import OrganisationKind, Role, StaffRole
from onboarding.services import accounts, databases, following, members, organisations
from onboarding.services.change import SYSTEM, change


def fill(app: Flask, size: int, slug: str = "valley") -> tuple[str, int, int]:
    """Make a COHE. Gives the cookie of its manager, the id of one who was hired, and of an applicant of the first."""
    with app.app_context():
        flask_migrate.upgrade()
        cohe = organisations.add_organisation(SYSTEM, OrganisationKind.COHE, slug, f"{slug.title()} COHE")
        with change(SYSTEM) as under_way:
            user = accounts.start_account(under_way, f"manager@{slug}.example.org", "Mia Manager", sample=True)
        members.give_role(SYSTEM, cohe, user, Role.MANAGER)
        cohe_id = cohe.id
        db.session.rollback()
        with writing(), db.engine.begin() as connection:  # not through the services: 20,000 people in seconds
            people = [person(cohe_id, number) for number in range(size)]
            connection.execute(insert(Person), people)
            here = Person.organisation_id == cohe_id
            ids = connection.execute(select(Person.id).where(here).order_by(Person.id)).scalars().all()
            hired = [id for id in ids if id % 3]
            connection.execute(insert(Posting), [posting(cohe_id, id) for id in hired])
            connection.execute(
                update(Person)
                .where(here)
                .values(posting_id=select(Posting.id).where(Posting.person_id == Person.id).scalar_subquery())
            )
            claims = islice(documents(size), size)
            connection.execute(insert(Claim), [_claim(cohe_id, id, doc) for id, doc in zip(ids, claims, strict=True)])
            connection.execute(insert(Application), [_line(cohe_id, id) for id in ids])
            connection.execute(insert(StaffLine), [staff(cohe_id, id) for id in hired])
        analyze()
        following.recompute_due()
        cookie = cookie_of(app, db.session.merge(user))
        db.session.remove()
        db.engine.dispose()
        return cookie, int(hired[len(hired) // 2]), 3 * max(1, size // 6)


def analyze() -> None:
    """Have the database count what is stored: PostgreSQL does so by itself in a minute, SQLite by a job."""
    databases.gather_statistics()
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def person(cohe_id: int, number: int) -> dict[str, object]:
    return {"organisation_id": cohe_id, "name": f"Person {number:05}", "sorted_as": f"person {number:05}",
            "same_name": f"{number:05} person", "phone": f"(360) 555-{number:05}", "dialed": f"360555{number:05}",
            "applied_for": StaffRole.HSC, "revision": 1, "created_at": clock.now()}  # fmt: skip


def posting(cohe_id: int, id: int) -> dict[str, object]:
    return {"organisation_id": cohe_id, "person_id": id, "version": 1, "role": StaffRole.HSC,
            "hired_on": _hired(clock.today(), id), "recorded_at": clock.now()}  # fmt: skip


def _claim(cohe_id: int, id: int, document: dict[str, object]) -> dict[str, object]:
    exact = json.loads(json.dumps(document), parse_float=Decimal)
    return {"organisation_id": cohe_id, "person_id": id, "version": 1, "facts": claimed(exact),
            "source": ClaimSource.TABLE, "recorded_at": clock.now()}  # fmt: skip


def _line(cohe_id: int, id: int) -> dict[str, object]:
    return {"organisation_id": cohe_id, "person_id": id, "state": ApplicationState.OPEN, "since": clock.now(),
            "also_assistant": False}  # fmt: skip


def staff(cohe_id: int, id: int) -> dict[str, object]:
    return {"organisation_id": cohe_id, "person_id": id, "in_role": False}


def _hired(today: date, id: int) -> date:
    return today - timedelta(days=id * 7 % 2000)


def cookie_of(app: Flask, user: User) -> str:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=user.fs_uniquifier, _fresh=True, fs_cc="set", fs_paa=time.time())
    cookie = client.get_cookie("visit")
    assert cookie
    return f"visit={cookie.value}"
