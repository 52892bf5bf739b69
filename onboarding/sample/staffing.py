"""Claims by quarter, how people split their week, who is away, and a plan, at both COHEs; some of it not recorded."""

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
from onboarding.rules.findings import Outcome
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
                (1620, 43),
                (3080, 66), (3040, 71), (2990, 64), (2960, 68), (2840, 61), (2700, 59), (2600, 62), (2480, 64),
                (2450, 60), (2290, 58), (2300, 57), (2140, 61), (2110, 55), (2030, 52), (1900, 56), (1920, 54),
                (1790, 51), (1690, 49), (1600, 53), (1480, 50),
            )
        )
    ),
    HARBOR: {
        0: (410, None), 2: (720, 41), 3: (780, 38), 4: (760, 44), 5: (805, 40), 6: (790, 39), 7: (770, 42), 8: (730, 37)
    },
}  # fmt: skip


class Week(NamedTuple):
    """How somebody splits their week from so many days ago: the whole week, and claim-specific tasks. Who is new has
    none of these at first."""

    ago: int
    week: int
    claims: int


WEEKS: dict[str, tuple[Week, ...]] = {
    "Kalani Akana": (Week(1400, FULL, FULL - 2 * HOUR), Week(300, FULL, MOST)),
    "Omar Farouk": (Week(650, FULL, FULL - 2 * HOUR),),
    "Pilar Nunez": (Week(1100, MOST, MOST - 4 * HOUR), Week(90, HALF, HALF)),
    "Nadia Petrova": (Week(350, FULL, FULL - 4 * HOUR),),
    "Quentin Bell": (Week(260, FULL, FULL - 5 * HOUR),),
    "Ines Duarte": (Week(120, FULL, MOST),),  # of her first weeks nobody recorded it
    "Mateo Silva": (Week(70, FULL, FULL - 16 * HOUR),),
    "Grace Yamamoto": (Week(0, FULL, 0), Week(-75, FULL, MOST)),
    "Esperanza Cruz": (Week(-14, FULL, 0), Week(-90, FULL, MOST)),
    "Mina Okafor": (Week(-10, FULL, 0), Week(-85, FULL, MOST)),
    "Farid Haddad": (Week(-1, FULL, 0), Week(-60, FULL, HALF)),
    "Sigrid Thorne": (Week(2100, FULL, FULL - 2 * HOUR),),
    "Rafael Ortega": (Week(1950, FULL, MOST),),
    "Bettina Krause": (Week(1900, FULL, FULL - 4 * HOUR),),
    "Jonas Weber": (Week(200, FULL, HALF),),
    "Lucia Ferrari": (Week(800, HALF, HALF - 2 * HOUR),),
    "Hugo Harper": (Week(45, FULL, HALF),),
    "Zora Novak": (Week(1250, FULL, FULL - 3 * HOUR),),
    "Xenia Popov": (Week(178, FULL, MOST),),
    "Yusuf Demir": (Week(950, MOST, HALF),),
    "Anders Lund": (Week(92, FULL, MOST - 2 * HOUR),),
    "Wen Li": (Week(540, HALF, HALF - 4 * HOUR),),
    "Heidi Holm": (Week(165, FULL, FULL - 6 * HOUR),),
}  # of Victor Ngo nobody recorded it yet
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
    "[Say how many claims you expect in each of the next quarters, and why.]": "About 3,000 claims in each of the next"
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
    """A note for the discussion of the latest quarter above the trigger, which has taken place."""
    law = rulings.of(at, current_app.extensions["rulebook"])
    for back in range(1, len(COUNTED[CEDAR])):
        of = Quarter.of(today).earlier(back)
        figures = notes.figures(at, law, of, today)
        if notes.history(at, of):
            return
        if figures and figures["discussion"] == Outcome.REQUIRED:
            break
    else:
        return
    text = discussion.draft(at.name, of, figures)
    for asked, said in FILLED.items():
        text = text.replace(asked, said)
    held_on = of.last + timedelta(20)
    discussions.keep(actor, at, of, text, held_on, notes.digest(figures), seen=0)


def _split(week: Week, today: date) -> SplitFacts:
    rest = week.week - week.claims
    others = {"outreach": rest // 2, "administration": rest - rest // 2} if week.claims else {"other": rest}
    parts = {"claims": week.claims, **others}
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
