"""Ties to a sign-in provider: one a subject and one an account with each issuer; on the way back they go."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from onboarding.extensions import db
from tests.make import make_user
from tests.migrations.databases import application, climbed, down, up
from tests.migrations.test_names_compared import put
from tests.stored import KINDS

NOW = datetime(2026, 1, 15, tzinfo=UTC)
HERE, THERE = "https://here.example.org", "https://there.example.org"


@pytest.mark.parametrize("kind", KINDS)
def test_each_subject_and_each_account_is_tied_once_with_an_issuer(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind, "0054") as config, application(config):
        one, two = make_user("Ana Ruiz").id, make_user("Ben Beside").id
        db.session.remove()
        put("sign_on_tie", user_id=one, issuer=HERE, subject="a", since_at=NOW)
        put("sign_on_tie", user_id=one, issuer=THERE, subject="a", since_at=NOW)
        put("sign_on_tie", user_id=two, issuer=HERE, subject="A", since_at=NOW)  # not the same: subjects know case
        for user, subject in ((two, "a"), (one, "b")):
            with pytest.raises(IntegrityError):
                put("sign_on_tie", user_id=user, issuer=HERE, subject=subject, since_at=NOW)
            db.session.rollback()
        down("0053")
        up("0054")
        assert db.session.scalar(text("SELECT count(*) FROM sign_on_tie")) == 0
        assert db.session.scalar(text("SELECT count(*) FROM user_account")) == 2
