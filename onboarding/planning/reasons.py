"""Why somebody does not go to a session, what can still be started without one, and since when nothing could."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from onboarding.planning.needs import Gone, Lacking, Offer, kinds_for
from onboarding.rules.training_options import options

A_DAY = timedelta(days=1)
SHOWN = 3  # sessions that are sooner
ALONE = ("approved_content", "orientation", "shadowing")  # what can be asked for without a session that is offered


class Why(StrEnum):
    """Why something is not possible, or not proposed."""

    LEAD = "lead"  # it had to be started sooner
    FULL = Gone.FULL.value
    CLOSED = Gone.CLOSED.value
    CANCELED = Gone.CANCELED.value
    BUSY = "busy"  # they are booked for something at that time
    LEFT = "left"  # they are no longer in the role then
    AWAY = "away"  # they are recorded as away then
    OVERLAPS = "overlaps"  # it is at the same time as what is proposed
    OTHERS = "others"  # others take its seats in this plan
    NO_SOONER = "no_sooner"  # it has seats left, and would not have them done, or done sooner
    NONE = "none"  # there is no session


class NotTaken(NamedTuple):
    """A session that is sooner than what is proposed, and why it is not."""

    offer: Offer
    why: Why


class Outside(NamedTuple):
    """What can still be started without a session that is offered, and until when."""

    kind: str
    start_by: date


class Lost(NamedTuple):
    """A kind of training, and why it cannot meet a need in time any more. `on`: the first day on which it could not;
    None where it never could. `offer`: the session that was the last way."""

    need: str
    kind: str
    why: Why
    on: date | None
    offer: Offer | None = None


class _Way(NamedTuple):
    """A way to meet a need in time: the last day on which it could be taken, and what ended it."""

    last: date
    why: Why
    offer: Offer | None = None


def outside(one: Lacking, needs: Iterable[str], today: date) -> tuple[Outside, ...]:
    """What can still be started in the usual time, of what meets one of these needs."""
    picture = options(one.owing.judged)
    kinds = {"approved_content", *(kind for need in needs for kind in kinds_for(need))}
    found = (Outside(kind, picture.of(kind).start_by) for kind in ALONE if kind in kinds)
    return tuple(each for each in found if each.start_by >= today)


def since(one: Lacking, offers: Sequence[Offer], today: date) -> date | None:
    """The first day on which no option was left by which all would be in time; None while one is."""
    last = min((_last(one, need, offers) for need in one.needs), default=date.max)
    return last + A_DAY if last < today else None


def lost(one: Lacking, offers: Sequence[Offer]) -> tuple[Lost, ...]:
    """What became of each kind, for the need that was the first without any."""
    need = min(one.needs, key=lambda need: _last(one, need, offers))
    return tuple(_lost(one, need, kind, offers) for kind in ("approved_content", *kinds_for(need)))


def not_taken(
    one: Lacking, going: Sequence[Offer], offers: Iterable[Offer], spare: Collection[int], today: date
) -> tuple[NotTaken, ...]:
    """The sessions to come that would help, sooner than what is proposed, and why each is not proposed.

    `spare`: those that have seats left.
    """
    if not one.needs:
        return ()
    until = max((offer.starts_at for offer in going), default=None)
    found = []
    for offer in offers:
        if offer in going or offer.activity.on < today or not one.helps(offer):
            continue
        if until is None or offer.starts_at < until:
            found.append(NotTaken(offer, _why(one, offer, going, spare)))
    return tuple(found[:SHOWN])


def _why(one: Lacking, offer: Offer, going: Iterable[Offer], spare: Collection[int]) -> Why:
    if offer.gone:
        return Why(offer.gone.value)
    if not one.is_here(offer):
        return Why.LEFT
    if one.is_away(offer):
        return Why.AWAY
    if not one.could_go(offer):
        return Why.BUSY
    if any(offer.overlaps(other) for other in going):
        return Why.OVERLAPS
    return Why.NO_SOONER if offer.id in spare else Why.OTHERS


def _lost(one: Lacking, need: str, kind: str, offers: Sequence[Offer]) -> Lost:
    way = max(_ways(one, need, kind, offers), key=lambda way: way.last, default=None)
    if way is None:
        return Lost(need, kind, Why.NONE, None)
    return Lost(need, kind, way.why, way.last + A_DAY if way.last > date.min else None, way.offer)


def _last(one: Lacking, need: str, offers: Sequence[Offer]) -> date:
    """The last day on which a need could still be met in time; the last of all while a session can be booked."""
    kinds = ("approved_content", *kinds_for(need))
    return max((way.last for kind in kinds for way in _ways(one, need, kind, offers)), default=date.min)


def _ways(one: Lacking, need: str, kind: str, offers: Sequence[Offer]) -> Iterator[_Way]:
    """Every way by a kind: to ask for it, by one session, and by several visits together."""
    if kind in ALONE:
        yield _Way(options(one.owing.judged).of(kind).start_by, Why.LEAD)
    giving = [o for o in offers if o.activity.kind == kind and need in one.gives(o.activity) and one.helps(o)]
    ways = [(_until(one, offer), offer) for offer in giving if offer.activity.on <= one.due]
    for way, offer in ways:
        if one.is_enough(offer.activity):
            yield way
    had = Fraction(0)
    for way, offer in sorted(ways, key=lambda pair: pair[0].last, reverse=True):
        had += 0 if one.is_enough(offer.activity) else offer.activity.minutes
        if had >= one.minutes > 0:
            yield way
            return


def _until(one: Lacking, offer: Offer) -> _Way:
    """Until when somebody could take a seat at a session."""
    if not one.is_here(offer):
        return _Way(date.min, Why.LEFT, offer)
    busy = [each.since for each in one.owing.held if each.offer.overlaps(offer)]
    gone = offer.gone_on or date.max
    away = [each.since for each in one.owing.away if each.meets(offer)]
    if away and min(away) < min([gone, *busy]):
        return _Way(min(away) - A_DAY, Why.AWAY, offer)
    if busy and min(busy) < gone:
        return _Way(min(busy) - A_DAY, Why.BUSY, offer)
    if offer.gone:
        return _Way(gone - A_DAY, Why(offer.gone.value), offer)
    return _Way(date.max, Why.OTHERS, offer)
