"""Messages written before they knew whom they are about: their keys tell, and what erasures left of people goes."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from onboarding.extensions import db
from onboarding.models.message import Message, MessagePerson
from tests.make import make_cohe
from tests.migrations.databases import application, climbed, up
from tests.migrations.test_names_compared import put
from tests.stored import KINDS

NOW = datetime(2026, 1, 15, tzinfo=UTC)
# By number: the key, and what became of it. 9 and 8 are records that are gone.
MESSAGES = {
    1: ("reference:1:0", "sent"),
    2: ("reference:9:0", "sent"),
    3: ("handed-in:8", "waiting"),
    4: ("credentials:1:5", "sent"),
    5: ("credentials:1:6", "sent"),
    6: ("credentials:3:5", "waiting"),
    7: ("invitation:9", "waiting"),
    8: ("news", "waiting"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_whom_each_is_about_follows_from_its_key(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    with climbed(request, tmp_path, kind, "0018") as config, application(config):
        cohe, other = make_cohe().id, make_cohe("harbor").id
        db.session.remove()
        shared = {"applied_for": "hsc", "revision": 1, "created_at": NOW}
        for id in (1, 2, 3):
            put("person", id=id, organisation_id=cohe, name="Ana", sorted_as="ana", **shared)
        put("reference_request", id=1, organisation_id=cohe, person_id=2, fact="j1", asked={}, to_name="R", nonce="n",
            to_address="r@example.org", token_hash="t", requested_at=NOW, expires_at=NOW, chased=0)  # fmt: skip
        for id, person in ((1, 1), (2, 3), (3, 2)):
            put("credential_reminder", id=id, organisation_id=cohe, person_id=person, track="provider", kind="send",
                remind_on=date(2026, 1, id), week=0, reminded_at=NOW)  # fmt: skip
        said = {"kind": "k", "to_address": "a@example.org", "subject": "Ana", "body": "Ana", "secret": False,
                "attempts": 0, "due_at": NOW, "created_at": NOW}  # fmt: skip
        for id, (key, state) in MESSAGES.items():
            put("message", id=id, organisation_id=cohe, key=key, state=state, message_id=f"<{id}>", **said)
        put("message", id=9, organisation_id=other, key="reference:1:0", state="sent", message_id="<9>", **said)
        put("message", id=10, organisation_id=None, key="reset:1", state="sent", message_id="<10>", **said)
        up()
        about = {(each.message_id, each.person_id) for each in db.session.query(MessagePerson)}
        assert about == {(1, 2), (4, 1), (4, 3), (5, 1), (5, 3), (6, 2)}
        gone = {each.id: each.state.value for each in db.session.query(Message) if each.body == "(erased)"}
        assert gone == {2: "sent", 3: "withdrawn", 9: "sent"}
