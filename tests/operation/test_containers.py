"""Dockerfile and compose.yaml, as far as that can be checked without a container engine: what they name is there."""

import re
from typing import Any

import yaml
from flask import Flask

from onboarding.config import SETTINGS
from tests.house.source import ROOT
from tests.stored import on_sqlite

IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
OURS = ("setup", "web", "worker")


def test_both_say_at_their_head_that_nobody_has_run_them() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = guide[guide.index("## Containers") :]
    for text in (IMAGE, COMPOSE, section[: section.index("\n## ")]):
        assert "UNTRIED" in text[:400]


def test_what_is_copied_is_there_and_all_of_the_product_is() -> None:
    copied = [path for line in re.findall(r"^COPY (.+) \S+$", IMAGE, re.M) for path in line.split()]
    assert all((ROOT / path).exists() for path in copied)
    assert {"app.py", "onboarding", "templates", "static", "migrations", "requirements.txt"} <= set(copied)


def test_it_installs_what_is_locked_and_the_libraries_that_the_set_up_installs() -> None:
    assert "--require-hashes --requirement requirements.txt" in IMAGE
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    libraries = set(re.findall(r'^        \("lib[\w.-]+", "(lib[\w.-]+)"\),$', setup, re.M))
    assert libraries
    assert libraries <= set(IMAGE.split())


def test_nothing_in_them_is_secret_and_nobody_is_root() -> None:
    users = re.findall(r"^USER (\S+)$", IMAGE, re.M)
    assert users == ["onboarding"]
    assert IMAGE.index("\nUSER ") < IMAGE.index("\nCMD ")
    passwords = re.findall(r"(?:PASSWORD: |onboarding:)(\S+)", COMPOSE)
    assert passwords
    assert all(each.startswith("${POSTGRES_PASSWORD:?") for each in passwords if not each.startswith("/"))
    assert "*.env" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


@on_sqlite
def test_each_command_is_one_of_the_product_and_each_setting_too(app: Flask) -> None:
    given = [SERVICES[name]["command"] for name in OURS if "command" in SERVICES[name]]
    assert given
    for flask, option, value, command in given:
        assert (flask, option, value) == ("flask", "--app", "app")
        assert command in app.cli.commands
    assert set(re.findall(r"ONBOARDING_\w+", IMAGE + COMPOSE)) <= set(SETTINGS)


def test_only_this_machine_reaches_the_pages_and_each_part_waits_for_the_tables() -> None:
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert not any("ports" in service for name, service in SERVICES.items() if name != "web")
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}
