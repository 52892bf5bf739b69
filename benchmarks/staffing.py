"""What the staffing page costs, by how many people a COHE has had and for how many years it counted its claims.

Each person was hired some time in these years, a quarter of them left, every tenth is an assistant and every tenth a
surgical HSC; each has two splits of the week, the events of an account, and an absence of every second one. `median ms`
and `95 % ms` are time of the processor, which others on the machine do not lengthen; `asks` counts the statements.

    python -m benchmarks.staffing [SIZES]      on SQLite; sizes are people, and the years are ten
"""

import shutil
import statistics
import sys
import tempfile
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from flask import Flask
from sqlalchemy import event, insert

from benchmarks.stored import fill
from onboarding import clock, create_app, keys
from onboarding.config import Config, Mode
from onboarding.extensions import db, writing
from onboarding.models.credential import CredentialEvent, Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.staffing import AbsenceRecord, CoverRecord, InitiatedClaims, TimeSplit
from onboarding.queries import staffing as known, what_ifs as what_ifs_found
from onboarding.queries.organisations import by_slug
from onboarding.queries.what_ifs import Planned
from onboarding.roles import StaffRole
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.what_if import WhatIfKind
from onboarding.services import what_ifs
from onboarding.services.change import SYSTEM

SIZES = (10, 100)
YEARS, REQUESTS, WARM_UP = 10, 40, 4
WEEK, CLAIMS = 2_400, (2_160, 1_800)  # minutes
PAGES = {
    "quarter": "", "past": "?period={past}", "year": "?period={year}", "day": "?day=1/15/2024",
    "ahead": "/ahead", "what-if": "/ahead/what-ifs/{plan}",
}  # fmt: skip
SAYS = (b"How the average is made", b"How the forecast is made", b"Each line, side by side")
HEADINGS = ("people", "page", "median ms", "95 % ms", "asks")


def main(sizes: Iterable[int], requests: int = REQUESTS) -> None:
    """Print a row for each size and period."""
    print("  ".join(f"{heading:>10}" for heading in HEADINGS))
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="hsc-bench-"))
        keys.make_missing(folder)
        app = create_app(Config(instance=folder, mode=Mode.SAMPLE))
        cookie, _, _ = fill(app, size * 3 // 2)  # a third of them are applicants
        with app.app_context():
            plan = record()
        now = Quarter.of(clock.today())
        for name, page in PAGES.items():
            address = "/at/valley/staffing" + page.format(past=now.earlier(5), year=now.year - 2, plan=plan)
            took, asks = measured(app, cookie, address, requests)
            tell(f"{size}", name, took, asks)
        shutil.rmtree(folder)


def tell(size: str, name: str, took: list[float], asks: int) -> None:
    """Print a row."""
    high = sorted(took)[int(len(took) * 0.95)]
    row = (size, name, f"{statistics.median(took) * 1000:.0f}", f"{high * 1000:.0f}", f"{asks}")
    print("  ".join(f"{figure:>10}" for figure in row), flush=True)


def measured(
    app: Flask, cookie: str, address: str, requests: int, says: Collection[bytes] = SAYS
) -> tuple[list[float], int]:
    """Seconds of the processor that each request took, and the statements of the last. `says`: what is there."""
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *each: asked.append(each[2]))
    client, took = app.test_client(use_cookies=False), []
    for _ in range(WARM_UP + requests):
        asked.clear()
        began = process_time()
        answer = client.get(address, headers={"Cookie": cookie})
        took.append(process_time() - began)
        if answer.status_code != 200 or not any(each in answer.data for each in says):
            raise RuntimeError(f"{address} answered {answer.status_code}")
    return took[WARM_UP:], sum(not each.startswith("BEGIN") for each in asked)


def record(slug: str = "valley") -> int:
    """Make everybody who was hired in a role for some of the years, with what their staffing is computed from; and a
    plan, whose number comes back."""
    cohe = by_slug(slug)
    assert cohe
    cohe_id, today = cohe.id, clock.today()
    people = db.session.query(Person.id, Person.posting_id).filter(Person.organisation_id == cohe_id)
    hired = [id for id, posting in people if posting]
    db.session.rollback()
    of = {"organisation_id": cohe_id, "recorded_at": clock.now(), "struck": False}
    with writing(), db.engine.begin() as connection:
        for place, id in enumerate(hired):
            first = today - timedelta(days=365 * YEARS * (place + 1) // (len(hired) + 1))
            last = first + timedelta(days=700) if place % 4 == 0 and first + timedelta(days=700) < today else None
            role = {0: StaffRole.ASSISTANT, 1: StaffRole.SURGICAL_HSC}.get(place % 10, StaffRole.HSC)
            posting = insert(Posting).values(
                organisation_id=cohe_id, person_id=id, version=2, role=role, hired_on=first, left_on=last,
                recorded_at=clock.now(),
            )  # fmt: skip
            key = connection.execute(posting).inserted_primary_key[0]
            connection.execute(Person.__table__.update().where(Person.id == id).values(posting_id=key))
            connection.execute(insert(TimeSplit), list(_splits(of, id, first)))
            connection.execute(insert(CredentialEvent), list(_events(of, id, first)))
            if place % 2:
                _absence(connection, of, id, hired[place - 1], today)
        now = Quarter.of(today)
        rows = [{**of, "quarter": str(now.earlier(back)), "claims": 9_000 + 137 * (back % 7), "surgical_claims": 90}
                for back in range(YEARS * QUARTERS_A_YEAR)]  # fmt: skip
        connection.execute(insert(InitiatedClaims), rows)
    return _plan(cohe)


def _plan(cohe: Organisation) -> int:
    """Somebody leaves, somebody comes, and more claims do."""
    soon, recorded = clock.today() + timedelta(days=60), known.recorded(cohe)
    leaver = what_ifs_found.staying(recorded, clock.today())[0]
    plan = what_ifs.save(SYSTEM, cohe, "Measured")
    for each in (
        Planned(WhatIfKind.LEAVES, person=leaver.id, on=soon),
        Planned(WhatIfKind.HIRE, on=soon, minutes=CLAIMS[0], role="hsc", bills_on=soon + timedelta(days=60)),
        Planned(WhatIfKind.CLAIMS, percent="10"),
    ):
        what_ifs.put(SYSTEM, cohe, plan.key, each)
    return plan.key


def _splits(of: dict[str, object], id: int, first: date) -> Iterable[dict[str, object]]:
    for number, claims in enumerate(CLAIMS):
        parts = {"claims": claims, "outreach": WEEK - claims}
        yield {**of, "person_id": id, "since": first + timedelta(days=400 * number), "week": WEEK, "parts": parts}


def _events(of: dict[str, object], id: int, first: date) -> Iterable[dict[str, object]]:
    for after, name in enumerate(("sent", "issued", "effective")):
        number = f"{id:07}" if name == "issued" else None
        yield {**of, "person_id": id, "track": Track.PROVIDER, "event": name, "number": number,
               "happened_on": first + timedelta(days=20 * after)}  # fmt: skip


def _absence(connection: object, of: dict[str, object], id: int, by: int, today: date) -> None:
    days = {"first_on": today + timedelta(days=id % 60), "last_on": today + timedelta(days=id % 60 + 7)}
    connection.execute(insert(AbsenceRecord), [{**of, "person_id": id, **days}])  # type: ignore[attr-defined]
    connection.execute(insert(CoverRecord), [{**of, "person_id": id, "covered_by_id": by, **days}])  # type: ignore[attr-defined]


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or SIZES)
