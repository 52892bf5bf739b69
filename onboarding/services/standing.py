"""Checking what an applicant signed by the link on their standing with L&I: by somebody else than who could have."""

from collections.abc import Sequence

from sqlalchemy import select

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.claim import StandingProof
from onboarding.models.person import Person
from onboarding.queries import dossier
from onboarding.services import claims, own, statements
from onboarding.services.change import Actor, change


def check(actor: Actor, person: Person) -> Sequence[StandingProof]:
    """Say that somebody looked at what the applicant signed by the link: it counts as verified from then on.

    Raises OnboardingError where nothing waits for it, and for who sent the link or recorded where it went.
    """
    with change(actor) as under_way:
        claims.begin(person)
        rows, link = dossier.of(person).to_check, _handed_in(person)
        if not rows or link is None or actor.user_id is None:
            raise OnboardingError("Nothing that the applicant signed by the link waits to be checked.")
        own.refuse_sender(actor.user_id, person, link)
        return [statements.add_proof(under_way, person, row, Action.STATEMENT_CHECKED) for row in rows]


def _handed_in(person: Person) -> ApplicantLink | None:
    """The link by which the application came in last."""
    chosen = select(ApplicantLink).where(
        ApplicantLink.organisation_id == person.organisation_id,
        ApplicantLink.person_id == person.id,
        ApplicantLink.handed_in_at.is_not(None),
    )
    return db.session.scalar(chosen.order_by(ApplicantLink.handed_in_at.desc()).limit(1))
