"""The look of a COHE's packets: chosen anew each time, so that what was issued keeps the one that it has."""

from onboarding import clock
from onboarding.actions import Action
from onboarding.documents.kinds import RefusedFileError
from onboarding.documents.logo import drawn
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.packet_look import PacketLogo, PacketLook
from onboarding.queries import packet_looks as found
from onboarding.services import names, sealed_copies
from onboarding.services.change import Actor, Change, change
from onboarding.services.files import sha256
from onboarding.services.locks import lock_organisation


def choose(
    actor: Actor, organisation: Organisation, name: str | None, logo: bytes | None, without: bool, seen: int
) -> PacketLook:
    """Have packets look so from now on. `logo`: a new one; `without`: none. `seen`: the id of the look that was shown.

    Raises OnboardingError for a picture that is refused, and ChangedMeanwhileError where another was chosen since.
    """
    picture = _drawn(logo) if logo is not None else None
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        names.refuse_any(organisation.id, name=name)
        before = found.latest(organisation.id)
        if (before.id if before else 0) != seen:
            raise ChangedMeanwhileError("somebody else chose another look")
        logo_id = None if without or before is None else before.logo_id
        if picture is not None:
            logo_id = _add(under_way, organisation, logo or b"", picture).id
        if before and (before.name, before.logo_id) == (name, logo_id):
            raise OnboardingError("Nothing is different. Nothing was changed.")
        row = PacketLook(organisation_id=organisation.id, name=name, logo_id=logo_id)
        row.recorded_by_id, row.recorded_at = actor.user_id, clock.now()
        db.session.add(row)
        db.session.flush()
        under_way.record(organisation.id, Action.PACKET_LOOK_CHOSEN, row, logo=bool(logo_id))
    return row


def picture(look: PacketLook | None) -> bytes | None:
    """The logo, as PNG; None without one. Raises TamperedError."""
    return sealed_copies.hand_out(look.logo) if look and look.logo else None


def _drawn(logo: bytes) -> bytes:
    db.session.rollback()  # reading a file takes its time, and holds nobody up
    try:
        return drawn(logo)
    except RefusedFileError as error:
        raise OnboardingError(str(error), "logo") from error


def _add(under_way: Change, organisation: Organisation, original: bytes, picture: bytes) -> PacketLogo:
    row = PacketLogo(
        organisation_id=organisation.id,
        original=sha256(original),
        sha256=sha256(picture),
        size=len(picture),
        added_by_id=under_way.actor.user_id,
        added_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    sealed_copies.keep(row, picture)
    under_way.record(organisation.id, Action.PACKET_LOGO_ADDED, row)
    return row
