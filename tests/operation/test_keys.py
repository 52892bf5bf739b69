"""A key that is lost, or is another one: nothing is made over it, and whoever watches is told."""

import base64
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock, create_app, keys
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs import clock_process, table
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.reminder import Reminder
from onboarding.queries import trail_compare
from onboarding.queries.trail import chain_of
from onboarding.rules.ladder import Ladder
from onboarding.services import (
    applicant_links,
    checkpoints,
    files,
    references,
    reminders,
    seals,
    sign_off_links,
    slots,
)
from onboarding.services.change import SYSTEM, change
from tests.access.test_safe_methods import LIVE
from tests.make import make_cohe, make_evidence, make_person, make_user
from tests.operation.test_commands import run
from tests.stored import on_sqlite


@pytest.fixture
def valley(app: Flask, config: Config) -> Organisation:
    """A COHE with a file, a second factor and a checkpoint: something for each key."""
    cohe = make_cohe()
    make_evidence(make_person(cohe))
    user, codes = make_user(), app.extensions["security"].mf_recovery_codes_util
    with change(SYSTEM):
        user.tf_totp_secret, user.mf_recovery_codes = "sealed", codes._encrypt_codes(["1111-2222-3333"])
    checkpoints.sign(config, chain_of(cohe.id).id)
    slots.done("purge", f"{int(clock.now().timestamp())}/60", None)
    return cohe


def replaced(config: Config, name: str) -> None:
    """Another key in the place of one, as good as that was."""
    keys.path(config.instance, name).unlink()
    keys.make_missing(config.instance)


@on_sqlite
def test_with_the_right_keys_nothing_is_said(app: Flask, valley: Organisation, config: Config) -> None:
    assert list(seals.faults(config)) == []
    assert app.test_client().get("/ready").get_json()["keys"] is True


