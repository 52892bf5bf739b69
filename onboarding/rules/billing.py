"""From when to when somebody could bill: the days on which their L&I provider account is active."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from onboarding.rules.credential import PROVIDER_EVENTS
from onboarding.rules.facts import Event

Span = tuple[date, date | None]  # first day, and last day where it ended
ACTIVE = "active"
DAY_BEFORE = timedelta(days=1)


def active_spans(events: Iterable[Event]) -> list[Span] | None:
    """The spans in order of day; None for events that do not follow each other (rules/credential.py says why).

    A day on which the account begins to be active is in a span; one on which it ends is not.
    """
    order = list(PROVIDER_EVENTS)
    state, since, spans = "not_started", None, list[Span]()
    for event in sorted(events, key=lambda event: (event.on, order.index(event.event))):
        allowed, then = PROVIDER_EVENTS[event.event]
        if state not in allowed:
            return None
        if then == ACTIVE and state != ACTIVE:
            since = event.on
        elif then and then != ACTIVE and since:
            spans += [(since, event.on - DAY_BEFORE)] if since < event.on else []
            since = None
        state = then or state
    return [*spans, (since, None)] if since else spans


def split(first: date, last: date | None, spans: Iterable[Span]) -> Iterator[tuple[date, date | None, date | None]]:
    """A time from `first` through `last` (None: goes on) in pieces: first and last day, and the first on which they may
    bill, None for a piece in which they never may. Each piece ends where billing does, and all of them are the time.
    """
    begins: date | None = first
    for since, through in spans:
        if begins is None or (last and since > last):
            break
        if through is not None and through < begins:
            continue
        ends = through if through and (last is None or through < last) else last
        yield begins, ends, max(begins, since)
        begins = ends + DAY_BEFORE if ends and (last is None or ends < last) else None
    if begins is not None:
        yield begins, last, None
