"""What keeps the product from starting: each fault alone, named with its remedy, and nothing said of a sound set-up."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from onboarding import startup
from onboarding.config import Config, Mode, SettingError, from_environment
from onboarding.extensions import journal_mode
from tests.house.source import ROOT
from tests.make import make_user
from tests.stored import on_sqlite
from tests.warm_python import python

PRODUCTION = {"mode": Mode.PRODUCTION, "base_url": "https://onboarding.example.org"}


@pytest.fixture
def sound(config: Config) -> Config:
    """Production settings that nothing is wrong with."""
    return config._replace(**PRODUCTION)


def refused(config: Config, debug: bool = False) -> str:
    with pytest.raises(startup.UnsafeError) as raised:
        startup.refuse_unsafe(config, debug)
    return str(raised.value)


def refused_when_open(config: Config, path: Path, mode: int) -> None:
    path.touch()
    path.chmod(mode)
    assert f"chmod go= {path}" in refused(config)


def test_a_sound_set_up_may_start(sound: Config) -> None:
    startup.refuse_unsafe(sound, debug=False)


def test_debug_is_refused(sound: Config) -> None:
    assert "unset FLASK_DEBUG" in refused(sound, debug=True)


@pytest.mark.parametrize(
    "url", ["http://onboarding.example.org", "http://10.0.0.5:8000", "http://127.0.0.1.example.org"]
)
def test_production_without_encryption_is_refused_unless_asked_for(sound: Config, url: str) -> None:
    assert "ONBOARDING_PLAIN_HTTP=yes" in refused(sound._replace(base_url=url))
    startup.refuse_unsafe(sound._replace(base_url=url, plain_http=True), debug=False)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:9000"])
def test_this_machine_alone_needs_no_encryption(sound: Config, url: str) -> None:
    startup.refuse_unsafe(sound._replace(base_url=url), debug=False)


@pytest.mark.parametrize("url", ["https://onboarding.example.org", "http://0.0.0.0:8000", "http://192.168.1.4"])
def test_the_sample_world_is_for_this_machine_alone(config: Config, url: str) -> None:
    assert "sign in by link" in refused(config._replace(base_url=url, plain_http=True))


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o711, 0o777])
@pytest.mark.parametrize("name", ["", "keys"])
def test_a_folder_that_others_can_enter_is_refused(sound: Config, name: str, mode: int) -> None:
    (sound.instance / name).chmod(mode)
    assert f"chmod go= {sound.instance / name}" in refused(sound)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
@pytest.mark.parametrize("name", ["secret", "totp", "signing", "evidence"])
def test_a_key_that_others_can_read_is_refused(sound: Config, name: str, mode: int) -> None:
    refused_when_open(sound, sound.instance / "keys" / name, mode)


@on_sqlite
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
@pytest.mark.parametrize("name", ["onboarding.sqlite", "onboarding.sqlite-wal"])
def test_a_database_that_others_can_read_is_refused(sound: Config, name: str, mode: int) -> None:
    refused_when_open(sound, sound.instance / name, mode)


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "0123456789ab" * 8])
@pytest.mark.parametrize("name", ["secret", "totp"])
def test_a_weak_key_is_refused(sound: Config, name: str, key: str) -> None:
    (sound.instance / "keys" / name).write_text(key)
    assert str(sound.instance / "keys" / name) in refused(sound)


@pytest.mark.parametrize("name", ["secret", "totp", "signing", "evidence"])
def test_a_missing_key_is_refused(sound: Config, name: str) -> None:
    (sound.instance / "keys" / name).unlink()
    assert "flask --app app setup" in refused(sound)


def test_what_was_never_set_up_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    assert "run `flask --app app setup`" in refused(Config(instance=tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []


def test_several_faults_are_told_at_once(sound: Config) -> None:
    sound.instance.chmod(0o755)
    assert len(refused(sound._replace(base_url="http://a.example"), debug=True).splitlines()) == 3


def test_sample_accounts_are_refused_in_production(app: object, config: Config) -> None:
    make_user()
    startup.refuse_unsafe(config, debug=False)
    assert "sample world" in refused(config._replace(**PRODUCTION))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "of a later version than this program"),
        ("DELETE FROM alembic_version", "run `flask --app app setup`"),
    ],
)
def test_a_database_of_another_version_is_refused(sound: Config, statement: str, said: str) -> None:
    execute(sound, statement)
    assert said in refused(sound)


def test_a_database_of_an_earlier_version_is_refused(sound: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    heads, known = startup.schema._known()
    monkeypatch.setattr(startup.schema, "_known", lambda: (frozenset({"next"}), known | {"next"}))
    assert "flask --app app db upgrade" in refused(sound)
    assert heads


def test_a_database_that_does_not_answer_is_told_without_the_password(sound: Config) -> None:
    said = refused(sound._replace(database="postgresql+psycopg://who:canary@127.0.0.1:9/none"))
    assert "The database cannot be used" in said
    assert "canary" not in said


def execute(config: Config, statement: str) -> None:
    engine = create_engine(config.database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:40 / /srv/share rw,relatime shared:2 - nfs4 server:/export rw
24 22 0:41 / /srv/share/local rw shared:3 - xfs /dev/sdb1 rw
25 22 0:42 / /srv/with\\040blank rw shared:3 - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/share/onboarding.sqlite", "nfs4"),
        ("/srv/share/local/onboarding.sqlite", "xfs"),
        ("/srv/shared/onboarding.sqlite", "ext4"),
        ("/srv/with blank/a", "cifs"),
        ("/home/a", "ext4"),
    ],
)
def test_the_file_system_of_a_path_is_told(tmp_path: Path, path: str, kind: str) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    assert startup.file_system(Path(path), tmp_path / "mountinfo") == kind
    assert startup.file_system(Path(path), tmp_path / "none") == ""


def test_sqlite_on_a_network_file_system_is_refused(sound: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "file_system", lambda _: "nfs4")
    if sound.database:
        startup.refuse_unsafe(sound, debug=False)
    else:
        assert "network file system (nfs4)" in refused(sound)


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 7, 0), "TRUNCATE"),
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 44, 9), "WAL"),
        ((3, 45, 3), "TRUNCATE"),
        ((3, 46, 1), "TRUNCATE"),
        ((3, 49, 9), "TRUNCATE"),
        ((3, 50, 4), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "TRUNCATE"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "TRUNCATE"),
        ((3, 53, 0), "WAL"),
        ((3, 54, 1), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_write_ahead_only_where_sqlite_is_corrected(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


@on_sqlite
def test_a_faulty_sqlite_takes_a_database_out_of_write_ahead_mode_or_does_not_start(
    sound: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 53, 0))
    monkeypatch.setattr("onboarding.extensions.WAIT_FOR_LOCK", "10")
    execute(sound, "SELECT 1")
    with closing(sqlite3.connect(sound.instance / "onboarding.sqlite")) as other_process:
        assert other_process.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
        assert "locked" in refused(sound)
    startup.refuse_unsafe(sound, debug=False)
    with closing(sqlite3.connect(sound.instance / "onboarding.sqlite")) as after:
        assert after.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@on_sqlite
def test_a_new_database_file_is_its_owners_alone(config: Config) -> None:
    file = config.instance / "new.sqlite"
    before = os.umask(0)
    try:
        execute(config._replace(database=f"sqlite:///{file}"), "CREATE TABLE a (b)")
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600


def ran(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*python(), *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_every_way_to_serve_is_refused_in_one_message_and_rules_still_answer(tmp_path: Path) -> None:
    nowhere = {"PATH": os.environ["PATH"], "ONBOARDING_INSTANCE": str(tmp_path / "none")}
    for command in (("-m", "flask", "--app", "app", "run", "--port", "1"), ("-c", "import app")):
        done = ran(nowhere, *command)
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot be served" in done.stderr
        assert "Traceback" not in done.stderr
    assert ran(nowhere, "-m", "flask", "--app", "app", "rules", "show").returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("ONBOARDING_MODE", "test"), ("ONBOARDING_BASE_URL", "example.org"), ("ONBOARDING_PROXIES", "one")],
)
def test_a_setting_at_fault_is_named_without_a_traceback(name: str, value: str) -> None:
    done = ran({"PATH": os.environ["PATH"], name: value}, "-m", "flask", "--app", "app", "rules", "show")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("A setting cannot be used.")
    assert name in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONBOARDING_DATABASE_URL", "postgresql+psycopg://a:can@ary:1,b:2/c"),
        ("ONBOARDING_DATABASE_URL", "postgresql+psycopg://a:can@b:port/d"),
        ("ONBOARDING_DATABASE_URL", "mysql://a:can@b/d"),
        ("ONBOARDING_BASE_URL", "https://[::1"),
        ("ONBOARDING_BASE_URL", "https://example.org:https"),
        ("ONBOARDING_SMTP_URL", "smtp://a:can@b:port"),
        ("ONBOARDING_SMTP_URL", "smtp://a:can@b:99999"),
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_its_password(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name) as raised:
        from_environment({name: value})
    assert "can@" not in str(raised.value)