@pytest.mark.parametrize("name", ["evidence", "totp", "signing"])
def test_another_key_is_told_by_ready_the_log_the_clock_and_a_backup(
    app: Flask, valley: Organisation, config: Config, name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    replaced(config, name)
    answer = app.test_client().get("/ready")
    assert (answer.status_code, answer.get_json()["keys"]) == (503, False)
    (job,) = [each for each in table.JOBS if each.name == "check keys"]
    clock_process.run(app, config, job)
    assert any(each.levelname == "CRITICAL" and f"keys/{name}" in each.getMessage() for each in caplog.records)
    assert f"keys/{name}" in run(app, "clock", "status").output
    done = run(app, "backup", str(tmp_path / "b"))
    assert (done.exit_code, "whole, with" in done.stdout) == (1, True), done.output
    assert f"keys/{name} is not the key" in done.stderr


@on_sqlite
def test_a_missing_key_is_told_by_ready(app: Flask, valley: Organisation, config: Config) -> None:
    keys.path(config.instance, "evidence").unlink()
    assert app.test_client().get("/ready").get_json()["keys"] is False


@on_sqlite
@pytest.mark.parametrize("damage", ["a bit", "another's", "cut short", "emptied"])
def test_a_backup_says_how_many_files_do_not_open(
    app: Flask, valley: Organisation, config: Config, tmp_path: Path, damage: str
) -> None:
    one, other, *_ = sorted(config.evidence_folder.glob("*/*"))
    whole = one.read_bytes()
    one.write_bytes(
        {"a bit": whole[:-1] + bytes([whole[-1] ^ 1]), "another's": other.read_bytes(), "cut short": whole[:20]}.get(
            damage, b""
        )
    )
    done = run(app, "backup", str(tmp_path / "b"))
    assert done.exit_code == 1
    assert "do not open: 1." in done.stderr


@on_sqlite
def test_nothing_new_is_sealed_with_another_key(app: Flask, valley: Organisation, config: Config) -> None:
    person = make_person(valley, "Ben Boe")
    replaced(config, "evidence")
    with pytest.raises(seals.OtherKeyError, match="Restore it"):
        files.key_of(SYSTEM, person)


@pytest.mark.parametrize("name", keys.NAMES)
def test_set_up_makes_no_lost_key_where_records_exist(
    app: Flask, valley: Organisation, config: Config, name: str
) -> None:
    keys.path(config.instance, name).unlink()
    done = run(app, "setup")
    assert done.exit_code == 2, done.output
    assert f"keys/{name} is missing, and the database holds records. Restore it" in done.stderr
    assert not keys.path(config.instance, name).exists()
    other = next(each for each in keys.NAMES if each != name)
    assert "move it away first" in run(app, "setup", "--new-key", name, "--new-key", other).stderr
    done = run(app, "setup", "--new-key", name)
    assert done.exit_code == 0, done.output
    assert keys.missing(config.instance) == []


@on_sqlite
def test_set_up_makes_none_where_all_are_lost(app: Flask, valley: Organisation, config: Config) -> None:
    shutil.rmtree(config.instance / "keys")
    done = run(app, "setup")
    assert (done.exit_code, done.stderr.count("is missing, and")) == (2, len(keys.NAMES))
    assert not (config.instance / "keys").exists()


@pytest.fixture
def empty(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_before_anything_is_recorded_set_up_makes_what_is_missing(empty: Flask, config: Config) -> None:
    keys.path(config.instance, "evidence").unlink()
    assert run(empty, "setup").exit_code == 0
    assert keys.missing(config.instance) == []


@on_sqlite
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("signing", "x" * 20 + "abcdefghijklmnopqrstuvwx"),
        ("signing", base64.b64encode(bytes(range(31))).decode()),
        ("evidence", base64.b64encode(bytes(range(33))).decode()),
        ("evidence", "no base64 at all, but long enough for a key"),
        ("secret", "\xff" * 40),
        ("signing-0.retired", "{}"),
        ("signing-0.retired", "no JSON"),
    ],
)
def test_a_damaged_key_is_refused_in_words(empty: Flask, config: Config, name: str, text: str) -> None:
    path = config.instance / "keys" / name
    path.write_text(text, encoding="latin-1")
    path.chmod(0o600)
    done = run(empty, "organisations", "list")
    assert (done.exit_code, str(path) in done.stderr) == (2, True), done.output
    assert "Restore it from your copy of the keys" in done.stderr


@on_sqlite
@pytest.mark.parametrize(
    ("endpoint", "made"),
    [(name, LIVE[name]) for name in ("applicant_links.form", "references.answer", "sign_offs.answer")],
)
def test_a_new_secret_ends_the_links_that_were_sent(
    app: Flask, config: Config, endpoint: str, made: Callable[[], str]
) -> None:
    address = app.url_map.bind("").build(endpoint, {"token": made()})
    assert app.test_client().get(address).status_code == 200
    replaced(config, "secret")
    assert app.test_client().get(address).status_code != 200


REMINDED = {
    "applicant_links.form": (applicant_links.SOURCE, Ladder.APPLICATION),
    "references.answer": (references.SOURCE, Ladder.REFERENCE),
    "sign_offs.answer": (sign_off_links.SOURCE, Ladder.SIGN_OFF),
}


@on_sqlite
@pytest.mark.usefixtures("by_day")
@pytest.mark.parametrize("endpoint", REMINDED)
def test_a_reminder_after_a_new_secret_carries_a_link_that_opens(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch, endpoint: str
) -> None:
    source, ladder = REMINDED[endpoint]
    app.url_map.bind("").build(endpoint, {"token": LIVE[endpoint]()})
    replaced(config, "secret")
    then = db.session.scalars(select(Reminder.promised_at).where(Reminder.about == ladder)).one()
    assert then
    monkeypatch.setattr(clock, "now", lambda: clock.start_of(clock.day_of(then)) + timedelta(hours=17))
    assert reminders.remind(source) == 1
    link = re.findall(r"http://127.0.0.1:8000(/\S+)", db.session.scalars(select(Message.body)).all()[-1])
    assert app.test_client().get(link[0]).status_code == 200
    assert list(trail_compare.differences()) == []
