"""Claims by quarter, how people split their week, and who is away, at both COHEs; some of it not recorded yet."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.queries import (
    absences as away,
    discussions as notes,
    initiated_claims,
    organisations as places,
    people,
    rulings,
    time_splits,
)
from onboarding.rules import discussion
from onboarding.rules.days import Quarter
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.sample.people import ALL, manager
from onboarding.services import absences, discussions, initiated_claims as claims, time_splits as splits
from onboarding.services.change import Actor
from onboarding.services.initiated_claims import Counted
from onboarding.services.time_splits import SplitFacts

HOUR = 60
FULL, HALF, MOST = 40 * HOUR, 20 * HOUR, 32 * HOUR  # minutes a week
# Of the quarter under way and each before it, the latest first: claims, and surgical claims. At Harbor nobody entered
# the last quarter yet.
COUNTED: dict[Sample, dict[int, tuple[int, int | None]]] = {
    CEDAR: dict(
        enumerate(
            (
                (1890, 43), (2790, 66), (2240, 71), (1490, 64), (1240, 68), (1150, 61), (1010, 59), (960, 62), (920, 64)
            )
        )
    ),
    HARBOR: {
        0: (410, None), 2: (720, 41), 3: (780, 38), 4: (760, 44), 5: (805, 40), 6: (790, 39), 7: (770, 42), 8: (730, 37)
    },
}  # fmt: skip


class Week(NamedTuple):
    """How somebody splits their week from so many days ago: the whole week, and claim-specific tasks."""

    ago: int
    week: int
    claims: int


WEEKS: dict[str, tuple[Week, ...]] = {
    "Kalani Akana": (Week(1400, FULL, FULL - 2 * HOUR), Week(300, FULL, MOST)),
    "Omar Farouk": (Week(650, FULL, FULL - 2 * HOUR),),
    "Pilar Nunez": (Week(1100, MOST, MOST - 4 * HOUR), Week(90, HALF, HALF)),
    "Nadia Petrova": (Week(350, FULL, FULL - 4 * HOUR),),
    "Quentin Bell": (Week(260, FULL, FULL - 5 * HOUR),),
    "Ines Duarte": (Week(172, FULL, FULL - 8 * HOUR),),
    "Jonas Weber": (Week(200, FULL, HALF),),
    "Lucia Ferrari": (Week(800, HALF, HALF - 2 * HOUR),),
    "Hugo Harper": (Week(45, FULL, HALF),),
    "Zora Novak": (Week(1250, FULL, FULL - 3 * HOUR),),
    "Xenia Popov": (Week(178, FULL, MOST),),
    "Yusuf Demir": (Week(950, MOST, HALF),),
    "Anders Lund": (Week(92, FULL, MOST - 2 * HOUR),),
    "Wen Li": (Week(540, HALF, HALF - 4 * HOUR),),
    "Heidi Holm": (Week(165, FULL, FULL - 6 * HOUR),),
}  # of Mateo Silva, Grace Yamamoto and Victor Ngo nobody recorded it yet
AWAY = (
    ("Kalani Akana", 21, 30, "Ines Duarte", 25),
    ("Ines Duarte", 60, 73, None, 0),
    ("Pilar Nunez", -40, -33, "Kalani Akana", -33),
    ("Anders Lund", 12, 19, "Heidi Holm", 14),
)


FILLED = {
    "[Say how many claims you expect in each of the next quarters, and why.]": "About 2,500 claims in each of the next"
    " two quarters, as two large employers joined.",
    "[Say who is hired or trained by when, and what you ask.]": "Two HSCs begin within the quarter. We ask for a seat"
    " in the next orientation.",
}


def load() -> None:
    """Record what is not there yet."""
    for cohe, counted in COUNTED.items():
        if at := places.by_slug(cohe.slug):
            _load(cohe, at, counted, clock.today())


def _load(cohe: Sample, at: Any, counted: Mapping[int, tuple[int, int | None]], today: date) -> None:
    actor = Actor(manager(at.id), "sample")
    if not initiated_claims.of(at):
        now = Quarter.of(today)
        claims.record(actor, at, [Counted(now.earlier(back), *numbers) for back, numbers in counted.items()])
    numbers = rulings.of(at, current_app.extensions["rulebook"]).in_force(today, at.slug, None).numbers
    for each in ALL:
        person = people.by_email(at.id, each.email) if each.at is cohe else None
        if person and not time_splits.history(person):
            for week in WEEKS.get(each.name, ()):
                splits.record(actor, person, _split(week, today), numbers)
    _away(actor, cohe, at, today)
    if cohe is CEDAR:
        _note(actor, at, today)


def _note(actor: Actor, at: Any, today: date) -> None:
    """A note for the discussion of the quarter before the last, which has taken place."""
    of = Quarter.of(today).earlier(2)
    law = rulings.of(at, current_app.extensions["rulebook"])
    figures = notes.figures(at, law, of, today)
    if figures is None or notes.history(at, of):
        return
    text = discussion.draft(at.name, of, figures)
    for asked, said in FILLED.items():
        text = text.replace(asked, said)
    held_on = of.last + timedelta(20)
    discussions.keep(actor, at, of, text, held_on, notes.digest(figures), seen=0)


def _split(week: Week, today: date) -> SplitFacts:
    rest = week.week - week.claims
    parts = {"claims": week.claims, "outreach": rest // 2, "administration": rest - rest // 2}
    return SplitFacts(today - timedelta(week.ago), week.week, parts)


def _away(actor: Actor, cohe: Sample, at: Any, today: date) -> None:
    found = {each.name: people.by_email(at.id, each.email) for each in ALL if each.at is cohe}
    for name, first, last, by, covered in AWAY:
        person, cover = found.get(name), found.get(by) if by else None
        if person and not away.of(person):
            absences.record(actor, person, (today + timedelta(first), today + timedelta(last)))
            if cover:
                absences.cover(actor, person, cover, (today + timedelta(first), today + timedelta(covered)))
