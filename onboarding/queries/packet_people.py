"""Whom a packet is about, by name."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.packet import PacketDefinition, Whom
from onboarding.models.person import Person, Posting
from onboarding.queries.keeping import erased
from onboarding.queries.people import goes_on


def chosen(definition: PacketDefinition, first: date, last: date) -> Sequence[Person]:
    """Who is in a packet for these days: those chosen, or who was in a role on one of them. Nobody who was erased."""
    if definition.whom is Whom.NOBODY:
        return []
    asked = select(Person).outerjoin(Posting, Person.posting_id == Posting.id).options(joinedload(Person.posting))
    asked = asked.where(Person.organisation_id == definition.organisation_id, goes_on(Person), ~erased())
    if definition.whom is Whom.STAFF:
        here = or_(Posting.left_on.is_(None), Posting.left_on >= first)
        asked = asked.where(Posting.hired_on <= last, here)
    else:
        asked = asked.where(Person.id.in_(definition.people))
    return db.session.scalars(asked.order_by(Person.sorted_as, Person.id)).all()


def to_choose(organisation_id: int) -> Sequence[Person]:
    """Everybody whom a packet can be about, by name."""
    asked = select(Person).options(joinedload(Person.posting))
    asked = asked.where(Person.organisation_id == organisation_id, goes_on(Person), ~erased())
    return db.session.scalars(asked.order_by(Person.sorted_as, Person.id)).all()
