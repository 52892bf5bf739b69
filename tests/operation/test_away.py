"""A database that is away is no wrong setting: told apart by the exit status, and all is well once it is back."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onboarding import basis, create_app, schema, startup, troubles
from onboarding.config import Config, Mode
from onboarding.extensions import db
from tests.databases import Cluster, cluster
from tests.house.source import ROOT
from tests.operation.test_troubles import COMMANDS, NEEDS_NO_DATABASE, arguments
from tests.stored import migrated
from tests.warm_python import python


@pytest.fixture
def own() -> Iterator[Cluster]:
    """A server of this test's alone, to be stopped."""
    with cluster() as running:
        yield running


@pytest.fixture
def at(tmp_path: Path, sqlite_template: Path) -> Config:
    """The settings of an installation whose folder is sound; the tests name the database."""
    return Config(instance=shutil.copytree(sqlite_template, tmp_path / "instance"), mode=Mode.SAMPLE)


def imported(config: Config) -> subprocess.CompletedProcess[str]:
    """The application imported as a server does it."""
    environment = {
        "PATH": os.environ["PATH"],
        "ONBOARDING_MODE": config.mode,
        "ONBOARDING_INSTANCE": str(config.instance),
        "ONBOARDING_DATABASE_URL": config.database,
    }
    command = [*python(), "-c", "import app"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_what_starts_while_postgresql_is_down_is_to_try_again_and_works_once_it_is_back(
    own: Cluster, at: Config
) -> None:
    own.execute("CREATE DATABASE product")
    config = migrated(at._replace(database=own.url("product")))
    startup.refuse_unsafe(config, debug=False)
    own.stop()
    with pytest.raises(startup.NotNowError, match="cannot be used"):
        startup.refuse_unsafe(config, debug=False)
    done = imported(config)
    assert (done.returncode, "cannot be served now" in done.stderr) == (75, True), done.stderr
    assert "Traceback" not in done.stderr
    own.start()
    startup.refuse_unsafe(config, debug=False)


def test_a_server_that_is_still_starting_is_away_too(own: Cluster, at: Config) -> None:
    own.stop()
    signal_file = own.folder / "data" / "standby.signal"  # so it never takes connections, as while it recovers
    signal_file.touch(0o644)
    options = ("-c", "listen_addresses=", "-c", f"unix_socket_directories={own.folder}", "-c", "hot_standby=off")
    with (own.folder / "log").open("ab") as log:
        own.server = subprocess.Popen(
            [own.binaries / "postgres", "-D", "data", *options], stdout=log, stderr=log, **own._as_account()
        )
    while "recovery" not in (own.folder / "log").read_text().rpartition("shut down")[2]:
        assert own.server.poll() is None
        time.sleep(0.05)
    with pytest.raises(startup.NotNowError):
        startup.refuse_unsafe(at._replace(database=own.url("postgres")), debug=False)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("postgresql+psycopg://a:canary@127.0.0.1:9/none", troubles.LATER),
        ("postgresql+psycopg://a:canary@/none?host=/nowhere", troubles.LATER),
        ("postgresql+psycopg://a:canary@nowhere.invalid/none", troubles.LATER),
        ("postgresql+psycopg://a:canary@/none?host=127.0.0.1:9&host=127.0.0.1:7", troubles.LATER),
        ("no such database", basis.REFUSED),
        ("no such role", basis.REFUSED),
        ("no such setting", basis.REFUSED),
    ],
)
def test_what_nobody_but_an_operator_can_mend_is_told_apart(
    postgres: Cluster, at: Config, url: str, status: int
) -> None:
    wrong = {
        "no such database": postgres.url("nowhere"),
        "no such role": postgres.url("postgres").replace("onboarding@", "nobody:canary@"),
        "no such setting": postgres.url("postgres") + "&sslmode=canary-yellow",
    }
    with pytest.raises(startup.UnsafeError) as raised:
        startup.refuse_unsafe(at._replace(database=wrong.get(url, url)), debug=False)
    assert raised.value.status == status
    assert "canary@" not in str(raised.value)


def test_no_command_takes_a_database_that_is_away_for_a_wrong_setting(at: Config, tmp_path: Path) -> None:
    app = create_app(at._replace(database=f"postgresql+psycopg://a@/none?host={tmp_path}"))
    (tmp_path / "file").write_text("{}")
    for words, command in COMMANDS.items():
        if words in NEEDS_NO_DATABASE or words in ("db show", "db history", "db heads", "db branches"):
            continue
        done = app.test_cli_runner().invoke(args=arguments(words, command))
        assert done.exit_code == 75, (words, done.output)
        assert done.stderr.startswith("Nothing is done now:"), words
        with app.app_context():
            db.engine.dispose()


def test_a_file_that_another_process_holds_is_away(at: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onboarding.extensions.WAIT_FOR_LOCK", "10")
    holder = schema.create_engine(at.database_url).raw_connection()
    holder.cursor().execute("BEGIN EXCLUSIVE")
    with pytest.raises(startup.NotNowError, match="Another process holds it"):
        startup.refuse_unsafe(at, debug=False)
    holder.cursor().execute("ROLLBACK")
    startup.refuse_unsafe(at, debug=False)
    holder.close()
