"""The session of training that a page is about: on which side of it the user stands, and what they may do there."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import flash

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import absences, hosts, people, training_sessions as found
from onboarding.queries.training_sessions import State
from onboarding.roles import OrganisationKind
from onboarding.rules.wording import short_day
from onboarding.web.access import Scope


class Seen(NamedTuple):
    """A session, and what the user may do about it now.

    `hosts`: whether the organisation offers it; `keeps` and `books`: whether the user keeps it and books people for it.
    """

    session: Any
    state: State
    hosts: bool
    keeps: bool
    books: bool
    has_begun: bool

    @property
    def may_book(self) -> bool:
        """Whether seats are taken."""
        return self.books and self.state is State.OPEN

    @property
    def may_withdraw(self) -> bool:
        """Whether seats are given back."""
        return self.books and self.takes_place and not self.has_begun

    @property
    def may_cancel(self) -> bool:
        """Whether it can still be called off."""
        return self.keeps and self.takes_place and not self.has_begun

    @property
    def may_record(self) -> bool:
        """Whether it is said who came."""
        return self.keeps and self.takes_place and self.has_begun and not self.is_visit

    @property
    def may_ask(self) -> bool:
        """Whether the host is asked who came."""
        return self.keeps and self.is_visit and self.state is State.HELD

    @property
    def is_visit(self) -> bool:
        """Whether somebody is shadowed."""
        return found.is_visit(self.session)

    @property
    def takes_place(self) -> bool:
        """Whether it was not canceled."""
        return self.state is not State.CANCELED


def the_session(scope: Scope, id: int) -> Seen:
    """The session with that number, where the organisation sees it. Raises NotFoundError."""
    session = scope.load(found.one, id)
    now = clock.now()
    hosts = found.hosts(session, scope.organisation)
    return Seen(
        session,
        found.state(session, now),
        hosts,
        keeps=hosts and may_offer(scope),
        books=is_cohe(scope) and scope.may(May.BOOK) and not (hosts and found.is_visit(session)),
        has_begun=session.starts_at <= now,
    )


def warn_away(session: Any, people: Collection[Any], known: Mapping[int, Any] | None = None) -> None:
    """Say of these people, who are booked or shadowed, who is recorded as away on a day of the session. `known`: their
    absences, where they were asked for already.
    """
    first = clock.day_of(session.starts_at)
    rows = absences.of_people([each.id for each in people], first) if known is None else known
    for person in people:
        if row := absences.during(rows.get(person.id, ()), session):
            days = f"from {short_day(row.first_on)} to {short_day(row.last_on)}"
            flash(f"{person.name} is recorded as away {days}. The session is on one of these days.", "warning")


def warn_taken_up(person: Any, days: tuple[date, date]) -> None:
    """Say for what the person is booked, or shadowed, on days on which they are away."""
    for session in hosts.taken_up(person, *days):
        on = short_day(clock.day_of(session.starts_at))
        flash(f"{person.name} is booked on one of these days: {found.name(session)}, {on}.", "warning")


def host_away(session: Any, today: date) -> Any:
    """The absence of who is shadowed on a day of the visit; None where none is recorded, or the day has passed."""
    host = session.hosting.person if session.hosting else None
    if host is None or clock.day_of(session.ends_at) < today:
        return None
    return absences.during(absences.of_people([host.id], today).get(host.id, ()), session)


def may_offer(scope: Scope) -> bool:
    """Whether the user offers sessions in the organisation: its managers at a COHE, contract managers at L&I."""
    return scope.may(May.KEEP_STAFF if is_cohe(scope) else May.OFFER_SESSIONS)


def is_cohe(scope: Scope) -> bool:
    """Whether the organisation has people to book."""
    return bool(scope.organisation.kind is OrganisationKind.COHE)


def those_seen(scope: Scope) -> Any:
    """Which people of the COHE the user sees: for HR, those whom they hired; see `people.seen`."""
    mine = scope.user.id if scope.may(May.HIRE) else None
    return people.seen(scope.may(May.READ_STAFF), clock.today(), mine)
