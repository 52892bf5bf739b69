"""How often somebody was reminded."""

from collections import Counter

from sqlalchemy import func, select

from onboarding.extensions import db
from onboarding.models.reminder import Reminder
from onboarding.rules.ladder import Ladder


def times(about: Ladder, organisation_id: int, person_id: int) -> Counter[int]:
    """How often of each record about the person that asks for something, by its number."""
    rows = select(Reminder.thing, func.count()).where(
        Reminder.organisation_id == organisation_id,
        Reminder.person_id == person_id,
        Reminder.about == about,
        Reminder.told_at.is_not(None),
    )
    return Counter({int(thing): count for thing, count in db.session.execute(rows.group_by(Reminder.thing))})
