"""What was told before there was one table for it, and what was promised: kept up and down, and nothing told twice."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, Table, select

from onboarding import clock
from onboarding.extensions import db
from onboarding.formats.trail import state_digest
from onboarding.models.determination import Decision
from onboarding.models.message import Message
from onboarding.models.person import Person
from onboarding.models.reminder import Reminder
from onboarding.models.trail import Chain
from onboarding.queries import reminders as found, trail_compare
from onboarding.roles import Role
from onboarding.rules.ladder import Ladder
from onboarding.services import (
    applicant_links,
    credential_reminders,
    determinations,
    information,
    references,
    reminders,
)
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_claim, make_cohe, make_member, make_person, make_reference
from tests.migrations.databases import BEFORE, application, climbed, down, up
from tests.migrations.test_names_compared import put
from tests.stored import KINDS

HERE = "0024"
ASKED = datetime(2026, 1, 15, 20, tzinfo=UTC)
DAY = timedelta(days=1)
SOURCES = (references.SOURCE, applicant_links.SOURCE, information.SOURCE, credential_reminders.SOURCE)
# By number: how often it was reminded of, when next, and when it was answered.
REQUESTS = {
    1: (2, ASKED + 16 * DAY, None),
    2: (1, None, ASKED + 7 * DAY),
    3: (0, ASKED + 5 * DAY, None),
    4: (3, None, None),
}
WHEN = {(1, 1): ASKED + 5 * DAY, (1, 2): ASKED + 13 * DAY, (4, 1): ASKED + 6 * DAY}  # as the trail says it
CREDENTIALS = [
    {"id": 4, "track": "provider", "kind": "send", "remind_on": date(2026, 1, 29), "week": 0},
    {"id": 5, "track": "provider", "kind": "send", "remind_on": date(2026, 1, 29), "week": 3},
    {"id": 9, "track": "supplemental", "kind": "check", "remind_on": date(2026, 3, 2), "week": 0},
]


def rows(table: str, *but: str) -> list[dict[str, Any]]:
    """What is in a table, in order, without these columns."""
    db.session.remove()
    with db.engine.connect() as connection:
        there = Table(table, MetaData(), autoload_with=connection)
        every = connection.execute(select(there).order_by(there.c.id)).mappings()
        return [{key: value for key, value in each.items() if key not in but} for each in every]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_told_and_promised_stays(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with climbed(request, tmp_path, kind, BEFORE[HERE]) as config, application(config):
        cohe = make_cohe().id
        chain = db.session.scalars(select(Chain.id).where(Chain.organisation_id == cohe)).one()
        db.session.remove()
        person = {"applied_for": "hsc", "revision": 1, "created_at": ASKED, "name": "Ana", "sorted_as": "ana"}
        put("person", id=1, organisation_id=cohe, **person)
        for id, (chased, chase_at, answered_at) in REQUESTS.items():
            row = {"id": id, "organisation_id": cohe, "person_id": 1, "fact": "j1", "asked": {}, "to_name": "Rita",
                   "to_address": "r@example.org", "nonce": f"n{id}", "token_hash": f"t{id}"}  # fmt: skip
            days = {"requested_at": ASKED, "expires_at": ASKED + 21 * DAY, "answered_at": answered_at}
            put("reference_request", **row, **days, chased=chased, chase_at=chase_at)
            ends = {"requested_by_id": None, "withdrawn_at": None, "withdrawn_because": None}
            instants = {**days, "chase_at": chase_at}
            plain = {key: value and clock.in_utc(value) for key, value in instants.items()}
            say(
                chain, id, 0, ASKED, state=state_digest("ab", {**row, **ends, **plain, "asked": "{}", "chased": chased})
            )
        for (id, times), at in WHEN.items():
            say(chain, id, times, at, times=times)
        for each in CREDENTIALS:
            put("credential_reminder", organisation_id=cohe, person_id=1, reminded_at=ASKED + 14 * DAY, **each)
        before = {table: rows(table) for table in ("reference_request", "credential_reminder")}
        up()
        assert found.times(Ladder.REFERENCE, cohe, 1) == {1: 2, 2: 1, 4: 3}
        told = {(row.thing, row.times): row.told_at for row in db.session.query(Reminder) if row.told_at}
        assert (told["1", 0], told["1", 1], told["4", 0]) == tuple(WHEN.values())
        assert told["2", 0] == ASKED  # the trail does not say when
        ours = {row.thing: row.id for row in db.session.query(Reminder).filter_by(about=Ladder.CREDENTIALS, times=0)}
        assert ours == {"send:provider:2026-01-29": 4, "check:supplemental:2026-03-02": 9}
        assert all(row.id > 9 for row in db.session.query(Reminder).filter_by(about=Ladder.REFERENCE))
        assert [each for each in trail_compare.differences(cohe) if "reference" in each] == []
        db.session.remove()
        down(BEFORE[HERE])
        assert {table: rows(table) for table in before} == before
        up()
        assert [reminders.remind(references.SOURCE, ASKED + days * DAY) for days in (6, 9, 16, 20)] == [1, 0, 2, 0]
        keys = [key for (key,) in db.session.query(Message.key).order_by(Message.id)]
        assert keys == ["reference:3:1", "reference:1:3", "reference:3:2"]
        assert [each for each in trail_compare.differences(cohe) if "reference" in each] == []


def say(chain: int, id: int, number: int, at: datetime, **body: Any) -> None:
    """An entry of the trail on a request, as it was written then."""
    action = "reference.chased" if "times" in body else "reference.asked"
    entry = put("trail_entry", chain_id=chain, number=100 * id + number, at=clock.in_utc(at), actor="system",
                action=action, subject=f"reference_request:{id}", commitment="-", previous="-", hash="-")  # fmt: skip
    put("trail_detail", entry_id=entry, salt="ab", body=body)


def ask_more(person: Person, one: Actor, other: Actor) -> None:
    rests = {"role": "hsc", "claimed": {"outcome": "qualified"}, "verified": {"outcome": "qualified"}}
    basis = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": "2026-01-15", "answer": rests}
    make_claim(person)
    more = determinations.recommend(one, person, lambda: basis, Decision.QUALIFIED, "Good.")
    determinations.decide(other, person, more.id, Decision.MORE_INFORMATION, "No.", lambda: basis, items=["A letter"])


@pytest.mark.usefixtures("by_day")
@pytest.mark.parametrize("kind", KINDS)
def test_of_each_kind_all_goes_down_and_up_again(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with climbed(request, tmp_path, kind) as config, application(config):
        valley = make_cohe()
        here = valley.id
        make_member(valley, Role.MANAGER)
        asked = clock.now()
        hired = clock.today()
        people = [make_person(valley, name, hired_on=on) for name, on in (("Ana", None), ("Bo", None), ("Cy", hired))]
        make_reference(people[0])
        applicant_links.send(SYSTEM, people[1])
        ask_more(make_person(valley, "Di"), *(Actor(make_member(valley, Role.MANAGER).id, "") for _ in range(2)))
        for days in (6, 15):
            then = asked + days * DAY
            monkeypatch.setattr(clock, "now", lambda then=then: then)
            for source in SOURCES:
                reminders.remind(source)
        kept = rows("reminder", "id", "promised_at")
        # After months, a visit, or an absence.
        later_ones = {Ladder.TRAINING, Ladder.TRAINING_OF_STAFF, Ladder.SIGN_OFF, Ladder.COVER}
        assert {each["about"] for each in kept} == {each.value for each in set(Ladder) - later_ones}
        down(BEFORE[HERE])
        (reference,), (link,) = rows("reference_request"), rows("applicant_link")
        assert (reference["chased"], link["chased"], link["chase_at"]) == (2, 2, None)
        assert reference["chase_at"] - reference["requested_at"] == 16 * DAY
        (item,) = rows("information_item")
        assert (item["chased"], item["chase_at"] - item["asked_at"]) == (1, 21 * DAY)
        assert len(rows("credential_reminder")) == 2
        up()
        assert sorted(rows("reminder", "id", "promised_at"), key=str) == sorted(kept, key=str)
        assert list(trail_compare.differences(here)) == []
