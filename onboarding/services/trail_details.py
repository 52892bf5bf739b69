"""Erasing the details of entries: what may have to go one day goes, and the chain still verifies."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.formats.trail_erasure import ranges
from onboarding.models.trail import TrailDetail, TrailEntry
from onboarding.queries import trail_compare
from onboarding.queries.trail import chain_of
from onboarding.services.change import Actor, Change, change
from onboarding.services.holds import refuse_held


def erase_subject(actor: Actor, organisation_id: int | None, subject: str, reason: str) -> int:
    """Erase the details of every entry about a subject; how many. What was erased and why is an entry of its own.

    That entry says anew how the record stands, so that it can be compared later. Raises OnboardingError where it stands
    otherwise than the trail says: erasing would hide that.
    """
    chain_id = chain_of(organisation_id).id
    rows = select(TrailEntry.number).where(TrailEntry.chain_id == chain_id, TrailEntry.subject == subject)
    return erase(actor, organisation_id, db.session.scalars(rows).all(), reason, subject)


def erase(
    actor: Actor, organisation_id: int | None, numbers: Iterable[int], reason: str, subject: str | None = None
) -> int:
    """Erase the details of the entries with these numbers; how many."""
    with change(actor) as under_way:
        if organisation_id:
            refuse_held(organisation_id, None)
        record = trail_compare.record(subject) if subject else None
        if record is not None and subject and trail_compare.difference(record):
            raise OnboardingError(
                f"{subject} stands otherwise than its last entry says. Find out who changed it before anything of its "
                "trail is erased: flask audit compare."
            )
        chosen = TrailEntry.number.in_(set(numbers))
        return take_out(under_way, organisation_id, chosen, reason, record or subject)


def take_out(
    under_way: Change, organisation_id: int | None, chosen: ColumnElement[bool], reason: str, about: Base | str | None
) -> int:
    """Erase the details of the chosen entries within a change that does more; how many. Asks nobody about holds."""
    chain = chain_of(organisation_id)
    entries = db.session.scalars(
        select(TrailEntry)
        .join(TrailDetail)
        .where(TrailEntry.chain_id == chain.id, chosen, TrailDetail.salt.is_not(None))
    ).all()
    erased = [entry.number for entry in entries]
    for entry in entries:
        if entry.detail is None or entry.detail.body is None:
            continue
        if entry.action == Action.DETAIL_ERASED.value:  # what it listed is listed anew
            erased += [each for first, last in entry.detail.body["erased"] for each in range(first, last + 1)]
        entry.detail.salt = entry.detail.body = None
    if entries:
        about = about or f"chain:{chain.name}"
        under_way.record(organisation_id, Action.DETAIL_ERASED, about, erased=ranges(erased), reason=reason)
    return len(entries)
