"""What becomes of each line of a table: who it could be here, what was chosen for it, and what stays to be chosen.

Nothing is guessed: a line of whom nobody is alike is added, one that says nothing new is skipped, and every other waits
for somebody's choice. A choice holds for what its page showed.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding.models.person import Person


class Do(StrEnum):
    """What is done with a line."""

    ADD = "add"
    UPDATE = "update"
    SKIP = "skip"


class Difference(NamedTuple):
    """What a line says otherwise than the record, or anew, in words. `recorded` None: nothing is recorded.

    `why_not`: why a table cannot change it, and where that is done.
    """

    key: str
    label: str
    recorded: str | None
    kept: str
    why_not: str | None = None


class Match(NamedTuple):
    """Somebody here whom a line could be about. `certain`: it is them, by what only one person has.

    `alike`: by what, in words. `own`: it is the record of whoever takes the table in, which others update.
    """

    person: Person
    certain: bool
    alike: str
    differences: Sequence[Difference]
    own: bool = False

    @property
    def updatable(self) -> list[Difference]:
        """What a table can change of them."""
        return [] if self.own else [each for each in self.differences if not each.why_not]


class Choice(NamedTuple):
    """What somebody chose for a line. `seen`: what is to be updated of that person, by what was recorded of it then; of
    somebody new, the ids of those whom the line could have been about."""

    do: Do
    person: int | None = None
    seen: Mapping[str, str | None] = {}


class Line(NamedTuple):
    """A line, and whom it could be about. `same_as`: earlier lines of the same name. `can_add`: it can be a new person.

    `why_skip`: why there is nothing to do with it. `chosen`: what is done with it; None: it waits for a choice.
    """

    entry: Any
    matches: Sequence[Match]
    same_as: Sequence[int]
    can_add: bool
    chosen: Choice | None = None
    why_skip: str | None = None

    @property
    def number(self) -> int:
        """Its place in the table."""
        first: int = self.entry.lines[0]
        return first

    @property
    def certain(self) -> Match | None:
        """Who it is, where that is certain."""
        found = [each for each in self.matches if each.certain]
        return found[0] if len(found) == 1 else None

    @property
    def is_known(self) -> bool:
        """Whether the person is here, and the line says nothing new."""
        return self.certain is not None and not self.certain.differences

    def match(self, person: int | None) -> Match | None:
        """The person with that id, if the line could be about them."""
        return next((each for each in self.matches if each.person.id == person), None)


def resolved(lines: Iterable[Line], choices: Mapping[int, Choice]) -> list[Line]:
    """The lines with what is done with each: what was chosen, where that still holds, and else what is certain."""
    return [line._replace(chosen=_holds(line, choices.get(line.number)) or _certain(line)) for line in lines]


def of_all(lines: Iterable[Line], do: Do) -> dict[int, Choice]:
    """One choice for every line that waits, where it can be made without guessing."""
    found: dict[int, Choice] = {}
    for line in lines:
        if do is Do.SKIP and line.chosen is None:
            found[line.number] = Choice(Do.SKIP)
        elif line.chosen is None and line.certain and line.certain.updatable:
            found[line.number] = update(line.certain, [each.key for each in line.certain.updatable])
    return found


def add(line: Line) -> Choice:
    """The choice that it is somebody new, whoever else it could be."""
    return Choice(Do.ADD, None, {str(each.person.id): None for each in line.matches})


def update(match: Match, keys: Iterable[str]) -> Choice:
    """The choice to update what is chosen of somebody."""
    wanted = set(keys)
    seen = {each.key: each.recorded for each in match.updatable if each.key in wanted}
    return Choice(Do.UPDATE, match.person.id, seen)


def _holds(line: Line, choice: Choice | None) -> Choice | None:
    """The choice, if it can still be made of what is recorded now."""
    if choice is None or choice.do is Do.SKIP:
        return choice
    if choice.do is Do.ADD:
        return choice if line.can_add and add(line).seen.keys() <= choice.seen.keys() else None
    match = line.match(choice.person) if choice.do is Do.UPDATE else None
    now = {each.key: each.recorded for each in match.updatable} if match else {}
    return choice if choice.seen and dict(choice.seen).items() <= now.items() else None


def _certain(line: Line) -> Choice | None:
    if line.is_known or line.why_skip:
        return Choice(Do.SKIP)
    return Choice(Do.ADD) if line.can_add and not line.matches and not line.same_as else None
