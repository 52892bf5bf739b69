"""One thing to do, as a home shows it: where in the queue it stands, what it says, and where it is done or put off."""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum
from typing import Any, NamedTuple

from flask import url_for

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import put_offs
from onboarding.queries.put_offs import Thing
from onboarding.queries.staff_lines import Rank
from onboarding.rules.duties import About
from onboarding.rules.wording import ahead, count
from onboarding.web import duty_words


class Place(IntEnum):
    """Where in the queue something stands. What somebody else looks after, or is put off, does not wait for the user;
    what is overdue is overdue for everybody.
    """

    OVERDUE = 0
    THIS_WEEK = 1
    WAITING = 2
    WITH_OTHERS = 3
    COMING = 4
    PUT_OFF = 5


TITLES = {
    Place.OVERDUE: "Overdue",
    Place.THIS_WEEK: "Due this week",
    Place.WAITING: "Waiting for you",
    Place.WITH_OTHERS: "With others",
    Place.COMING: "Coming up",
    Place.PUT_OFF: "Put off",
}


SHOWN = 8  # of one kind; the list behind it has all
STEPS = {
    "screen": "Ready to screen.",
    "decide": "Recommended, and waiting for a decision.",
    "hire": "Determined qualified, and not hired yet.",
}
Why = dict[tuple[int, Thing], str]


class Item(NamedTuple):
    """One thing to do: about whom, what, since or by when, and where. Without an action: how much more there is.

    `of` is the person's id, and `thing` names it where it can be put off. `owner`: who else looks after the person.
    `why`: until when it is put off, and why.
    """

    rank: Rank
    who: str
    what: str
    when: date | None
    action: str
    address: str
    of: int | None = None
    thing: Thing | None = None
    owner: str = ""
    why: str = ""

    @property
    def place(self) -> Place:
        """Where it stands."""
        if self.rank is Rank.OVERDUE:
            return Place.OVERDUE
        if self.why:
            return Place.PUT_OFF
        return Place.WITH_OTHERS if self.owner and self.rank is Rank.WAITING else Place[self.rank.name]

    @property
    def put_off(self) -> str:
        """The page on which it is put off until a day; nothing where it cannot be."""
        return put_off_address(self.of, self.thing) if self.of and self.thing else ""

    @property
    def how_long(self) -> str:
        """Since when it waits, or how far off its day is, in words; nothing where no day is known."""
        if self.when is None:
            return ""
        today = clock.today()
        return _since(self.when, today) if self.rank is Rank.WAITING else ahead(self.when, today)


class Group(NamedTuple):
    """The things of one place, and what says how many more there are and leads to them."""

    place: Place
    items: Sequence[Item]
    more: Sequence[Item]

    @property
    def title(self) -> str:
        """What stands above it."""
        return TITLES[self.place]


def put_off_address(id: int, thing: Thing) -> str:
    """The page on which a thing is put off, or taken up again."""
    return url_for("attention.put_off", id=id, subject=thing.about, task=thing.kind, place=thing.place or None)


def what(thing: Thing, standing: Any) -> str:
    """What is to be done, in a sentence; `standing` is the duty where it is one."""
    return STEPS[thing.kind] if thing.about == put_offs.APPLICATION else duty_words.what(standing)


def may(thing: Thing) -> May:
    """What somebody needs who does this."""
    return May.SCREEN if thing.about in (put_offs.APPLICATION, About.REQUEST) else May.KEEP_STAFF


def more_of(rank: Rank, what: str, address: str) -> Item:
    """How much more there is of something, and where."""
    return Item(rank, "", what, None, "", address)


def _since(day: date, today: date) -> str:
    return f"for {count((today - day).days, 'day')}" if day < today else "since today"
