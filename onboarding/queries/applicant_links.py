"""The links by which applicants fill in their applications."""

from sqlalchemy import Select, select

from onboarding.extensions import db
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.person import Person


def of_person(person: Person) -> ApplicantLink | None:
    """The person's link that was neither handed in by nor taken back; it may have expired."""
    return db.session.scalar(
        still_open().where(
            ApplicantLink.organisation_id == person.organisation_id, ApplicantLink.person_id == person.id
        )
    )


def still_open() -> Select[ApplicantLink]:
    """All such links."""
    return select(ApplicantLink).where(ApplicantLink.handed_in_at.is_(None), ApplicantLink.withdrawn_at.is_(None))
