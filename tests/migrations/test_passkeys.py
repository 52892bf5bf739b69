"""Passkeys beside accounts that were there: one belongs to one account, and the way back leaves the accounts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.passkey import Passkey
from tests.migrations.databases import BEFORE, application, climbed, down, up
from tests.migrations.test_names_compared import put
from tests.stored import KINDS

NOW = datetime(2026, 1, 15, tzinfo=UTC)
HIGHEST = 2**32 - 1  # that a counter can say
KEY = {"name": "My phone", "public_key": "k", "rp_id": "example.org", "sign_count": HIGHEST, "transports": [],
       "added_at": NOW}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_accounts_stay_and_a_passkey_is_of_one(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with climbed(request, tmp_path, kind, BEFORE["0055"]) as config, application(config):
        for id in (1, 2):
            put("user_account", id=id, email=f"u{id}@example.org", name=f"U{id}", active=True, sample=False,
                fs_uniquifier=f"u{id}", created_at=NOW)  # fmt: skip
        up()
        put("passkey", id=1, user_id=1, credential_id="c", **KEY)
        with pytest.raises(IntegrityError):
            put("passkey", id=2, user_id=2, credential_id="c", **KEY)
        db.session.rollback()
        assert [(each.user_id, each.sign_count) for each in db.session.query(Passkey)] == [(1, HIGHEST)]
        db.session.remove()
        down(BEFORE["0055"])
        assert not inspect(db.engine).has_table("passkey")
        assert [each.name for each in db.session.query(User).order_by(User.id)] == ["U1", "U2"]
