"""Erasing the details of entries: what may have to go one day goes, and the chain still verifies."""

from sqlalchemy import select

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.trail import TrailDetail, TrailEntry
from onboarding.queries.trail import chain_of
from onboarding.services.change import Actor, change


def erase(actor: Actor, organisation_id: int, subject: str, reason: str) -> int:
    """Erase the details of every entry about a subject; how many. That it was done is an entry of its own."""
    with change(actor) as under_way:
        chain = chain_of(organisation_id)
        details = db.session.scalars(
            select(TrailDetail)
            .join(TrailEntry)
            .where(TrailEntry.chain_id == chain.id, TrailEntry.subject == subject, TrailDetail.salt.is_not(None))
        ).all()
        for detail in details:
            detail.salt = detail.body = None
        under_way.record(organisation_id, Action.DETAIL_ERASED, subject, entries=len(details), reason=reason)
    return len(details)
