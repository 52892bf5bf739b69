"""What is listed of a person's application: computed from the records, and never a source of anything."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson


class ApplicationState(StrEnum):
    """Whose move it is, or what became of it: the screener's (`empty`, `open`), the applicant's (`asked`), somebody
    else's, who decides (`recommended`); or how it was determined."""

    EMPTY = "empty"
    OPEN = "open"
    ASKED = "asked"
    RECOMMENDED = "recommended"
    QUALIFIED = "qualified"
    NOT_QUALIFIED = "not_qualified"
    WITHDRAWN = "withdrawn"


UNDER_WAY = (
    ApplicationState.EMPTY,
    ApplicationState.OPEN,
    ApplicationState.ASKED,
    ApplicationState.RECOMMENDED,
)
# Each of them as people say it: in lists, on pages and papers.
IN_WORDS = {
    ApplicationState.EMPTY: "No application yet",
    ApplicationState.OPEN: "Ready to screen",
    ApplicationState.ASKED: "Waiting for applicant",
    ApplicationState.RECOMMENDED: "Waiting for decision",
    ApplicationState.QUALIFIED: "Determined qualified",
    ApplicationState.NOT_QUALIFIED: "Determined not qualified",
    ApplicationState.WITHDRAWN: "Withdrawn",
}


class Application(OfPerson):
    """One person's line in the lists of applicants. It can be thrown away and computed again at any time.

    `since`: when the state began. `claimed`, `verified`: the outcomes of the screening on the day `as_of`, null where
    nothing was entered. `also_assistant`: does not qualify as HSC, as claimed, but as assistant. `met_from`: the day
    from which the experience that an HSC needs is met, as claimed, whichever role was applied for. `as_of` null: to be
    computed again, since a ruling changed.
    """

    __tablename__ = "application"
    in_words = "line in the list of applicants", "lines in the list of applicants"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        Index("ix_application_state", "organisation_id", "state", "since"),
        Index("ix_application_met_from", "organisation_id", "met_from"),
        Index("ix_application_as_of", "as_of"),
    )

    state: Mapped[ApplicationState]
    since: Mapped[datetime]
    claimed: Mapped[str | None] = mapped_column(String(20))
    verified: Mapped[str | None] = mapped_column(String(20))
    also_assistant: Mapped[bool] = mapped_column(default=False)
    met_from: Mapped[date | None]
    as_of: Mapped[date | None]
    rulebook: Mapped[str | None] = mapped_column(String(40))
