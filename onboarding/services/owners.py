"""The owner of a person's record: the member who adds an applicant, until another is named."""

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.attention import Owner
from onboarding.models.person import Person
from onboarding.queries import owners as found
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock


def name_owner(actor: Actor, person: Person, user_id: int | None, before: int | None) -> None:
    """Say who looks after a person's record; None: nobody. `before`: who did, as the page said.

    Raises OnboardingError for who cannot, and where somebody else was named meanwhile.
    """
    with change(actor) as under_way:
        lock(person)
        now = found.of(person)
        if (now and now.id) != before:
            who = f"{now.name} looks" if now else "Nobody looks"
            raise OnboardingError(
                f"Somebody changed this meanwhile: {who} after this record now. Choose again.", "user"
            )
        if user_id is not None and all(user_id != each.id for each in found.candidates(person.organisation_id)):
            raise OnboardingError("Choose a member who may screen applicants.", "user")
        _write(under_way, person, user_id)


def begin(under_way: Change, person: Person) -> None:
    """Have whoever adds an applicant look after them; nobody, where a command or the product itself does."""
    if under_way.actor.user_id is not None:
        _write(under_way, person, under_way.actor.user_id)


def _write(under_way: Change, person: Person, user_id: int | None) -> None:
    row = found.row(person) or Owner(organisation_id=person.organisation_id, person_id=person.id)
    row.user_id, row.recorded_by_id, row.recorded_at = user_id, under_way.actor.user_id, clock.now()
    db.session.add(row)
    db.session.flush()
    under_way.record(person.organisation_id, Action.OWNER_NAMED, row, person=person.id, user=user_id)
