"""A table of completed training: whom each line is about, what it becomes, and what keeps it from being recorded.

It adds nobody, and changes nothing that is recorded: a line is a training that was not recorded yet, or nothing.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.formats.tables import completions
from onboarding.formats.tables.completion_columns import BY_KEY, COLUMNS, OPEN, STATUSES
from onboarding.formats.tables.completions import LEFT_OUT, MEANINGS, Completion, suggested, word_of
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.permissions import May
from onboarding.queries import training as found
from onboarding.queries.recorded_staff import Recorded
from onboarding.rules.alike import same_name
from onboarding.rules.rulings import Rulings
from onboarding.rules.training_options_wording import SHORT
from onboarding.rules.wording import count, short_day
from onboarding.services import training
from onboarding.services.change import Change
from onboarding.services.importable import Asked, ByLine, Importable, Kept
from onboarding.services.line_choices import Difference, Line
from onboarding.services.staff_matches import ADDRESS, NAME, NUMBER, matched
from onboarding.services.training import TrainingFacts

NOBODY = "Nobody here has this name, email or ID."  # a hospital's export is about everybody who works there
STATUS = {kept: said for said, kept in reversed(STATUSES.items())}
LABELS = {"initial": "Initial training", "lni_required": "What L&I requires", **SHORT}


def _keys(completion: Completion) -> Iterator[tuple[str, str]]:
    """By what of the line somebody is found."""
    yield from ((NAME, name) for each in completion.called if (name := same_name(each)))
    if completion.email:
        yield ADDRESS, completion.email.lower()
    if completion.number:
        yield NUMBER, completion.number


def _lines(organisation: Organisation, entries: Sequence[Completion], user_id: int | None) -> list[Line]:
    asked = [each for each in entries if not _why_skip(each)]
    made = [Line(each, (), (), False, None, _why_skip(each)) for each in entries if _why_skip(each)]
    seen: dict[Hashable, int] = {}
    for entry, matches, _ in matched(organisation, asked, user_id, _keys, lambda *each: _new(organisation, *each)):
        line = Line(entry, matches, (), False, None, None if matches else NOBODY)
        if line.certain and not line.is_known:
            first = seen.setdefault((line.certain.person.id, *_what(entry)), line.number)
            line = line._replace(why_skip=f"Line {first} says the same." if first != line.number else None)
        made.append(line)
    return sorted(made, key=lambda each: each.number)


def _why_skip(completion: Completion) -> str | None:
    if completion.meaning == LEFT_OUT:
        return "The course is left out."
    return "It was not completed." if completion.is_open else None


def _what(completion: Completion) -> tuple[Hashable, ...]:
    return completion.meaning, word_of(completion), completion.completed_on


def _said(completion: Completion) -> list[TrainingFacts]:
    return [TrainingFacts(TrainingPart(part), facts) for part, facts in completion.trainings]


def _missing(completion: Completion, had: Sequence[Any]) -> list[TrainingFacts]:
    """What of the line is not recorded yet: who had it that day by another course had it."""
    return [each for each in _said(completion) if not found.is_recorded(had, each.part, each.facts)]


def _new(organisation: Organisation, completion: Completion, recorded: Recorded) -> list[Difference]:
    """What the line adds to what is recorded of somebody."""
    if completion.meaning is None:
        return []
    missing = _missing(completion, recorded.trainings)
    if not missing and not completion.missing:
        return []
    key = completion.meaning.split(":")[0]
    areas = f", {count(len(missing), 'area')}" if len(missing) > 1 else ""
    day = short_day(completion.completed_on) if completion.completed_on else ""
    why_not = completion.missing or _why_not(organisation, recorded.person, missing)
    return [Difference(key, LABELS[key], None, f"{day}{areas}", why_not)]


def _why_not(organisation: Organisation, person: Person, missing: Sequence[TrainingFacts]) -> str | None:
    if person.posting is None:
        return f"{person.name} was not hired. Record the hire first."
    try:
        for each in missing:
            training.refuse(organisation, each, clock.today())
    except OnboardingError as error:
        return str(error)
    return None


def _kept(completion: Completion) -> list[Kept]:
    """What is kept of the line, and what is read and is not."""
    said, values = completion.said, completion.values
    day = short_day(completion.completed_on) if completion.completed_on else "not said"
    shown = [
        Kept(BY_KEY["course"].heading, completion.course, None),
        Kept("Recorded as", MEANINGS.get(completion.meaning or "", "not chosen yet"), None),
        Kept("Day", day, said.get("completed_on")),
        Kept(BY_KEY["status"].heading, STATUS[completion.status], _otherwise(completion)),
    ]
    if completion.meaning == "shadowing:hsc" and "minutes" in values:
        shown.append(Kept("Shadowing", count(values["minutes"], "minute"), said.get("minutes")))
    not_kept = [BY_KEY[key].heading for key in ("score", "minutes") if key in values and not _keeps(completion, key)]
    return [*shown, *(Kept(heading, "not kept", None) for heading in not_kept)]


def _otherwise(completion: Completion) -> str | None:
    """How the status stands in the table, where that is another word."""
    text = completion.said.get("status")
    return None if text is None or text.casefold() == STATUS[completion.status].casefold() else text


def _keeps(completion: Completion, key: str) -> bool:
    return key == "minutes" and completion.meaning == "shadowing:hsc"


def _record(under_way: Change, _organisation: Organisation, lines: Sequence[Line], _rulings: Rulings) -> None:
    for line in lines:
        (match,) = [each for each in line.matches if line.chosen and each.person.id == line.chosen.person]
        try:
            for each in _missing(line.entry, found.of(match.person)):
                training.add_training(under_way, match.person, each)
        except OnboardingError as error:
            raise OnboardingError(f"Line {line.number}, {line.entry.name}: {error}") from error


def _once(line: Line) -> Hashable:
    return (line.chosen and line.chosen.person, *_what(line.entry))


COMPLETIONS = Importable(
    key="completions",
    title="Import a table of completed training",
    says="Upload what your learning system exports, with one line for each person and course.",
    each=("line", "lines"),
    may=May.KEEP_STAFF,
    columns=COLUMNS,
    how=("One line holds one course of one person.", "What was not completed is skipped."),
    shown={},
    read=lambda data, mapped, _numbers, head: completions.read(data, mapped, head),
    refused=lambda *_: (),
    add=lambda *_: (),
    by_line=ByLine(
        _lines,
        _kept,
        _record,
        LABELS,
        once=_once,
        verb=("Record", "Record for"),
        counted=("line", "lines"),
        records=True,
        nobody=NOBODY,
    ),
    asked=Asked(
        title="Which course is what",
        says="Each course of the table is recorded as what you choose here.",
        word=lambda completion: None if completion.status == OPEN else word_of(completion),
        text=lambda completion: completion.course,
        put=lambda completion, meaning: completion._replace(meaning=meaning),
        choices=MEANINGS,
        suggested=suggested,
    ),
)
