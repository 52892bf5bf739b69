"""Checkpoints: signed statements of how far a chain had come. Whoever keeps one can tell if what it covers changed.

Before one is signed, the entries since the last are followed: what does not fit is not signed but told in the log. All
that are there when that begins are followed with nothing locked and a piece at a time, since it may take a minute.
"""

import base64
import logging
from datetime import timedelta
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from onboarding import clock, keys
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.formats.trail import BEGINNING, checkpoint_statement, handover_statement
from onboarding.formats.trail_lines import Tampering
from onboarding.formats.trail_verify import follow, too_early
from onboarding.models.trail import Chain, Checkpoint
from onboarding.queries import trail
from onboarding.services.change import Actor, change

EVERY = timedelta(minutes=15)
ENTRIES = 100
KEPT = ("number", "head", "at", "key", "signature")
log = logging.getLogger("onboarding.trail")


class Place(NamedTuple):
    """An entry of a chain: everything up to it fits together."""

    number: int = 0
    head: str = BEGINNING


class UnsignedError(OnboardingError):
    """Nothing is signed, and why."""


class BrokenTrailError(UnsignedError):
    """The trail as stored does not fit together: somebody changed it."""


class ClockSetBackError(UnsignedError):
    """The clock says that it is earlier than what would be signed says."""


def make_due(config: Config) -> int:
    """Sign a checkpoint of each chain with many new entries, or with any and none signed for a while; how many.

    A chain that cannot be signed is told in the log, and the others are signed. Raises UnsignedError then.
    """
    made: int = 0
    unsigned: list[UnsignedError] = []
    for id in _due():
        try:
            sign(config, id)
            made += 1
        except UnsignedError as error:
            log.critical("%s", error)
            unsigned.append(error)
    if unsigned:
        raise unsigned[0]
    return made


def sign(config: Config, chain_id: int) -> Checkpoint:
    """Sign how far a chain has come, if that was not signed yet; the checkpoint of its present end.

    Raises BrokenTrailError where the entries since the last one do not fit, ClockSetBackError where the last of them
    is dated later than now.
    """
    place = _followed(chain_id)
    with writing():
        try:
            chain = db.session.scalars(select(Chain).where(Chain.id == chain_id).with_for_update()).one()
            signed = _signed(keys.signing_key(config.instance), chain, place)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
    return signed


def refuse_set_back(chain: str, end: trail.End) -> None:
    """Raises ClockSetBackError where the last entry is dated later than now, by more than clocks differ."""
    now = clock.in_utc(clock.now())
    try:
        early = too_early(now, end.at)
    except Tampering as error:
        raise _broken(chain, error) from error
    if early:
        raise ClockSetBackError(
            f"Entry {end.number} of {chain} is dated {end.at}, and the clock of this machine says {now}, so nothing is "
            "signed. Set the clock right. If it is right and was ahead then, the next entry can be signed."
        )


def signature(key: Ed25519PrivateKey, chain: str, number: int, head: str) -> dict[str, Any]:
    """A checkpoint as it is given to outsiders."""
    at = clock.in_utc(clock.now())
    return {
        "type": "checkpoint",
        "chain": chain,
        "number": number,
        "head": head,
        "at": at,
        "key": keys.public_of(key).fingerprint,
        "signature": _sign(key, checkpoint_statement(chain, number, head, at)),
    }


def rotate(actor: Actor, config: Config) -> keys.PublicKey:
    """Retire the signing key once it has signed every chain's end, and use a new one; each chain has an entry of it.

    Raises UnsignedError: nothing is retired then.
    """
    places = {id: _followed(id) for id in db.session.scalars(select(Chain.id)).all()}
    with change(actor) as under_way:
        order = func.coalesce(Chain.organisation_id, 0)  # as changes lock them
        chains = db.session.scalars(select(Chain).order_by(order).with_for_update()).all()
        old, new = keys.signing_key(config.instance), Ed25519PrivateKey.generate()
        for chain in chains:
            _signed(old, chain, places.get(chain.id, Place()))
        was, will_be, at = keys.public_of(old), keys.public_of(new), clock.in_utc(clock.now())
        _refuse_before_its_last(config, was, at)
        statement = handover_statement(was.public, will_be.public, at)
        for chain in chains:
            under_way.record(
                chain.organisation_id,
                Action.KEY_ROTATED,
                f"chain:{chain.name}",
                old=was.fingerprint,
                new=will_be.fingerprint,
            )
        retired = was._replace(
            retired_at=at,
            handed_over=_sign(old, statement),
            taken_over=_sign(new, statement),
            next=will_be.fingerprint,
        )
        db.session.flush()
        keys.replace_signing(config.instance, new, retired)
    return will_be


