"""The README tells the truth: its commands and options exist, nothing is left out, and its examples run."""

import re
import shlex
import subprocess
import sys

import click
import pytest

from onboarding import create_app
from tests.house.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL_LINES = [line for block in re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S) for line in block.splitlines()]
CODE = "\n".join([*SHELL_LINES, *re.findall(r"`([^`\n]+)`", README)])


def rules_commands() -> dict[str, click.Command]:
    """Give the commands below `flask rules` by name."""
    group = create_app().cli.commands["rules"]
    assert isinstance(group, click.Group)
    return group.commands


def test_every_rules_command_is_shown_and_every_one_shown_exists() -> None:
    assert set(re.findall(r"flask --app app rules (\w+)", "\n".join(SHELL_LINES))) == set(rules_commands())


def test_every_option_is_explained_and_every_one_explained_exists() -> None:
    options = {name for command in rules_commands().values() for option in command.params for name in option.opts}
    assert set(re.findall(r"(?<!\S)--[a-z-]+", CODE)) - {"--app"} == {name for name in options if name.startswith("--")}


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)", CODE)) <= targets


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)", README))))
def test_every_file_linked_from_the_readme_exists(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("line", [line for line in SHELL_LINES if "flask" in line])
def test_every_example_runs(line: str) -> None:
    command = line.replace(".venv/bin/flask", f"{shlex.quote(sys.executable)} -m flask")
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
