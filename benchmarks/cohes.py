"""What the pages of a contract manager cost, by how many COHEs are assigned to them.

Each COHE is as benchmarks/staffing.py has one, with ten years of quarters and twenty people. `fresh`: the clock has
seen to this day; `changed`: the records of one COHE changed a moment ago; `several`: those of all of them did, as upon
a ruling for all; `midnight`: every line is of yesterday, until the clock has come to it, a minute or two.

    python -m benchmarks.cohes [SIZES]      on SQLite; sizes are COHEs
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select, update

from benchmarks.staffing import HEADINGS, REQUESTS, measured, record, tell
from benchmarks.stored import cookie_of, person, posting, staff
from onboarding import clock, create_app, keys
from onboarding.config import Config, Mode
from onboarding.extensions import db, writing
from onboarding.models.cohe_line import CoheLine
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.roles import OrganisationKind, Role
from onboarding.services import accounts, following, members, organisations
from onboarding.services.change import SYSTEM, change

SIZES, PEOPLE = (5, 50), 20
COMPARED = b"Uncovered days are those to come"
PAGES = {
    "compare": ("/at/lni/cohes?sort=ratio&descending=1", COMPARED),
    "deadlines": ("/at/lni/cohes/deadlines", b"Deadlines of all COHEs"),
    "home": ("/at/lni/", b"assigned to you"),
}
STATES = ("fresh", "changed", "several", "midnight")


def main(sizes: Iterable[int], requests: int = REQUESTS, people: int = PEOPLE) -> None:
    """Print a row for each size, page and state."""
    print("  ".join(f"{heading:>10}" for heading in ("COHEs", *HEADINGS[1:])))
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="hsc-bench-"))
        keys.make_missing(folder)
        app = create_app(Config(instance=folder, mode=Mode.SAMPLE))
        with app.app_context():
            cookie = fill(app, size, people)
        for state in STATES:
            with app.app_context():
                become(state)
            for name, (address, says) in PAGES.items():
                few = requests if state == "fresh" else max(2, requests // 10)
                tell(f"{size}", f"{name}, {state}", *measured(app, cookie, address, few, (says,)))
        shutil.rmtree(folder)


def fill(app: Flask, size: int, people: int) -> str:
    """Make so many COHEs, all assigned to one contract manager, whose cookie it gives."""
    flask_migrate.upgrade()
    lni = organisations.add_organisation(SYSTEM, OrganisationKind.LNI, "lni", "L&I")
    with change(SYSTEM) as under_way:
        user = accounts.start_account(under_way, "contract@example.org", "Cora Contract", sample=True)
    members.give_role(SYSTEM, lni, user, Role.CONTRACT_MANAGER)
    for number in range(size):
        slug = f"cohe{number:02}"
        cohe = organisations.add_organisation(SYSTEM, OrganisationKind.COHE, slug, f"COHE {number:02}")
        organisations.assign(SYSTEM, user, cohe)
        _staffed(cohe.id, people)
        record(slug)
        db.session.rollback()
    with writing(), db.engine.begin() as connection:
        every = select(Organisation.id).where(Organisation.kind == OrganisationKind.COHE)
        rows = [{"organisation_id": id, "quarters": [], "vacancies": [], "uncovered_days": 0}
                for id in connection.scalars(every).all()]  # fmt: skip
        connection.execute(insert(CoheLine), rows)
    following.recompute_due()
    return cookie_of(app, db.session.merge(user))


def become(state: str) -> None:
    """Have the lines be as they are after a change, or before the clock came on a new day."""
    one = select(Organisation.id).where(Organisation.slug == "cohe00").scalar_subquery()
    with writing():
        if state == "changed":
            db.session.execute(update(CoheLine).where(CoheLine.organisation_id == one).values(as_of=None))
        if state == "several":
            db.session.execute(update(CoheLine).values(as_of=None))
        for line in (CoheLine, StaffLine) if state == "midnight" else ():
            db.session.execute(update(line).values(as_of=clock.today() - timedelta(1)))
        db.session.commit()


def _staffed(cohe_id: int, people: int) -> None:
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        connection.execute(insert(Person), [person(cohe_id, number) for number in range(people)])
        ids = connection.execute(select(Person.id).where(Person.organisation_id == cohe_id)).scalars().all()
        connection.execute(insert(Posting), [posting(cohe_id, id) for id in ids])
        latest = select(Posting.id).where(Posting.person_id == Person.id).scalar_subquery()
        connection.execute(update(Person).where(Person.organisation_id == cohe_id).values(posting_id=latest))
        connection.execute(insert(StaffLine), [staff(cohe_id, id) for id in ids])


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
