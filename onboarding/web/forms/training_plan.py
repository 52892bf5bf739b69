"""What of a plan is accepted: people, each with the sessions that are proposed for them."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from onboarding.planning.plan import Proposal
from onboarding.web.addresses import record_id
from onboarding.web.fields import CheckboxesField

Seats = tuple[int, tuple[int, ...]]  # a person, and sessions


def seats(typed: str | Seats) -> Seats:
    """The person and the sessions, as a checkbox sends them: "12-3-5". Raises ValueError."""
    if isinstance(typed, tuple):
        return typed
    person, session, *more = map(record_id, typed.split("-"))
    return person, (session, *more)


def value(each: Proposal) -> str:
    """The same for what is proposed."""
    return "-".join(str(id) for id in (each.lacking.owing.id, *(offer.id for offer in each.offers)))


class AcceptForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Who is booked as proposed. What the plan now proposes may be something else: the service looks at each."""

    people = CheckboxesField("People", [InputRequired("Choose somebody.")], coerce=seats, validate_choice=False)

    def chosen(self) -> dict[int, tuple[int, ...]]:
        """The sessions of each person."""
        return dict(self.people.data)


def is_checked(form: AcceptForm, each: Proposal, sent: Iterable[str]) -> bool:
    """Whether somebody is chosen: everybody until it was sent."""
    return not form.is_submitted() or value(each) in sent
