"""`flask rules`: the rules on documents from files or standard input, with no database. Exit status 2 for bad input."""

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn, cast

import click
from flask import current_app
from flask.cli import AppGroup

from onboarding import clock
from onboarding.cli import text
from onboarding.formats import answers, json_documents, rulings, topics
from onboarding.formats.faults import Refused
from onboarding.formats.topics import Topic
from onboarding.rules.days import whole_date
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import load
from onboarding.rules.rulings import Rulings
from onboarding.rules.strict import DataFileError

BAD_INPUT = 2

rules = AppGroup("rules", help="What L&I's published rules make of documents. No database is needed or touched.")


class Asked(NamedTuple):
    """One kind of document, and how its answer is printed for a person."""

    topic: Topic
    page: Callable[[Any, Any], str]


SCREEN = Asked(topics.SCREEN, text.screening)
TRAINING = Asked(topics.TRAINING, text.training)
CREDENTIAL = Asked(topics.CREDENTIAL, text.credential)
STAFFING = Asked(topics.STAFFING, text.staffing)


class Day(click.ParamType[date]):
    """A whole date, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        found = value if isinstance(value, date) else whole_date(value)
        if found is None:
            self.fail(f"{value!r} is not a date (YYYY-MM-DD)", param, ctx)
        return found


FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)
rulebook_option = click.option(
    "--rulebook", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another rulebook, for a what-if."
)


def _topic(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that all four topics take."""
    for decorate in (
        click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE..."),
        click.option(
            "--format",
            "style",
            type=click.Choice(["json", "text"]),
            default="json",
            help="JSON a line, or a page to read.",
        ),
        rulebook_option,
        click.option("--rulings", "rulings_file", type=FILE, help="A JSON array of rulings."),
        click.option("--as-of", type=Day(), help="For documents without as_of; today in Washington if left out."),
    ):
        command = decorate(command)
    return command


@rules.command("screen")
@_topic
def screen_command(**options: Any) -> None:
    """Screen applicants: JSON Resumes, with a few more keys. - is standard input."""
    _answer_all(SCREEN, **options)


@rules.command("training")
@_topic
def training_command(**options: Any) -> None:
    """Judge new hires' training and its deadline. - is standard input."""
    _answer_all(TRAINING, **options)


@rules.command("credential")
@_topic
def credential_command(**options: Any) -> None:
    """Follow the provider account and the supplemental application. - is standard input."""
    _answer_all(CREDENTIAL, **options)


@rules.command("staffing")
@_topic
def staffing_command(**options: Any) -> None:
    """Judge a COHE's claims, staff, replacements and coverage. - is standard input."""
    _answer_all(STAFFING, **options)


@rules.command("show")
@rulebook_option
def show_command(rulebook: Path | None) -> None:
    """Print the rulebook: every number, question and reading, each with its citation."""
    click.echo(text.rulebook(_rulebook(rulebook)))


def _answer_all(
    asked: Asked,
    files: tuple[str, ...],
    style: str,
    rulebook: Path | None,
    rulings_file: str | None,
    as_of: date | None,
) -> None:
    in_force = _rulings(_rulebook(rulebook), rulings_file)
    day = as_of or clock.today()
    seen: set[str] = set()
    refused, answered = False, sys.stdout.buffer
    for name in files:
        with click.open_file(name, "rb") as stream:
            for found in json_documents.read(cast(BinaryIO, stream)):
                try:
                    facts, answer = topics.answer(asked.topic, found, seen, in_force, day)
                except Refused as faults:
                    refused = True
                    for fault in faults.faults:
                        click.echo(f"{name}:{found.line}: {fault}", err=True)
                    continue
                if note := asked.topic.note(facts):
                    click.echo(f"{name}:{found.line}: {note}", err=True)
                answered.write(asked.page(facts, answer).encode() if style == "text" else answers.line(answer))
                if name == "-":
                    answered.flush()  # somebody may be waiting for this line before writing the next
    answered.flush()
    if refused:
        sys.exit(BAD_INPUT)


def _rulebook(path: Path | None) -> Rulebook:
    if path is None:
        return cast(Rulebook, current_app.extensions["rulebook"])
    try:
        return load(path)
    except DataFileError as error:
        _stop([str(error)])


def _rulings(book: Rulebook, name: str | None) -> Rulings:
    if name is None:
        return Rulings(book)
    try:
        with click.open_file(name, "rb") as stream:
            return Rulings(book, rulings.rulings(cast(BinaryIO, stream).read().decode("utf-8-sig"), book))
    except Refused as refused:
        _stop(f"{name}: {fault}" for fault in refused.faults)
    except UnicodeDecodeError as error:
        _stop([f"{name}: not UTF-8: {error.reason} at byte {error.start + 1}"])


def _stop(faults: Iterable[str]) -> NoReturn:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(BAD_INPUT)
