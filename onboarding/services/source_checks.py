"""Recording that a page of L&I was compared with what the rulebook cites, and what was found."""

from datetime import date
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.source_check import SourceCheck
from onboarding.rules import sources
from onboarding.rules.passages import Checked, Stands
from onboarding.rules.rulebook import Rulebook
from onboarding.services import twice
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_organisation


class Found(NamedTuple):
    """What comparing a page came to, in plain values: kept by the form between looking and recording."""

    page: str
    text_sha256: str
    known: str
    passages: list[tuple[str, str]]  # each section, and what became of it
    fresh: int
    on: str  # the day, as YYYY-MM-DD


def found(checked: Checked, on: date) -> Found:
    """The same of a page that was compared on a day."""
    became = [(each.section, each.became.value) for each in checked.passages]
    return Found(checked.title, checked.text, checked.known, became, len(checked.fresh), on.isoformat())


def record(actor: Actor, organisation_id: int | None, book: Rulebook, what: Found) -> SourceCheck:
    """Record a check. Nothing is taken over from the page: what is computed rests on the rulebook as before.

    None: of the installation. Raises OnboardingError where it was not compared today, or was recorded already.
    """
    if what.on != clock.today().isoformat():
        raise OnboardingError("This page was compared on another day. Save it again today, and compare it again.")
    with change(actor) as under_way:
        if organisation_id is not None:
            lock_organisation(organisation_id)
        row = SourceCheck(
            organisation_id=organisation_id,
            page=what.page,
            address=sources.address_of(book, what.page),
            checked_on=date.fromisoformat(what.on),
            text_sha256=what.text_sha256,
            known=what.known,
            rulebook=book.version,
            passages=[{"section": section, "became": became} for section, became in what.passages],
            changed=sum(became != Stands.STANDS for _, became in what.passages),
            fresh=what.fresh,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        twice.refuse(actor, row, "organisation_id", "page", "text_sha256", "checked_on")
        db.session.add(row)
        db.session.flush()
        under_way.record(organisation_id, Action.SOURCE_CHECKED, row, changed=row.changed, fresh=row.fresh)
    return row
