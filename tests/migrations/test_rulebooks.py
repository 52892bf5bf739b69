"""Adopted rulebooks: one of a version and of a day at a time, and the way back leaves the rest as it was."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from onboarding.extensions import db
from onboarding.models.account import User
from tests.migrations.databases import BEFORE, application, climbed, down, up
from tests.migrations.test_names_compared import put
from tests.stored import KINDS

NOW, SINCE = datetime(2026, 1, 15, tzinfo=UTC), date(2026, 3, 1)
BOOK = {"sha256": "a" * 64, "text": "# A rulebook", "recorded_at": NOW}


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_version_and_of_a_day_one_is_in_force(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with climbed(request, tmp_path, kind, BEFORE["0057"]) as config, application(config):
        put("user_account", id=1, email="u@example.org", name="Uma", active=True, sample=False, fs_uniquifier="u",
            created_at=NOW)  # fmt: skip
        up()
        put("adopted_rulebook", id=1, version="2026-03", since=SINCE, recorded_by_id=1, **BOOK)
        for version, since in (("2026-03", date(2026, 4, 1)), ("2026-04", SINCE)):
            with pytest.raises(IntegrityError):
                put("adopted_rulebook", id=2, version=version, since=since, **BOOK)
            db.session.rollback()
        put("adopted_rulebook", id=3, version="2026-02", since=date(2026, 2, 1), withdrawn_at=NOW, withdrawn_by_id=1,
            **BOOK)  # fmt: skip
        put("adopted_rulebook", id=4, version="2026-02", since=date(2026, 2, 1), **BOOK)  # once the other is withdrawn
        put("source_check", id=1, page="p", address="https://lni.wa.gov/p", checked_on=SINCE, text_sha256="b" * 64,
            known="c" * 64, rulebook="2026-03", passages=[{"section": "s", "stands": True}], changed=0, fresh=0,
            recorded_at=NOW)  # fmt: skip
        db.session.remove()
        down(BEFORE["0057"])
        assert not {"adopted_rulebook", "source_check"} & set(inspect(db.engine).get_table_names())
        assert [each.name for each in db.session.query(User)] == ["Uma"]
        db.session.remove()
        up()
        assert inspect(db.engine).has_table("adopted_rulebook")
