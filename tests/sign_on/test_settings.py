"""The settings of single sign-on: all or none, and what is wrong is named without the secret."""

from pathlib import Path

import pytest

from onboarding import startup
from onboarding.config import Config, SettingError, from_environment
from onboarding.provider import Provider
from tests.operation.test_startup import refused
from tests.stored import on_sqlite

ALL = {
    "ONBOARDING_SIGN_ON_ISSUER": "https://login.example.org/realms/skagit/",
    "ONBOARDING_SIGN_ON_CLIENT_ID": "onboarding",
    "ONBOARDING_SIGN_ON_CLIENT_SECRET": "canary secret",
    "ONBOARDING_SIGN_ON_NAME": "Skagit Health",
}
FILE = "ONBOARDING_SIGN_ON_CLIENT_SECRET_FILE"


def test_without_any_there_is_no_provider() -> None:
    assert from_environment({}).sign_on is None
    assert from_environment(dict.fromkeys(ALL, " ")).sign_on is None


def test_all_of_them_name_it_letter_by_letter() -> None:
    read = Provider("https://login.example.org/realms/skagit/", "onboarding", "canary secret", "Skagit Health")
    assert from_environment(ALL).sign_on == read


def test_the_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("canary secret\n")
    others = {name: value for name, value in ALL.items() if not name.endswith("SECRET")}
    found = from_environment({**others, FILE: str(file)}).sign_on
    assert found
    assert (found.client_secret, found.secret_file) == ("canary secret", file)
    for given in ({**ALL, FILE: str(file)}, {**others, FILE: str(tmp_path / "none")}, {**others, FILE: str(tmp_path)}):
        with pytest.raises(SettingError, match=FILE):
            from_environment(given)
    file.write_text("\n")
    with pytest.raises(SettingError, match=f"{FILE}.* is empty"):
        from_environment({**others, FILE: str(file)})


@pytest.mark.parametrize("left_out", ALL)
def test_one_that_is_missing_is_named(left_out: str) -> None:
    with pytest.raises(SettingError, match=left_out) as raised:
        from_environment({name: value for name, value in ALL.items() if name != left_out})
    assert "canary" not in str(raised.value)


@pytest.mark.parametrize(
    "issuer",
    [
        "login.example.org",
        "ftp://login.example.org",
        "https://",
        "https://user:canary@login.example.org",
        "https://login.example.org?tenant=1",
        "https://login.example.org/#part",
        "https://[broken",
        "https://login.example.org:port",
        "http://login.example.org",
        "http://192.0.2.7",
        f"https://login.example.org/{'x' * 255}",
    ],
)
def test_an_issuer_that_is_none_is_named(issuer: str) -> None:
    with pytest.raises(SettingError, match="ONBOARDING_SIGN_ON_ISSUER"):
        from_environment({**ALL, "ONBOARDING_SIGN_ON_ISSUER": issuer})


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:8080", "http://localhost:8080/realms/x", "http://[::1]"])
def test_http_will_do_within_this_machine(issuer: str) -> None:
    found = from_environment({**ALL, "ONBOARDING_SIGN_ON_ISSUER": issuer}).sign_on
    assert found
    assert found.issuer == issuer


@pytest.mark.parametrize("name", ["x" * 41, "two\nlines", "bell\a"])
def test_a_name_that_fits_no_button_is_named(name: str) -> None:
    with pytest.raises(SettingError, match="ONBOARDING_SIGN_ON_NAME"):
        from_environment({**ALL, "ONBOARDING_SIGN_ON_NAME": name})


@on_sqlite
def test_a_file_that_others_can_read_stops_the_start(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("canary secret")
    file.chmod(0o644)
    sound = config._replace(sign_on=Provider("https://login.example.org", "onboarding", "canary secret", "S", file))
    assert f"chmod go= {file}" in refused(sound)
    file.chmod(0o600)
    startup.refuse_unsafe(sound, debug=False)
