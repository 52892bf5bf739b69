"""The session of training that a page is about: on which side of it the user stands, and what they may do there."""

from typing import Any, NamedTuple

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import people, training_sessions as found
from onboarding.queries.training_sessions import State
from onboarding.roles import OrganisationKind
from onboarding.web.access import Scope


class Seen(NamedTuple):
    """A session, and what the user may do about it now."""

    session: Any
    state: State
    hosts: bool
    may_book: bool
    may_withdraw: bool
    may_cancel: bool
    may_record: bool


def the_session(scope: Scope, id: int) -> Seen:
    """The session with that number, where the organisation sees it. Raises NotFoundError."""
    session = scope.load(found.one, id)
    now = clock.now()
    state, hosts = found.state(session, now), found.hosts(session, scope.organisation)
    keeps, books = hosts and may_offer(scope), is_cohe(scope) and scope.may(May.BOOK)
    to_come = state is not State.CANCELED and session.starts_at > now
    return Seen(
        session,
        state,
        hosts,
        may_book=books and state is State.OPEN,
        may_withdraw=books and to_come,
        may_cancel=keeps and to_come,
        may_record=keeps and state is not State.CANCELED and session.starts_at <= now,
    )


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
