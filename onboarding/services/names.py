"""What a COHE writes of itself stays when somebody is erased, so it is not taken where it names somebody."""

from sqlalchemy import literal, select

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.claimants import named
from onboarding.models.person import Person
from onboarding.rules.alike import folded


def refuse(organisation_id: int, **texts: str | None) -> None:
    """Raises OnboardingError for a text with the name or address of somebody whom the organisation has a record of.

    Each text by the field it was typed in. Names of one word are words as others are, and pass.
    """
    for field, text in texts.items():
        if text and (name := _named(organisation_id, text)):
            raise OnboardingError(
                f"Take out {name}. This text stays when a person is erased, so it must name nobody who has a record "
                "here.",
                field,
            )


def refuse_any(organisation_id: int, **texts: str | None) -> None:
    """The same, and for what looks like whose claim it is: where neither belongs."""
    for field, text in texts.items():
        refuse_claimant(text, field)
    refuse(organisation_id, **texts)


def refuse_claimant(text: str | None, field: str | None) -> None:
    """Raises OnboardingError for what looks like whose claim it is."""
    if text and (what := named(text)):
        raise OnboardingError(
            f"This looks like {what}. No worker's name or claim number belongs here. Leave it out.", field
        )


def are_in(organisation_id: int, text: str) -> bool:
    """Whether a text names such a person. For texts of those outside, who must not learn whose name it was."""
    return _named(organisation_id, text) is not None


def _named(organisation_id: int, text: str) -> str | None:
    words = literal(f" {folded(text)} ")
    by_name = Person.sorted_as.contains(" ") & words.contains(" " + Person.sorted_as + " ")
    by_address = literal(text.lower()).contains(Person.email)
    chosen = select(Person.name).where(Person.organisation_id == organisation_id, by_name | by_address)
    return db.session.scalar(chosen.order_by(Person.id).limit(1))
