"""Knocks: somebody was not let in. The request notes it in a row of its own, and the clock tells the trail.

So what a stranger does takes as long whether or not there is such an account, holds up nobody's chain, and makes few
entries however often it is done: one for each visitor and organisation in each quarter of an hour, with how often.
"""

from collections.abc import Hashable, Mapping, Sequence

from sqlalchemy import delete, func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.knock import Knock
from onboarding.queries import accounts as found
from onboarding.services.accounts import record_of
from onboarding.services.change import SYSTEM, Actor, change, record
from onboarding.services.visits import network_of

MOST = 100  # that wait of one user at one organisation: what is more is in the log alone
AT_ONCE = 5000


def refused(actor: Actor, organisation_id: int | None, endpoint: str) -> None:
    """Undo what the request did, and note that somebody signed in asked for what is not theirs."""
    db.session.rollback()
    waiting = select(func.count(Knock.id)).where(
        Knock.actor_id == actor.user_id,
        Knock.organisation_id == organisation_id,  # `== None` becomes IS NULL
    )
    if (db.session.scalar(waiting) or 0) < MOST:
        with change(actor):
            _add(actor, Action.ACCESS_REFUSED, f"route:{endpoint}"[:60], organisation_id)


def guessed(actor: Actor, account: str) -> None:
    """Note, in the transaction under way, that somebody guessed wrong at an account, which is known by its hash."""
    _add(actor, Action.SIGN_IN_REFUSED, account)


def tell() -> int:
    """Write what waits to the trail; how many knocks there were."""
    told = 0
    while some := _tell_some():
        told += some
    return told


def _add(actor: Actor, action: Action, what: str, organisation_id: int | None = None) -> None:
    db.session.add(
        Knock(
            action=action.value,
            what=what,
            actor_id=actor.user_id,
            organisation_id=organisation_id,
            origin=actor.origin[:64],
            request=actor.request,
            at=clock.now(),
        )
    )


def _tell_some() -> int:
    with change(SYSTEM):
        oldest = select(Knock).order_by(Knock.id).limit(AT_ONCE).with_for_update(skip_locked=True)
        rows = db.session.scalars(oldest).all()
        users = found.by_hash({row.what for row in rows if row.action == Action.SIGN_IN_REFUSED})
        alike: dict[Hashable, list[Knock]] = {}
        for row in rows:
            alike.setdefault(_kind(row, users), []).append(row)
        for each in alike.values():
            _tell(each, users.get(each[0].what))
        db.session.execute(delete(Knock).where(Knock.id.in_([row.id for row in rows])))
    return len(rows)


def _kind(row: Knock, users: Mapping[str, int]) -> Hashable:
    """What is told together: of one visitor at one organisation or account; at accounts of nobody, of one network."""
    who = users.get(row.what, network_of(row.origin)) if row.action == Action.SIGN_IN_REFUSED else None
    return row.action, row.actor_id, row.organisation_id, who


def _tell(alike: Sequence[Knock], user_id: int | None) -> None:
    first, action = alike[0], Action(alike[0].action)
    actor = Actor(first.actor_id, "visitor", first.origin, first.request)
    facts = {
        "times": len(alike),
        "since": clock.in_utc(first.at),
        "networks": len({network_of(each.origin) for each in alike}),
    }
    if action is Action.ACCESS_REFUSED:
        record(actor, first.organisation_id, action, first.what, **facts)
    elif user_id is None:
        record(actor, None, action, "user:unknown", **facts)
    else:
        record_of(actor, db.session.get_one(User, user_id), action, **facts)
