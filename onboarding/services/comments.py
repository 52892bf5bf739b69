"""Commenting on a person."""

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.comment import Comment
from onboarding.models.person import Person
from onboarding.services import twice
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock


def comment(actor: Actor, person: Person, says: str) -> Comment:
    """Add a comment. Raises OnboardingError for what the same person said last: it was sent twice."""
    with change(actor) as under_way:
        lock(person)
        row = Comment(
            organisation_id=person.organisation_id,
            person_id=person.id,
            says=says,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        twice.refuse(actor, row, "organisation_id", "person_id", field="says")
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.COMMENT_ADDED, row, person=person.id)
    return row
