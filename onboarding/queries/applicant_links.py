"""The links by which applicants fill in their applications."""

from collections.abc import Sequence

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


def every(person: Person) -> Sequence[ApplicantLink]:
    """Every link that the person was sent, the latest first."""
    of = (ApplicantLink.organisation_id == person.organisation_id, ApplicantLink.person_id == person.id)
    return db.session.scalars(select(ApplicantLink).where(*of).order_by(ApplicantLink.id.desc())).all()


def still_open() -> Select[ApplicantLink]:
    """All such links."""
    return select(ApplicantLink).where(ApplicantLink.handed_in_at.is_(None), ApplicantLink.withdrawn_at.is_(None))
