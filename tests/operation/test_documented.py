"""docs/operations.md tells the truth: its settings and commands are all there are, and what it links to exists."""

import configparser
import re
import subprocess
from pathlib import Path

import click
import pytest

from onboarding import basis, create_app
from onboarding.config import SETTINGS, Config, from_environment
from onboarding.web.errors import PAGES
from onboarding.web.uploads import LARGEST
from tests.house.source import ROOT
from tests.operation import guide
from tests.operation.run_guide import OURS

PAGE = guide.PAGE.read_text(encoding="utf-8")
BLOCKS = list(guide.blocks(PAGE))
ROW = re.compile(r"^\| `flask ([^`]+)` \| (.+) \|$", re.M)
FLASKS_OWN = {"run", "shell", "routes"}
IN_THE_README = {"rules"}


def commands(below: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(below, click.Group):
        return [(path, below)]
    found = [found for name, each in below.commands.items() for found in commands(each, (*path, name))]
    return [(path, below), *found] if path and below.invoke_without_command else found


def ours() -> dict[str, click.Command]:
    found = commands(create_app().cli)
    return {" ".join(path): command for path, command in found if path[0] not in FLASKS_OWN | IN_THE_README | {"db"}}


def test_every_command_is_documented_and_every_one_documented_exists() -> None:
    shown = {" ".join(word for word in row.split() if word.islower()) for row, _ in ROW.findall(PAGE)}
    assert shown - {"db upgrade"} == set(ours())


def test_each_command_is_shown_with_its_arguments() -> None:
    for row, _ in ROW.findall(PAGE):
        words = row.split()
        command = ours().get(" ".join(word for word in words if word.islower()))
        if command:
            arguments = [each.metavar or each.name for each in command.params if isinstance(each, click.Argument)]
            assert [word for word in words if word.isupper()] == [str(name).upper() for name in arguments], row


def test_every_command_in_the_text_exists() -> None:
    known = {*ours(), "db upgrade", "db downgrade"}
    spoken = re.findall(r"`flask ([a-z][a-z -]*[a-z])(?: [A-Z]|`)", PAGE)
    for said in spoken + re.findall(r"^flask ([a-z-]+ [a-z]+)", PAGE, re.M):
        assert said.partition(" --")[0] in known, said


def test_no_command_of_a_library_changes_accounts_behind_the_trail() -> None:
    assert not {"users", "roles"} & set(create_app().cli.commands)


def test_every_setting_is_documented_and_every_one_documented_exists() -> None:
    assert set(re.findall(r"^\| `(ONBOARDING_\w+)` \|", PAGE, re.M)) == set(SETTINGS)
    assert set(re.findall(r"ONBOARDING_\w+", PAGE)) == set(SETTINGS)


def test_the_settings_shown_can_be_used() -> None:
    lines = [line for block in BLOCKS if block.path == "/etc/onboarding.env" for line in block.text.splitlines()]
    config = from_environment(dict(line.split("=", 1) for line in lines if line.startswith(("ONBOARDING", "AWS"))))
    assert (config.base_url, config.proxies) == ("https://onboarding.example.org", 1)
    assert config.mail
    assert config.mail.security == "starttls"


def test_defaults_are_told_as_they_are() -> None:
    for name, default in (("BASE_URL", Config().base_url), ("MAIL_FROM", Config().mail_from), ("PROXIES", "0")):
        assert re.search(rf"^\| `ONBOARDING_{name}` \|.*\| `{re.escape(default)}` \|$", PAGE, re.M), name


def test_the_units_shown_are_whole() -> None:
    (unit,) = (block.text for block in BLOCKS if block.path and block.path.endswith(".service"))
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(unit)
    assert read["Service"]["ExecStart"].endswith("gunicorn app:app")
    assert read["Service"]["RestartPreventExitStatus"] == str(basis.REFUSED)  # and of no database: see test_away
    assert int(read["Service"]["RestartSec"]) * 5 > 10  # systemd gives up after five starts within ten seconds


@pytest.mark.parametrize(("name", "command"), [("clock", "clock"), ("worker@", "worker")])
def test_the_units_made_of_it_differ_in_two_lines_and_start_a_command_of_ours(
    tmp_path: Path, name: str, command: str
) -> None:
    (unit,) = (block for block in BLOCKS if block.path and block.path.endswith("/onboarding-web.service"))
    folder = str(Path(unit.path or "").parent)
    (making,) = (block.text for block in BLOCKS if f"> {folder}/onboarding-{name}.service" in block.text)
    (tmp_path / "onboarding-web.service").write_text(unit.text, "utf-8")
    made = re.search(rf"^sed .*?onboarding-{name}\.service$", making, re.M | re.S)
    assert made
    subprocess.run(["bash", "-ec", made[0].replace(folder, str(tmp_path))], check=True)
    lines = (tmp_path / f"onboarding-{name}.service").read_text("utf-8").splitlines()
    other = {line.partition("=")[0]: line for line in lines if line not in unit.text.splitlines()}
    assert sorted(other) == ["Description", "ExecStart"]
    assert other["ExecStart"].endswith(f"flask --app app {command}")
    assert (command,) in dict(commands(create_app().cli))


def test_the_proxies_let_through_what_the_product_takes_and_say_in_its_words_what_is_too_large() -> None:
    """Apache's LimitRequestBody counts nothing that is passed on to another server."""
    nginx, apache = (next(block.text for block in BLOCKS if block.kind == kind) for kind in ("nginx", "apache"))
    assert f"client_max_body_size {LARGEST // 2**20}m;" in nginx
    assert f'<If "%{{HTTP:Content-Length}} -gt {LARGEST}">' in apache
    heading, happened, todo = PAGES[413]
    for proxy in (nginx, apache):
        assert f"<h1>{heading}</h1><p>{happened}</p><p>{todo}</p>" in proxy


@pytest.mark.parametrize(
    ("first", "who", "path", "choices", "new"),
    [
        ("# As root:", "root", None, set(), False),
        ("# As root, with nginx:", "root", None, {"with nginx"}, False),
        ("# As root, every night:", "root", None, set(), False),
        ("# As root, on the new machine:", "root", None, set(), True),
        ("-- As postgres, in psql, with PostgreSQL:", "postgres", None, {"with PostgreSQL"}, False),
        ("# /etc/a.env", None, "/etc/a.env", set(), False),
        ("# Added to /etc/a.env, with PostgreSQL:", None, "/etc/a.env", {"with PostgreSQL"}, False),
    ],
)
def test_a_block_says_who_does_it_and_for_which_choice(
    first: str, who: str | None, path: str | None, choices: set[str], new: bool
) -> None:
    (block,) = guide.blocks(f"## Here\n\n```sh\n{first}\ndo it\n```\n")
    assert (block.heading, block.who, block.path, block.choices, block.new) == ("Here", who, path, choices, new)


@pytest.mark.parametrize("first", ["flask setup", "# Give this:", "# As Root:", "# as root:"])
def test_a_block_that_does_not_say_so_is_refused(first: str) -> None:
    with pytest.raises(ValueError, match="does not begin"):
        list(guide.blocks(f"## Here\n\n```sh\n{first}\n```\n"))


def test_nothing_is_left_to_fill_in_that_the_page_does_not_name() -> None:
    for block in BLOCKS:
        left = set(re.findall(r"\b[A-Z]+-SECRET\b|\bREPOSITORY\b|\b[A-Z]*…", block.filled(OURS)))
        assert not left, block


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(((?!http)[^)#]+)", PAGE))))
def test_every_file_linked_exists(link: str) -> None:
    assert (ROOT / "docs" / link).resolve().exists()


def test_every_heading_linked_exists() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", PAGE, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
