"""What was asked for an application and has not come: things that others than the COHE have to do.

A request that was answered, settled, taken back or asked again elsewhere is none. What is said here follows from the
records alone: a new day changes how a request ranks, and nothing that is said of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.determination import InformationItem
from onboarding.models.reference import ReferenceRequest
from onboarding.queries.applicant_links import still_open
from onboarding.rules.duties import About, Duty, Kind, Who


def of_all(items: Mapping[int, Sequence[InformationItem]]) -> dict[int, list[Duty]]:
    """What waits of each of these people, by id, given what each was asked for; in two queries."""
    found = {id: [_information(item) for item in asked if item.is_missing] for id, asked in items.items()}
    for person_id, duty in (*_references(list(items)), *_links(list(items))):
        found[person_id].append(duty)
    return found


def _references(ids: Sequence[int]) -> Iterator[tuple[int, Duty]]:
    """Of each job or degree the last request: who is asked again waits for the later answer."""
    for row in db.session.scalars(select(ReferenceRequest).where(ReferenceRequest.person_id.in_(ids), _unanswered())):
        asked, until = clock.day_of(row.requested_at), clock.day_of(row.expires_at)
        says = f"Reference by {row.to_name}."
        yield (
            row.person_id,
            Duty(About.REQUEST, Kind.VOUCH, str(row.id), Who.REFEREE, asked, until, None, says),
        )


def _unanswered() -> ColumnElement[bool]:
    later = aliased(ReferenceRequest)
    again = (later.person_id == ReferenceRequest.person_id) & (later.fact == ReferenceRequest.fact)
    return (
        ReferenceRequest.answered_at.is_(None)
        & ReferenceRequest.withdrawn_at.is_(None)
        & ~exists().where(again, later.id > ReferenceRequest.id)
    )


def _links(ids: Sequence[int]) -> Iterator[tuple[int, Duty]]:
    for row in db.session.scalars(still_open().where(ApplicantLink.person_id.in_(ids))):
        sent, until = clock.day_of(row.sent_at), clock.day_of(row.expires_at)
        says = "Application by the link that was sent."
        yield (
            row.person_id,
            Duty(About.REQUEST, Kind.HAND_IN, str(row.id), Who.APPLICANT, sent, until, None, says),
        )


def _information(item: InformationItem) -> Duty:
    """Nobody set a day for it: it is reminded of, and waits."""
    asked, says = clock.day_of(item.asked_at), f"Asked for: {item.asks}"
    return Duty(About.REQUEST, Kind.SUPPLY, str(item.id), Who.APPLICANT, asked, None, None, says)
