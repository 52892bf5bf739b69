"""The five commands and their options: what they answer for which day, under which rulings and which rulebook."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from unicodedata import category
from zoneinfo import ZoneInfo

import pytest

from onboarding.rules.rulebook_file import SHIPPED, shipped
from tests.cli.run import FLASK, LEAST, answered, app, flask, lines, rules
from tests.formats.whole import WHOLE
from tests.house.source import ROOT
from tests.warm_python import python

WASHINGTON = ZoneInfo("America/Los_Angeles")
HALF_TIME = {
    "id": "half",
    "as_of": "2026-11-22",
    "cohe": "valley",
    "work": [
        {
            "startDate": "2019-01-01",
            "endDate": "2023-12-31",
            "category": "direct_patient_care",
            "hoursPerWeek": 20,
        }
    ],
    "hsc": {"role": "assistant"},
}
RULING = {"question": "part-time-credit", "reading": "prorated", "from": "2026-05-01", "by": "R", "reference": "x"}


def experience(*options: object) -> str:
    """The outcome for 5 years of half time: 1,826 days by the calendar, 913 prorated, where 3 years are needed."""
    (answer,) = answered("screen", lines(HALF_TIME), *options).answers
    return answer["claimed"]["requirements"]["experience"]["outcome"]


def written(path: Path, *content: object) -> Path:
    path.write_text(lines(*content), encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------------------- the as-of date


@pytest.mark.parametrize("topic", LEAST)
def test_the_documents_own_day_comes_first_then_the_option(topic: str) -> None:
    sent = lines(LEAST[topic] | {"as_of": "2026-03-01"}, LEAST[topic], LEAST[topic] | {"as_of": None})
    ran = answered(topic, sent, "--as-of", "2026-04-20")
    assert [answer["as_of"] for answer in ran.answers] == ["2026-03-01", "2026-04-20", "2026-04-20"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "UTC"])
def test_without_either_it_is_today_in_washington_wherever_the_machine_is(zone: str) -> None:
    days = [datetime.now(WASHINGTON).date().isoformat()]
    (answer,) = flask("credential", "-", sent="{}", TZ=zone).answers
    days.append(datetime.now(WASHINGTON).date().isoformat())  # it may be midnight there
    assert answer["as_of"] in days


@pytest.mark.parametrize("day", ["2023-02-29", "2026-4-2", "2026-04", "2026", "today", "", "2026-00-10", "2026-05-00"])
def test_an_as_of_date_that_is_none_stops_everything(day: str) -> None:
    ran = answered("screen", "{}", "--as-of", day)
    assert (ran.status, ran.out) == (2, "")
    assert "--as-of" in ran.err


# ------------------------------------------------------------------------------------------------ rulings and rulebooks


def test_a_question_is_open_until_a_ruling_settles_it(tmp_path: Path) -> None:
    assert experience() == "undetermined"
    assert experience("--rulings", written(tmp_path / "r", [RULING])) == "not_met"
    assert experience("--rulings", written(tmp_path / "r", [RULING | {"reading": "calendar"}])) == "met"


@pytest.mark.parametrize("keys", [{"from": "2026-11-23"}, {"cohe": "hills"}, {"role": "hsc"}, {"role": "surgical_hsc"}])
def test_a_ruling_for_another_day_cohe_or_role_settles_nothing(tmp_path: Path, keys: dict[str, str]) -> None:
    assert experience("--rulings", written(tmp_path / "r", [RULING | keys])) == "undetermined"


@pytest.mark.parametrize("keys", [{"from": "2026-11-22"}, {"cohe": "valley"}, {"role": "assistant"}])
def test_the_more_specific_ruling_wins_then_the_later(tmp_path: Path, keys: dict[str, str]) -> None:
    wins = RULING | {"reading": "calendar"} | keys
    for rulings in ([RULING, wins], [wins, RULING]):
        assert experience("--rulings", written(tmp_path / "r", rulings)) == "met"


def test_another_rulebook_answers_what_if(tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    before, found, after = SHIPPED.read_text(encoding="utf-8").partition("[numbers.years_assistant]")
    assert found
    book.write_text(before + found + after.replace("value = 3", "value = 2", 1), encoding="utf-8")
    # 913 days prorated are more than 2 years, so that every reading agrees
    assert experience("--rulebook", book) == "met"
    assert "years_assistant" in rules("show", "--rulebook", book).out
    assert rules("show", "--rulebook", book).out != rules("show").out


@pytest.mark.parametrize("option", ["--rulings", "--rulebook"])
def test_a_file_of_settings_that_is_missing_stops_everything(tmp_path: Path, option: str) -> None:
    ran = answered("screen", "{}", option, tmp_path / "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in ran.err


def test_show_prints_the_whole_rulebook_with_its_citations() -> None:
    book, ran = shipped(), rules("show")
    shown = " ".join(ran.out.split())
    assert (ran.status, ran.err) == (0, "")
    for number in book.numbers.values():
        assert number.id in shown
        assert all(str(dated.citation) in shown for dated in number.values)
    for question in book.questions.values():
        for said in (str(question.id), question.asks, str(question.citation)):
            assert " ".join(said.split()) in shown
        for reading in question.readings:
            assert reading.id in shown
            assert str(reading.citation) in shown


# ------------------------------------------------------------------------------------------------- files and their form


@pytest.mark.parametrize("topic", LEAST)
def test_a_missing_file_stops_everything(tmp_path: Path, topic: str) -> None:
    ran = rules(topic, written(tmp_path / "good", LEAST[topic]), tmp_path / "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in ran.err


def test_a_folder_or_no_file_at_all_is_refused(tmp_path: Path) -> None:
    assert (rules("screen", tmp_path).status, rules("screen", tmp_path).out) == (2, "")
    assert (rules("screen").status, rules("screen").out) == (2, "")


@pytest.mark.parametrize("topic", WHOLE)
def test_the_answer_is_one_line_of_json_or_a_page(topic: str) -> None:
    sent = lines(WHOLE[topic], WHOLE[topic] | {"id": "other"})
    assert answered(topic, sent).ids == [WHOLE[topic]["id"], "other"]
    page = answered(topic, sent, "--format", "text")
    assert (page.status, page.err) == (0, "")
    assert "None" not in page.out
    assert not page.out.startswith("{")
    assert answered(topic, sent, "--format", "yaml").status == 2


def test_a_page_is_refused_as_json_is() -> None:
    ran = answered("screen", lines({"basics": {"name": "Ana Ruiz"}}, {"cohe": 3}), "--format", "text")
    assert (ran.status, ran.paths) == (2, ["cohe"])
    assert "Ana Ruiz" in ran.out


@pytest.mark.parametrize("name", ["Zoë Ōtani", "王", "\x1b[2J\x1b]0;owned\x07", "a\nb", "\x9b31m"], ids=ascii)
def test_a_page_shows_any_name_and_lets_none_command_the_terminal(name: str) -> None:
    ran = answered(
        "screen", lines({"basics": {"name": name}, "work": [{"startDate": "2019", "name": name}]}), "--format", "text"
    )
    assert ran.status == 0
    assert not [letter for letter in ran.out if category(letter) == "Cc" and letter != "\n"]
    assert name in ran.out or not name.isprintable()


def test_the_real_command_works_from_anywhere_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = written(tmp_path / "applicants.jsonl", {"id": "a"}, {"id": "b"})
    ran = flask("screen", file.name, cwd=tmp_path, HOME=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
    assert (ran.status, ran.err, ran.ids) == (0, "", ["a", "b"])
    assert [path.name for path in tmp_path.rglob("*")] == [file.name]


def test_the_real_command_ends_with_2_and_says_why() -> None:
    ran = flask("screen", "-", sent=lines({"id": "a"}, {"work": [{}]}, {"id": "c"}))
    assert (ran.status, ran.ids) == (2, ["a", "c"])
    assert ran.err == "-:2: work[0].startDate: missing; it is needed here\n"


@pytest.mark.parametrize(("encoding", "style"), [("ascii", "text"), ("latin-1", "json")])
def test_the_real_command_writes_utf_8_whatever_the_terminal_asks(encoding: str, style: str) -> None:
    sent = json.dumps({"id": "1", "basics": {"name": "Zoe\u0308 王"}})
    ran = flask("screen", "--format", style, "-", sent=sent, PYTHONIOENCODING=encoding)
    assert (ran.status, ran.err) == (0, "")


def test_a_rulebook_from_the_environment_at_fault_ends_with_2(tmp_path: Path) -> None:
    ran = flask("screen", "-", sent="{}", ONBOARDING_RULEBOOK=str(written(tmp_path / "book.toml", "x = 1")))
    assert (ran.status, ran.out) == (2, "")
    assert "book.toml" in ran.err
    assert "Traceback" not in ran.err


# ---------------------------------------------------------------------------------------------------------------- start

LOADED = """
import sys
from flask.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded(*command: str) -> set[str]:
    """The packages that are loaded once a command has run."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--app", "app", *command],
        cwd=ROOT,
        input="{}",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("command", [("rules", "show"), ("rules", "screen", "-"), ("rules", "--help")])
def test_the_rules_start_without_the_application(command: tuple[str, ...]) -> None:
    found = loaded(*command)
    assert "onboarding" in found
    assert not found & {"sqlalchemy", "alembic", "weasyprint", "flask_security", "wtforms", "cryptography", "structlog"}


def test_every_other_command_finds_the_application() -> None:
    assert {"sqlalchemy", "flask_security"} <= loaded("audit", "--help")
    said = subprocess.run([*python(), *FLASK[1:-1], "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    assert all(f"\n  {name} " in said.stdout for name in app().cli.commands)


# ----------------------------------------------------------------------------------------------------------------- help


def test_help_names_every_command() -> None:
    said = rules("--help").out
    assert all(f"\n  {name} " in said for name in (*LEAST, "show"))


@pytest.mark.parametrize("topic", LEAST)
def test_help_names_every_option(topic: str) -> None:
    ran = rules(topic, "--help")
    assert ran.status == 0
    assert all(option in ran.out for option in ("--as-of", "--rulings", "--rulebook", "--format", "FILE..."))
    assert "standard input" in " ".join(ran.out.split())  # where else would one learn of `-`?
