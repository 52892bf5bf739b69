"""What was said of somebody's standing with L&I, and whether it is more than said.

What the applicant signed, by their link or on paper, counts once somebody else than who recorded it has checked it.
What L&I confirmed counts once its paper has been checked, as a diploma's does.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.claim import How, StandingProof, StandingStatement
from onboarding.models.person import Person
from onboarding.queries import evidence
from onboarding.rules.standing import SKILL_AREAS

OWN_WORD = (How.EXPERIENCE, How.ATTESTATION)
OF_STANDING = (How.ATTESTATION, How.LNI)


class Known(NamedTuple):
    """The latest word on one thing, and whether it is verified."""

    statement: StandingStatement
    verified: bool


class Proof(NamedTuple):
    """What shows a statement. `item` None: somebody checked what came by the applicant's link."""

    item: Any | None


def verified(row: StandingStatement, proof: Proof | None) -> bool:
    """Whether what was said is more than the applicant's word, or that of who recorded it."""
    if row.about in SKILL_AREAS:
        return row.how not in OWN_WORD
    if proof is None or proof.item is None:
        return proof is not None
    return evidence.confirms(proof.item) and proof.item.verifications[0].verified_by_id != row.recorded_by_id


def came_by_link(row: StandingStatement) -> bool:
    """Whether the applicant said it themselves, by the link: nobody else records it without an account."""
    return row.about not in SKILL_AREAS and row.how is How.ATTESTATION and row.recorded_by_id is None


def latest(person: Person) -> Mapping[str, Known]:
    """What was said last of standing with L&I, by what it is about."""
    chosen = (
        select(StandingStatement, StandingProof)
        .outerjoin(StandingProof, StandingProof.statement_id == StandingStatement.id)
        .where(
            StandingStatement.organisation_id == person.organisation_id,
            StandingStatement.person_id == person.id,
            StandingStatement.about.not_in(SKILL_AREAS),
        )
        .order_by(StandingStatement.id)
    )
    rows = {row.about: (row, proof) for row, proof in db.session.execute(chosen)}
    items = evidence.by_id({proof.item_id for _, proof in rows.values() if proof and proof.item_id})
    return {
        about: Known(row, verified(row, Proof(items[proof.item_id] if proof.item_id else None) if proof else None))
        for about, (row, proof) in rows.items()
    }
