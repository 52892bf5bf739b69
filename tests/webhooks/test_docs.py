"""What docs/api.md shows of webhooks: its example runs as it stands there, and its table has every kind."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask

from onboarding.api.operation import BASE
from onboarding.api.operations import OPERATIONS
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs.webhook_sender import tell_due
from onboarding.messages import webhook_words
from onboarding.models.webhook import WebhookSecret
from onboarding.queries.webhook_kinds import KINDS, TEST
from onboarding.roles import Role
from onboarding.services import webhooks
from onboarding.services.webhook_turns import PAUSES
from tests.api.make import numbers
from tests.make import make_cohe, make_member, make_person
from tests.stored import on_sqlite
from tests.webhooks.make import make_webhook, to_loopback
from tests.webhooks.receiver import Got, receiver

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
SECTION = TEXT[TEXT.index("## Webhooks") : TEXT.index("## Not here yet")]
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", SECTION, re.S)
(BODY,) = re.findall(r"```json\n(.*?)```", SECTION, re.S)
Check = Callable[[str, dict[str, str], bytes], bool]


@pytest.fixture
def is_genuine() -> Check:
    names: dict[str, Any] = {}
    exec(EXAMPLE, names)
    check: Check = names["is_genuine"]
    return check


@pytest.fixture
def sent(app: Flask, config: Config) -> tuple[str, Got]:
    """A delivery as a receiver gets it, while a replaced secret still signs, with the new secret as it was shown."""
    here, cohe = to_loopback(config), make_cohe()
    mona = make_member(cohe, Role.MANAGER)
    with receiver() as inbox:
        webhook = make_webhook(cohe, mona, inbox.url)
        make_person(cohe, hired_on=date(2026, 1, 5))
        tell_due(here)
    shown = webhooks.shown(cohe, db.session.query(WebhookSecret).one().id)
    assert shown
    assert shown[0] == webhook.id
    return shown[1], inbox.got[0]


@on_sqlite
def test_the_example_tells_what_is_genuine_from_what_is_not(is_genuine: Check, sent: tuple[str, Got]) -> None:
    secret, got = sent
    assert is_genuine(secret, got.headers, got.body)
    assert not is_genuine(secret, got.headers, got.body.replace(b"staff", b"stuff"))
    assert not is_genuine(secret, {**got.headers, "webhook-id": "msg_1"}, got.body)
    assert not is_genuine(secret, {**got.headers, "webhook-timestamp": "1"}, got.body)
    assert not is_genuine("whsec_" + "A" * 43 + "=", got.headers, got.body)
    two = {**got.headers, "webhook-signature": f"v1,{'A' * 43}= {got.headers['webhook-signature']}"}
    assert is_genuine(secret, two, got.body)


@on_sqlite
def test_what_comes_is_shaped_like_the_example(sent: tuple[str, Got]) -> None:
    shown, came = json.loads(BODY), sent[1].said
    assert list(shown) == list(came)
    assert {key: len(str(value)) for key, value in shown.items() if key in ("id", "occurred_at")} == {
        key: len(str(came[key])) for key in ("id", "occurred_at")
    }


@on_sqlite
def test_what_comes_is_as_openapi_describes_it(app: Flask, sent: tuple[str, Got]) -> None:
    described = app.extensions["api"]["description"]()
    assert described["webhooks"].keys() == {kind.value for kind in KINDS}
    got, one = sent[1], described["webhooks"][sent[1].said["kind"]]["post"]
    reference = one["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = described["components"]["schemas"][reference.rpartition("/")[2]]
    jsonschema.validate(got.said, schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**got.said, "name": "Ana Ruiz"}, schema, jsonschema.Draft202012Validator)
    assert {each["name"] for each in one["parameters"]} <= got.headers.keys()


def test_the_table_has_every_kind_with_its_scope() -> None:
    rows = dict[str, str]()
    for kinds, scope in re.findall(r"^\| (`[a-z_.`, ]+`) \|[^|]*\| ?(?:`([a-z:]+)`)? ?\|$", SECTION, re.M):
        rows |= dict.fromkeys(re.findall(r"`([a-z_.]+)`", kinds), scope)
    assert rows == {**{kind.value: told.scope.value for kind, told in KINDS.items()}, TEST: ""}


def test_each_kind_is_about_something_that_the_api_shows_to_that_scope() -> None:
    shown = {each.path: each.scope for each in OPERATIONS if each.method == "GET"}
    assert {told.about: told.scope for told in KINDS.values()}.items() <= shown.items()
    assert webhook_words.BASE == BASE


@on_sqlite
def test_the_numbers_of_the_section_are_those_in_force(app: Flask) -> None:
    assert [int(each.total_seconds()) // 60 for each in PAUSES] == [1, 5, 15, 60, 240, 480]
    assert f"After {numbers().webhook_failing_days} days" in SECTION
    assert f"For {numbers().webhook_old_secret_hours} hours both sign" in SECTION
