"""Claims by quarter, how people split their week, who is away, and a plan, at both COHEs; not all of it recorded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.queries import (
    absences as away,
    cover_requests,
    coverage,
    discussions as notes,
    initiated_claims,
    organisations as places,
    people,
    rulings,
    time_splits,
    what_ifs,
)
from onboarding.queries.what_ifs import Planned
from onboarding.rules import discussion
from onboarding.rules.days import Quarter
from onboarding.rules.what_if import WhatIfKind
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.sample.people import ALL, manager
from onboarding.services import (
    absences,
    cover_requests as requests,
    coverage as cover_in_words,
    discussions,
    initiated_claims as claims,
    time_splits as splits,
    what_ifs as plans,
)
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
                (1320, 43),
                (2130, 66), (1980, 71), (1790, 64), (1860, 68), (1930, 61), (1705, 59), (1640, 62), (1700, 64),
                (1835, 60), (1655, 58), (1395, 57), (1560, 61), (1540, 55), (1500, 52), (1452, 56), (1410, 54),
                (1480, 51), (1360, 49), (1240, 53), (1310, 50),
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
    ("Quentin Bell", 40, 44, None, 0),
    ("Anders Lund", 12, 19, "Heidi Holm", 14),
)
ASKED = "Hugo Harper"  # who has an account; of each absence that no one covers he is asked for these days, and answers
ASKS = (
    ("Ines Duarte", 60, 66, None),
    ("Kalani Akana", 26, 30, "I have my initial training on these days."),
    ("Quentin Bell", 40, 44, ""),
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
    if cohe is not CEDAR:
        return
    if not what_ifs.listed(at):
        _plan(actor, at, today)
    _ask(actor, at, today)
    if not coverage.ways(at):
        cover_in_words.word(actor, at, today - timedelta(400), cover_in_words.DRAFT)
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


def _plan(actor: Actor, at: Any, today: date) -> None:
    """Somebody leaves at the end of the quarter; another comes six weeks later, and may bill after that."""
    kalani = people.by_email(at.id, next(each.email for each in ALL if each.name == "Kalani Akana"))
    assert kalani
    last = Quarter.of(today).last
    comes, bills = last + timedelta(45), last + timedelta(135)
    plan = plans.save(actor, at, "A leaving in winter, a hire in spring")
    hire = Planned(WhatIfKind.HIRE, on=comes, minutes=FULL, role="hsc", bills_on=bills)
    for each in (Planned(WhatIfKind.LEAVES, person=kalani.id, on=last), hire):
        plans.put(actor, at, plan.key, each)


def _away(actor: Actor, cohe: Sample, at: Any, today: date) -> None:
    found = {each.name: people.by_email(at.id, each.email) for each in ALL if each.at is cohe}
    for name, first, last, by, covered in AWAY:
        person, cover = found.get(name), found.get(by) if by else None
        if person and not away.of(person):
            absences.record(actor, person, (today + timedelta(first), today + timedelta(last)))
            if cover:
                absences.cover(actor, person, cover, (today + timedelta(first), today + timedelta(covered)))


def _ask(actor: Actor, at: Any, today: date) -> None:
    """Have one asked to cover: he accepts, declines and says why, or has not answered."""
    found = {each.name: people.by_email(at.id, each.email) for each in ALL if each.at is CEDAR}
    asked, himself = found[ASKED], Actor(account_of(ASKED).id, ASKED)
    for name, first, last, why in ASKS:
        person = found[name]
        if person is None or asked is None or cover_requests.of_person(person, today):
            continue
        row = requests.ask(actor, person, asked, (today + timedelta(first), today + timedelta(last)))
        if why:
            requests.decline(himself, asked, row.id, why)
        elif why is not None:
            requests.accept(himself, asked, row.id)
