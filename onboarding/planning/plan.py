"""A plan for everybody who owes additional training: who goes to which session, and what is then still missing.

Most are done in time, then most at all, then as early as can be, then the load on hosts is fair: in this order, each
as good as the one before allows. With the seats that are left, people who cannot be done go to what meets one of
their needs in time: it is enough where L&I asks for no more than that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from onboarding.planning.needs import Lacking, Offer, Owing, lacking, met_on
from onboarding.planning.problem import Cover, Level, Need, Part, Problem, Seats, Solution, Wanting
from onboarding.planning.reasons import Lost, NotTaken, Outside, lost, not_taken, outside, since

Best = Callable[[Problem], Solution]
NOTHING = Solution((), *[Level(0, 0)] * 4)


class Comes(StrEnum):
    """What the plan comes to for somebody."""

    BOOKED = "booked"  # what they are booked for is enough, in time or late
    IN_TIME = "in_time"
    LATE = "late"
    PART = "part"  # one of two needs
    NOTHING = "nothing"


class Proposal(NamedTuple):
    """What is proposed for somebody, and why. `done_on`: when all is done; of a part, when that is.

    `missing`: the needs that stay open. `sooner`: what is sooner and not proposed. Of whom is not done in time:
    `outside`, what can still be started without a session; or `since`, the day from which on no option was left, and
    what became of each in `lost`.
    """

    lacking: Lacking
    comes: Comes
    offers: tuple[Offer, ...]
    done_on: date | None
    missing: tuple[str, ...]
    sooner: tuple[NotTaken, ...]
    outside: tuple[Outside, ...]
    since: date | None
    lost: tuple[Lost, ...]

    @property
    def in_time(self) -> bool:
        """Whether all is done by the due date, whatever L&I rules."""
        return not self.missing and self.done_on is not None and self.done_on <= self.lacking.due


class Plan(NamedTuple):
    """What is proposed for each who still needs something or is booked for it, in the order in which they were given;
    and how good it is, first and with what is left."""

    proposals: tuple[Proposal, ...]
    first: Solution
    left: Solution

    @property
    def is_proved(self) -> bool:
        """Whether no plan is better."""
        return self.first.is_proved and self.left.is_proved


def plan(people: Iterable[Owing], offers: Iterable[Offer], loads: Mapping[str, int], today: date, best: Best) -> Plan:
    """The best plan on a day. `loads`: how many each host has already; `best`: how the best choice is found."""
    each = [one for owing in people if (one := lacking(owing, today)).needs or one.met_on]
    known = sorted(offers, key=lambda offer: (offer.starts_at, offer.id))
    free = [offer for offer in known if offer.free > 0 and offer.gone is None]
    open_ = [one for one in each if one.needs and all(_covers(one, need, free) for need in one.needs)]
    first = _chosen(open_, [one.needs for one in open_], free, loads, today, best)
    taken = _by_person(open_, first, free)
    still = [offer._replace(free=offer.free - sum(offer in its for its in taken.values())) for offer in free]
    rest = [one for one in each if len(one.needs) > 1 and not taken.get(one.owing.id)]
    rest = [one for one in rest if any(_is_a_part(one, offer, today) for offer in still)]
    left = _chosen(rest, [None for _ in rest], still, loads, today, best)
    parts = _by_person(rest, left, free)
    going = taken | parts
    spare = {each.id for each in free if each.free > sum(each in its for its in going.values())}
    return Plan(tuple(_proposal(one, going.get(one.owing.id, ()), known, spare, today) for one in each), first, left)


def _chosen(
    people: Sequence[Lacking],
    needs: Sequence[tuple[str, ...] | None],
    offers: Sequence[Offer],
    loads: Mapping[str, int],
    today: date,
    best: Best,
) -> Solution:
    """The best choice for these needs; None: for whichever of them is met at once, in time."""
    if not people:
        return NOTHING
    places = {offer.id: place for place, offer in enumerate(offers)}
    hosts = sorted({offer.host for offer in offers if offer.host is not None})
    wanting = []
    for one, open_ in zip(people, needs, strict=True):
        going = [offer for offer in offers if one.helps(offer) and one.could_go(offer)]
        if open_ is None:
            covers = [Cover(places[o.id], _days(o.activity.on, today)) for o in going if _is_a_part(one, o, today)]
            asked: tuple[Need, ...] = (Need(tuple(covers)),)
        else:
            asked = tuple(_need(one, need, going, places, today) for need in open_)
        clashes = _clashes(going, places) if len(asked) > 1 or any(need.parts for need in asked) else ()
        wanting.append(Wanting(asked, _days(one.due, today), clashes))
    seats = [Seats(offer.free, hosts.index(offer.host) if offer.host is not None else None) for offer in offers]
    return best(Problem(tuple(wanting), tuple(seats), tuple(loads.get(host, 0) for host in hosts)))


def _need(one: Lacking, need: str, going: Iterable[Offer], places: Mapping[int, int], today: date) -> Need:
    giving = [offer for offer in going if need in one.gives(offer.activity)]
    if need in one.late:  # what is booked stays: another seat has to be in time
        giving = [offer for offer in giving if offer.activity.on <= one.due]
    scale = lcm(one.minutes.denominator, *(offer.activity.minutes.denominator for offer in giving))
    from_ = _days(one.met_on, today) if one.met_on else 0
    covers = [Cover(places[o.id], max(from_, _days(o.activity.on, today))) for o in giving if one.is_enough(o.activity)]
    if need in one.late:
        covers.append(Cover(None, max(from_, _days(one.late[need], today))))
    parts = tuple(
        Part(places[o.id], max(from_, _days(o.activity.on, today)), int(o.activity.minutes * scale))
        for o in giving
        if not one.is_enough(o.activity)
    )
    return Need(tuple(covers), parts, int(one.minutes * scale) if parts else 0)


def _clashes(offers: Sequence[Offer], places: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """The sessions under way when each begins: nobody can be at two of them."""
    under_way = {
        tuple(places[other.id] for other in offers if other.starts_at <= each.starts_at < other.ends_at)
        for each in offers
    }
    return tuple(sorted(each for each in under_way if len(each) > 1))


def _covers(one: Lacking, need: str, offers: Iterable[Offer]) -> bool:
    """Whether a need can be met at all by the sessions that there are."""
    if need in one.late:
        return True
    giving = [o for o in offers if need in one.gives(o.activity) and one.helps(o) and one.could_go(o)]
    if any(one.is_enough(offer.activity) for offer in giving):
        return True
    return sum((offer.activity.minutes for offer in giving), Fraction(0)) >= one.minutes and bool(giving)


def _is_a_part(one: Lacking, offer: Offer, today: date) -> bool:
    """Whether it meets one of several needs alone: in time, where that is not past."""
    in_time = offer.activity.on <= one.due or one.due < today
    return in_time and one.is_enough(offer.activity) and one.helps(offer) and one.could_go(offer)


def _by_person(people: Sequence[Lacking], found: Solution, offers: Sequence[Offer]) -> dict[int, tuple[Offer, ...]]:
    """The sessions of each, without any that they do as well without."""
    taken = {}
    for one, places in zip(people, found.taken, strict=True):
        going = [offers[place] for place in places]
        for offer in reversed(going):
            without = [each for each in going if each is not offer]
            if _met(one, without) == _met(one, going):
                going = without
        if going:
            taken[one.owing.id] = tuple(going)
    return taken


def _met(one: Lacking, going: Iterable[Offer]) -> tuple[tuple[str, ...], date | None]:
    """Which needs are met by these and by what is booked, and on which day the last of them."""
    held = [each.offer for each in one.owing.held if each.seat]
    had = sorted((offer.activity for offer in (*held, *going)), key=lambda activity: activity.on)
    met = {need: on for need in one.needs if (on := met_on(one, need, had))}
    return tuple(met), max((*met.values(), *([one.met_on] if one.met_on else [])), default=None)


def _proposal(
    one: Lacking, going: tuple[Offer, ...], offers: Sequence[Offer], spare: Collection[int], today: date
) -> Proposal:
    met, done_on = _met(one, going)
    missing = tuple(need for need in one.needs if need not in met)
    comes = _comes(one, going, missing, done_on)
    is_late = bool(missing) or done_on is None or done_on > one.due
    lost_since = since(one, offers, today) if is_late else None
    return Proposal(
        one,
        comes,
        going,
        done_on,
        missing,
        not_taken(one, going, offers, spare, today),
        outside(one, missing or one.needs, today) if is_late and lost_since is None else (),
        lost_since,
        lost(one, offers) if lost_since else (),
    )


def _comes(one: Lacking, going: Sequence[Offer], missing: Sequence[str], done_on: date | None) -> Comes:
    if not going:
        return Comes.BOOKED if not missing else Comes.NOTHING
    if missing:
        return Comes.PART
    return Comes.IN_TIME if done_on and done_on <= one.due else Comes.LATE


def _days(on: date, today: date) -> int:
    return (on - today).days
