"""Whose own a record was is taken over from the trail: every account that was linked, and who recorded the address."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.own import PersonAccount, PersonAddress
from onboarding.models.trail import Chain
from tests.make import make_cohe
from tests.migrations.databases import application, climbed, up
from tests.migrations.test_names_compared import put
from tests.stored import KINDS

NOW = datetime(2026, 1, 15, tzinfo=UTC)
# What the trail says of a person, by whom: the last who recorded the address is known, unless by a command.
ENTRIES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("user:1", "person.added", {}),
    ("user:2", "person.edited", {"fields": ["email"]}),
    ("user:3", "person.edited", {"fields": ["name"]}),
    ("user:1", "person.linked", {"user": 2}),
    ("user:1", "person.linked", {"user": 3}),
    ("user:3", "person.edited", None),  # its details went with an erasure
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_trail_tells_is_taken_over(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with climbed(request, tmp_path, kind, "0014") as config, application(config):
        cohe = make_cohe().id
        chain = db.session.scalars(select(Chain.id).where(Chain.organisation_id == cohe)).one()
        db.session.remove()
        for id in (1, 2, 3):
            put("user_account", id=id, email=f"u{id}@example.org", name=f"U{id}", active=True, sample=False,
                fs_uniquifier=f"u{id}", created_at=NOW)  # fmt: skip
        shared = {"organisation_id": cohe, "applied_for": "hsc", "revision": 1, "created_at": NOW}
        put("person", id=1, name="Ana", sorted_as="ana", email="Ana+x@Example.org", user_id=3, **shared)
        put("person", id=2, name="Bo", sorted_as="bo", email="bo@example.org", **shared)
        put("person", id=3, name="Cy", sorted_as="cy", **shared)
        for number, (actor, action, body) in enumerate(ENTRIES, start=10):
            entry = put("trail_entry", chain_id=chain, number=number, at="then", actor=actor, action=action,
                        subject="person:1", commitment="-", previous="-", hash="-")  # fmt: skip
            put("trail_detail", entry_id=entry, salt="ab", body=body)
        up()
        linked = {(each.person_id, each.user_id) for each in db.session.query(PersonAccount)}
        recorded = {(each.person_id, each.mailbox, each.set_by_id) for each in db.session.query(PersonAddress)}
        assert linked == {(1, 2), (1, 3)}
        assert recorded == {(1, "ana@example.org", 2), (2, "bo@example.org", None)}
