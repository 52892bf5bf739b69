"""What a home page begins with: how much there is of each thing that waits for somebody."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.certificate import Certificate
from onboarding.models.keeping import Erasure, Lifting
from onboarding.models.message import Message, MessageState
from onboarding.models.organisation import Invitation
from onboarding.models.trail import Chain, TrailDetail, TrailEntry
from onboarding.queries import packet_questions, source_checks, webhooks
from onboarding.queries.messages import OF_ACCOUNTS


class Rare(NamedTuple):
    """Whether anything waits of what seldom does: for two, brought by an HSC, asked of a packet, stopped,
    changed on a page of L&I's.
    """

    erasures: bool
    liftings: bool
    certificates: bool
    questions: bool
    webhooks: bool
    sources: bool


def rare(organisation_id: int) -> Rare:
    """The same of an organisation, in one question instead of one for each."""
    asked = [
        exists().where(
            each.organisation_id == organisation_id, each.confirmed_at.is_(None), each.withdrawn_at.is_(None)
        )
        for each in (Erasure, Lifting)
    ]
    brought = exists().where(Certificate.organisation_id == organisation_id, Certificate.answered.is_(None))
    others = (
        each(organisation_id) for each in (packet_questions.waits, webhooks.is_stopped, source_checks.is_unsettled)
    )
    return Rare(*map(bool, db.session.execute(select(*asked, brought, *others)).one()))


def undelivered(organisation_id: int | None, about_people: bool = True) -> int:
    """How many messages were given up; None: of those that belong to no organisation, such as password resets.

    Not `about_people`: of those about accounts alone.
    """
    given_up = select(func.count(Message.id)).where(Message.state == MessageState.GIVEN_UP)
    given_up = given_up if about_people else given_up.where(Message.kind.in_(OF_ACCOUNTS))
    # `== None` becomes IS NULL
    return db.session.scalar(given_up.where(Message.organisation_id == organisation_id)) or 0


def open_invitations(organisation_id: int, now: datetime) -> tuple[int, int]:
    """How many invitations wait for an answer, and how many of them have expired."""
    expired = func.count(Invitation.id).filter(Invitation.expires_at <= now)
    waiting = select(func.count(Invitation.id), expired).where(
        Invitation.organisation_id == organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    open_now, late = db.session.execute(waiting).one()
    return open_now, late


def refused_since(organisation_id: int, since: str) -> int:
    """How many attempts were refused since an instant (as the trail writes it): an entry tells of several."""
    return (
        db.session.scalar(
            select(func.sum(func.coalesce(TrailDetail.body["times"].as_integer(), 1)))
            .select_from(TrailEntry)
            .join(Chain, Chain.id == TrailEntry.chain_id)
            .outerjoin(TrailDetail, TrailDetail.entry_id == TrailEntry.id)
            .where(
                Chain.organisation_id == organisation_id,
                TrailEntry.action.in_([Action.ACCESS_REFUSED.value, Action.SIGN_IN_REFUSED.value]),
                TrailEntry.at >= since,
            )
        )
        or 0
    )
