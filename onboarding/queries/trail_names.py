"""Who is behind the words of the trail, as far as an organisation may know: its own people and members, past ones too.

Somebody from elsewhere who was refused here stays a number.
"""

from collections.abc import Sequence, Set

from sqlalchemy import ColumnElement, Select, literal_column, select, union

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Assignment, Membership
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries.people import is_called
from onboarding.rules.alike import folded, sought

AT_MOST = 50  # whom a part of a name can mean


def names(organisation_id: int, entries: Sequence[TrailEntry]) -> dict[str, str]:
    """The names of those who acted and of those who were acted on, by the trail's words for them."""
    return named(organisation_id, {word for entry in entries for word in (entry.actor, entry.subject)})


def named(organisation_id: int, said: Set[str]) -> dict[str, str]:
    """The names behind these words of the trail, in one question."""
    kind: ColumnElement[str] = literal_column("'user:'").label("kind")
    users = _members(organisation_id).where(User.id.in_(_numbered(said, "user"))).order_by(None).add_columns(kind)
    people: Select[int, str, str] = select(Person.id, Person.name, literal_column("'person:'")).where(
        Person.organisation_id == organisation_id, Person.id.in_(_numbered(said, "person"))
    )
    return {f"{kind}{id}": name for id, name, kind in db.session.execute(users.union_all(people))}


def actors(organisation_id: int, asked: str) -> list[str]:
    """The actors that are meant: by their word, or everybody here whose name has all these parts."""
    who = sought(asked)
    called = [id for id, name in db.session.execute(_members(organisation_id)) if who.fits(folded(name))]
    return [asked, *(f"user:{id}" for id in called[:AT_MOST])]


def subjects(organisation_id: int, asked: str) -> list[str]:
    """The subjects that are meant: by their word, or people here whose name has all these parts."""
    if ":" in asked:
        return [asked]
    people = select(Person.id).where(Person.organisation_id == organisation_id, is_called(asked))
    people = people.order_by(Person.sorted_as, Person.id).limit(AT_MOST)
    return [asked, *(f"person:{id}" for id in db.session.scalars(people))]


def _members(organisation_id: int) -> Select[int, str]:
    """Whoever has or had a role here, or was assigned."""
    here = union(
        select(Membership.user_id).where(Membership.organisation_id == organisation_id),
        select(Assignment.user_id).where(Assignment.organisation_id == organisation_id),
    )
    return select(User.id, User.name).where(User.id.in_(here)).order_by(User.name, User.id)


def _numbered(words: Set[str], kind: str) -> list[int]:
    numbers = [word.removeprefix(f"{kind}:") for word in words if word.startswith(f"{kind}:")]
    return [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
