"""Letters that tell an applicant what was determined: each that went out."""

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.letter import Letter
from onboarding.models.person import Person
from onboarding.queries import letters as found
from onboarding.services import outbox, twice
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock


def write(actor: Actor, person: Person, determination_id: int, subject: str, text: str, by_mail: bool) -> Letter:
    """Write to the applicant about the determination that stands, by mail or on paper; the letter is kept as it is.

    Raises OnboardingError where another or none stands, or mail is to go to somebody without an address.
    """
    if by_mail and not person.email:
        raise OnboardingError("No email address is recorded. Print the letter, or record an address.", "how")
    with change(actor) as under_way:
        lock(person)
        about = found.can_be_about(person)
        if about is None or about.id != determination_id:
            raise OnboardingError(
                "You can no longer write a letter about this determination. Reload the page to see why."
            )
        row = Letter(
            organisation_id=person.organisation_id,
            person_id=person.id,
            determination_id=determination_id,
            subject=subject,
            text=text,
            sent_to=person.email if by_mail else None,
            written_by_id=actor.user_id,
            written_at=clock.now(),
        )
        twice.refuse(actor, row, "organisation_id", "person_id", "determination_id")
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.LETTER_WRITTEN, row, person=person.id, by_mail=by_mail)
        if by_mail and person.email:
            key, to = f"letter:{row.id}", person.email
            outbox.write(person.organisation_id, key, "letter", to, subject, text, about=[person.id])
    return row
