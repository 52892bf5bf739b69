"""Makers of people who owe training and of sessions, and plans of them.

The plain person is hired on Thursday, January 15, 2026: due on Wednesday, July 15. Seen from Monday, June 1.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from onboarding.planning.needs import Away, Gone, Held, Offer, Owing
from onboarding.planning.plan import Comes, Plan, Proposal, plan
from onboarding.planning.problem import Problem, Solution
from onboarding.planning.solver import solve
from onboarding.rules.facts import Activity
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from tests.rules.make import make_trainee
from tests.rules.make_law import make_rulings

TODAY = date(2026, 6, 1)
UNROLLED = make_rulings(deadline_roll_forward="unrolled")
LAWS = (
    UNROLLED,
    make_rulings(deadline_roll_forward="unrolled", option_two_coverage="any-one"),
    make_rulings(deadline_roll_forward="unrolled", shadowing_total="sum"),
    make_rulings(deadline_roll_forward="unrolled", shadowing_total="sum", option_two_coverage="any-one"),
)


def best(problem: Problem) -> Solution:
    return solve(problem, 60)


def owing(
    *had: Activity,
    id: int = 1,
    hired_on: str = "2026-01-15",
    law: Rulings = UNROLLED,
    held: Iterable[Held] = (),
    left_on: date | None = None,
    away: Iterable[Away] = (),
) -> Owing:
    judged = train(make_trainee(*had, hired_on=hired_on), law, TODAY).claimed.additional
    return Owing(id, judged, tuple(held), left_on, tuple(away))


def offer(
    activity: Activity, id: int = 1, free: int = 1, host: str | None = None, hour: int = 9, gone: Gone | None = None
) -> Offer:
    begins = datetime.combine(activity.on, datetime.min.time()) + timedelta(hours=hour)
    gone_on = date(2026, 5, 20) if gone else None
    return Offer(id, activity, begins, begins + timedelta(hours=3), free, host, gone_on, gone)


def planned(people: Sequence[Owing], offers: Sequence[Offer], today: date = TODAY) -> Plan:
    return plan(people, offers, {}, today, best)


def only(people: Sequence[Owing], offers: Sequence[Offer]) -> Proposal:
    (proposal,) = planned(people, offers).proposals
    return proposal


def comes(found: Plan) -> list[tuple[Comes, tuple[int, ...]]]:
    return [(each.comes, tuple(one.id for one in each.offers)) for each in found.proposals]


PRACTICE = ("other_cohe_practice",)
BOTH = ("lni_processes", "other_cohe_practice")
