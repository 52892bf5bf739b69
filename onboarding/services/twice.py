"""What is sent twice is recorded once: by a second click, from an old tab, or by going back and sending again."""

from typing import Any

from sqlalchemy import ColumnElement, inspect, select

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.base import Base, Instant
from onboarding.rules.wording import long_day
from onboarding.services.change import Actor


def refuse(
    actor: Actor, row: Base, *about: str, only: ColumnElement[bool] | None = None, field: str | None = None
) -> None:
    """Raise OnboardingError where the last record with the same `about` says all that this one says, which is not in
    the session yet; when each was recorded does not count.

    What a command says twice is meant twice. `only`: which records are looked at. The caller has locked what it is
    about, so that two at once take turns.
    """
    if actor.user_id is None:
        return
    model: Any = type(row)
    said = inspect(row).dict
    columns = [each for each in inspect(model).column_attrs if each.key in said]
    chosen = select(model).where(*(getattr(model, name) == said[name] for name in about))
    last = db.session.scalar((chosen if only is None else chosen.where(only)).order_by(model.id.desc()).limit(1))
    if last is None:
        return
    instants = [each.key for each in columns if isinstance(each.columns[0].type, Instant)]
    if all(getattr(last, each.key) == said[each.key] for each in columns if each.key not in instants):
        on = long_day(clock.day_of(getattr(last, instants[0])))
        raise OnboardingError(f"This is there already, recorded on {on}. It was not recorded twice.", field)
