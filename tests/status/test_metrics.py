"""Metrics: for who has the token, of all processes that serve, and of nobody."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from flask import Flask

from onboarding import create_app
from onboarding.config import Config, SettingError, from_environment
from onboarding.extensions import db
from onboarding.services import sending
from tests.house.source import ROOT
from tests.make import make_cohe, make_message
from tests.stored import on_sqlite

TOKEN = "a-token-that-nobody-guesses"
GIVEN = {"Authorization": f"Bearer {TOKEN}"}


def measured(text: str, name: str) -> float:
    (value,) = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(value)


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer another"}, {"Authorization": TOKEN[:-1]}])
@on_sqlite
def test_without_the_token_there_is_no_such_page(config: Config, app: Flask, given: dict[str, str]) -> None:
    assert app.test_client().get("/metrics", headers=GIVEN).status_code == 404  # no token is set
    watched = create_app(config._replace(metrics_token=TOKEN))
    assert watched.test_client().get("/metrics", headers=given).status_code == 404


def test_it_tells_what_is_stored_of_all_organisations(config: Config, app: Flask) -> None:
    for message in (make_message(make_cohe()), make_message()):
        claimed = sending.claim()
        assert claimed
        assert claimed.id == message.id
        sending.failed(claimed, "550 no such mailbox", for_good=True)
    watched = create_app(config._replace(metrics_token=TOKEN))
    client = watched.test_client()
    client.get("/health")
    client.get("/no/such/place")
    text = client.get("/metrics", headers=GIVEN).get_data(as_text=True)
    with watched.app_context():
        db.engine.dispose()
    assert measured(text, "onboarding_mail_given_up") == 2
    assert measured(text, "onboarding_reminders_late") == 0
    assert measured(text, "onboarding_trail_unsigned_entries") > 0
    assert measured(text, 'onboarding_requests_total{method="GET",route="/health",status="200"}') >= 1
    assert "valley" not in text.lower()


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(SettingError, match="ONBOARDING_METRICS_TOKEN: give 20 characters"):
        from_environment({"ONBOARDING_METRICS_TOKEN": "short"})


def test_two_processes_that_serve_count_as_one(sqlite_template: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "ONBOARDING_INSTANCE": str(sqlite_template),
        "ONBOARDING_MODE": "sample",
        "ONBOARDING_METRICS_TOKEN": TOKEN,
        "TMPDIR": str(tmp_path),
    }
    environment.pop("ONBOARDING_DATABASE_URL", None)
    command = [sys.executable, "-m", "gunicorn", "app:app"]  # anew: where it counts is read while it loads
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as served:
        try:
            wait_for(f"http://127.0.0.1:{port}/metrics")
            for _ in range(30):
                fetched(f"http://127.0.0.1:{port}/health")
            text = fetched(f"http://127.0.0.1:{port}/metrics")
        finally:
            served.terminate()
            served.wait(30)
    assert measured(text, 'onboarding_requests_total{method="GET",route="/health",status="200"}') == 30
    assert not list(tmp_path.glob("onboarding-metrics-*"))


def fetched(address: str) -> str:
    with urlopen(Request(address, headers=GIVEN), timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            fetched(address)
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")
