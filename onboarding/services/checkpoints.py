"""Checkpoints: signed statements of how far a chain had come. Whoever keeps one can tell if what it covers changed."""

import base64
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from onboarding import clock, keys
from onboarding.config import Config
from onboarding.extensions import db, writing
from onboarding.formats.trail import checkpoint_statement
from onboarding.models.trail import Chain, Checkpoint

EVERY = timedelta(minutes=15)
ENTRIES = 100


def make_due(config: Config) -> int:
    """Sign a checkpoint of each chain with many new entries, or with any and none signed for a while; how many."""
    with writing():
        last = (
            select(
                Checkpoint.chain_id,
                func.max(Checkpoint.number).label("number"),
                func.max(Checkpoint.made_at).label("at"),
            )
            .group_by(Checkpoint.chain_id)
            .subquery()
        )
        rows = db.session.execute(
            select(Chain.id, Chain.number, last.c.number, last.c.at).outerjoin(last, last.c.chain_id == Chain.id)
        ).all()
        db.session.rollback()
        now, made = clock.now(), 0
        for id, number, signed, at in rows:
            new = number - (signed or 0)
            if new and (at is None or new >= ENTRIES or at <= now - EVERY):
                sign(config, id)
                made += 1
    return made


def sign(config: Config, chain_id: int) -> Checkpoint:
    """Sign how far a chain has come, if that was not signed yet; the checkpoint of its present end."""
    with writing():
        chain = db.session.scalars(select(Chain).where(Chain.id == chain_id).with_for_update()).one()
        known = db.session.scalar(
            select(Checkpoint).where(Checkpoint.chain_id == chain.id, Checkpoint.number == chain.number)
        )
        if known is None:
            signed = signature(config, chain.name, chain.number, chain.head)
            known = Checkpoint(chain_id=chain.id, made_at=clock.now(), **{key: signed[key] for key in KEPT})
            db.session.add(known)
        db.session.commit()
    return known


KEPT = ("number", "head", "at", "key", "signature")


def signature(config: Config, chain: str, number: int, head: str) -> dict[str, Any]:
    """A checkpoint as it is given to outsiders."""
    key, at = keys.signing_key(config.instance), clock.in_utc(clock.now())
    signed = key.sign(checkpoint_statement(chain, number, head, at))
    return {
        "type": "checkpoint",
        "chain": chain,
        "number": number,
        "head": head,
        "at": at,
        "key": keys.public_of(key).fingerprint,
        "signature": base64.b64encode(signed).decode(),
    }