def _due() -> list[int]:
    last = (
        select(
            Checkpoint.chain_id, func.max(Checkpoint.number).label("number"), func.max(Checkpoint.made_at).label("at")
        )
        .group_by(Checkpoint.chain_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Chain.id, Chain.number, last.c.number, last.c.at).outerjoin(last, last.c.chain_id == Chain.id)
    ).all()
    db.session.rollback()
    now = clock.now()
    return [
        id
        for id, number, signed, at in rows
        if number != (signed or 0) and (at is None or number - signed >= ENTRIES or at <= now - EVERY)
    ]


def _followed(chain_id: int) -> Place:
    """How far a chain fits together, from its last checkpoint on. Raises BrokenTrailError.

    Who adds to it meanwhile waits for nothing: the few entries that came since are followed once it is locked.
    """
    db.session.rollback()
    chain, last = db.session.get_one(Chain, chain_id), trail.newest_checkpoint(chain_id)
    name, end, place = chain.name, chain.number, Place(last.number, last.head) if last else Place()
    db.session.rollback()
    while place.number < end and (further := _next(chain_id, name, place)) != place:
        place = further
        db.session.rollback()  # a reader that goes on keeps others from writing, and what has begun so could not write
    return place


def _signed(key: Ed25519PrivateKey, chain: Chain, place: Place) -> Checkpoint:
    """The checkpoint of a chain that is locked and was followed to that place, made unless it is there."""
    last = trail.newest_checkpoint(chain.id)
    if last is not None and (last.number, last.head) == (chain.number, chain.head):
        return last
    while place.number < chain.number and (further := _next(chain.id, chain.name, place)) != place:
        place = further
    if place != (chain.number, chain.head):
        says = f"it should end at entry {chain.number} and ends at entry {place.number}, or otherwise"
        raise _broken(chain.name, says)
    refuse_set_back(chain.name, trail.end_of(chain.id))
    statement = signature(key, chain.name, chain.number, chain.head)
    made = Checkpoint(chain_id=chain.id, made_at=clock.now(), **{each: statement[each] for each in KEPT})
    db.session.add(made)
    db.session.flush()
    return made


def _next(chain_id: int, name: str, place: Place) -> Place:
    """The same, a piece of the chain further on; the same place where the chain ends there."""
    try:
        for each in trail.entries_after(chain_id, place.number):
            found = follow(each, name, *place)
            place = Place(found["number"], found["hash"])
    except Tampering as error:
        raise _broken(name, error) from error
    return place


def _broken(name: str, says: object) -> BrokenTrailError:
    return BrokenTrailError(f"The trail of {name} was changed where it is stored: {says}")


def _refuse_before_its_last(config: Config, key: keys.PublicKey, at: str) -> None:
    """A key is retired after the last that it signed and after those before it, or nobody could verify that."""
    signed = db.session.scalar(select(func.max(Checkpoint.at)).where(Checkpoint.key == key.fingerprint))
    last = max([signed or "", *(each.retired_at or "" for each in keys.public_keys(config.instance))])
    if at < last:
        raise ClockSetBackError(
            f"The key last signed at {last}, and the clock of this machine says {at}, so no key is retired. "
            "Set the clock right. If it is right and was ahead then, wait until that moment has passed."
        )


def _sign(key: Ed25519PrivateKey, statement: bytes) -> str:
    return base64.b64encode(key.sign(statement)).decode()
