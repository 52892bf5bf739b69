"""What an operation of the API is: one declaration, from which its route, checks, description and page follow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from flask import current_app, g

from onboarding import clock
from onboarding.api.shapes import Part, Text, Whole, Word
from onboarding.errors import NotFoundError
from onboarding.permissions import May, TokenScope
from onboarding.queries import rulings
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import Rulings
from onboarding.services.change import Actor

BASE = "/api/v1"
PARTS: dict[str, Part] = {
    "cohe": Text("The COHE, as it stands in addresses.", 40, "valley"),
    "id": Whole("The number of the record.", 1),
    "entry": Whole("The number of the entry.", 1),
}


class Call(NamedTuple):
    """One request that was let through. `cohe`: the organisation of the address, where it names one."""

    token: Any
    actor: Actor
    places: Sequence[Any]  # queries.api_tokens.Place
    cohe: Any
    may: frozenset[May]
    path: Mapping[str, int]
    query: Mapping[str, Any]
    body: Any

    @property
    def id(self) -> int:
        """The number of the record that the address names."""
        return self.path["id"]

    def load(self, query: Callable[..., Any], id: int | None = None) -> Any:
        """The record with that number in this organisation. Raises NotFoundError."""
        found = query(self.cohe.id, self.id if id is None else id, None)
        if found is None:
            raise NotFoundError
        return found

    def rulings(self) -> Rulings:
        """The rulebook with the organisation's rulings in force; looked up once for a request."""
        if "rulings" not in g:
            g.rulings = rulings.of(self.cohe, book())
        found: Rulings = g.rulings
        return found


class Listed(NamedTuple):
    """A part of a list. `after`: what the next part begins after; None where this is the last."""

    rows: list[Any]
    after: str | None = None


class Raw(NamedTuple):
    """JSON as it is to be answered."""

    body: bytes


class File(NamedTuple):
    """A file."""

    body: bytes
    name: str
    content_type: str


@dataclass(frozen=True)
class Operation:
    """One operation. `scope` None: for every token; `everybody`: without one, since nothing of anybody's is behind it.

    `makes`: the table of what `do` creates, once for each key; its answer is that of the operation `shows`.
    `personal`: a list of people, so that taking it is an entry of the trail. `conflicts`: what is only read may not fit
    either.
    """

    id: str
    method: str
    path: str
    noun: str
    says: str
    scope: TokenScope | None
    do: Callable[[Call], Any]
    answers: Part | None = None
    takes: Part | None = None
    query: Mapping[str, Part] = field(default_factory=dict)
    more: str = ""
    listed: bool = False
    personal: bool = False
    makes: str = ""
    shows: str = ""
    file: str = ""
    documents: bool = False
    everybody: bool = False
    conflicts: bool = False

    @property
    def address(self) -> str:
        """The whole path."""
        return BASE + self.path

    @property
    def rule(self) -> str:
        """The same as Flask writes it."""
        kinds = {name: f"<{name}>" if name == "cohe" else f"<int:{name}>" for name in PARTS}
        return self.address.format(**kinds)

    @property
    def parts(self) -> list[str]:
        """The parts of the path that name something."""
        return [name for name in PARTS if f"{{{name}}}" in self.path]

    @property
    def status(self) -> int:
        """With what is answered where nothing goes wrong."""
        return 201 if self.makes else 200


def book() -> Rulebook:
    """The rulebook in use."""
    found: Rulebook = current_app.extensions["rulebook"]
    return found


def today() -> date:
    """Today in Washington, the day of every answer."""
    return clock.today()


LIMIT = Whole("How many at most.", 1, 100)
CURSOR = Text("Where to go on: from the header Link of the part before.", 120)
OF_LISTS: dict[str, Part] = {"limit": LIMIT, "cursor": CURSOR}
AS_LISTED = 50  # where nothing else is asked for
ROLES = Word.of("The role.", ("hsc", "assistant", "surgical_hsc"))
