"""Links by which calendar programs fetch a calendar: made, and taken back. What they give is web/calendars.py."""

from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.calendar_link import CalendarLink, Whose
from onboarding.models.organisation import Organisation
from onboarding.queries import calendar_links as found
from onboarding.services import links
from onboarding.services.change import Actor, Change, change

PURPOSE = "calendar"
MEANWHILE = "The link was made, replaced or turned off meanwhile. See how it is now, and then go on."


def make(actor: Actor, organisation: Organisation, user: User, whose: Whose, instead_of: int | None) -> str:
    """Make a link in the place of the one that the user saw there; the nonce of its secret, which is kept nowhere.

    Raises OnboardingError where the user has another one by now.
    """
    nonce = links.new_nonce()
    with change(actor) as under_way:
        _withdraw(under_way, organisation, user, whose, instead_of)
        link = CalendarLink(
            organisation_id=organisation.id,
            user_id=user.id,
            whose=whose,
            token_hash=links.hash_of(token_of(nonce)),
            made_at=clock.now(),
        )
        db.session.add(link)
        db.session.flush()
        under_way.record(organisation.id, Action.CALENDAR_LINK_MADE, link, user=user.id, whose=whose.value)
    return nonce


def withdraw(actor: Actor, organisation: Organisation, user: User, whose: Whose, id: int | None) -> None:
    """Have the link that the user saw open nothing any more. Raises OnboardingError where it is not theirs by now."""
    with change(actor) as under_way:
        if id is None or not _withdraw(under_way, organisation, user, whose, id):
            raise OnboardingError(MEANWHILE)


def token_of(nonce: str) -> str:
    """The secret part of the link with that nonce."""
    return links.token_of(PURPOSE, nonce)


def by_token(token: str) -> CalendarLink | None:
    """The link with that secret, while it works."""
    return found.by_hash(links.hash_of(token))


def _withdraw(under_way: Change, organisation: Organisation, user: User, whose: Whose, id: int | None) -> int:
    """Withdraw the user's links to a calendar: the one that works, which has to be this one, and any that does not."""
    db.session.scalar(select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    works = found.of_user(organisation.id, user.id).get(whose)
    if (works.id if works else None) != id:
        raise OnboardingError(MEANWHILE)
    open_still = select(CalendarLink).where(
        CalendarLink.organisation_id == organisation.id,
        CalendarLink.user_id == user.id,
        CalendarLink.whose == whose,
        CalendarLink.withdrawn_at.is_(None),
    )
    rows = db.session.scalars(open_still).all()
    for row in rows:
        row.withdrawn_at = clock.now()
        under_way.record(organisation.id, Action.CALENDAR_LINK_WITHDRAWN, row, user=user.id, whose=whose.value)
    db.session.flush()
    return len(rows)
