"""Who is behind the words of the trail, as far as an organisation may know: its own people and members, past ones too.

Somebody from elsewhere who was refused here stays a number.
"""

from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, literal_column, select, union, union_all

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.api_token import ApiToken
from onboarding.models.base import OfPerson
from onboarding.models.organisation import Assignment, Membership, Organisation
from onboarding.models.person import Person
from onboarding.models.records import RECORDS
from onboarding.models.trail import TrailEntry
from onboarding.queries.people import is_called
from onboarding.rules.alike import folded, sought

ABOUT_PEOPLE: tuple[Any, ...] = tuple(each for each in RECORDS if issubclass(each, OfPerson))
AT_MOST = 50  # whom a part of a name can mean


def names(organisation_id: int, entries: Sequence[TrailEntry]) -> dict[str, str]:
    """The names of those who acted, of those who were acted on, and of whom a record is about, by the trail's words."""
    said = {word for entry in entries for word in (entry.actor, entry.subject)}
    return {**_of_records(organisation_id, said), **named(organisation_id, said)}


def _tokens(organisation_id: int, said: Set[str]) -> dict[str, str]:
    """The tokens that acted here: the organisation's own by name, and those of L&I."""
    if not (numbers := _numbered(said, "token")):
        return {}
    rows = db.session.execute(
        select(ApiToken.id, ApiToken.name, ApiToken.organisation_id, Organisation.name)
        .join(Organisation, Organisation.id == ApiToken.organisation_id)
        .where(ApiToken.id.in_(numbers))
    )
    return {
        f"token:{id}": f"the token {name}" + ("" if of == organisation_id else f" of {whose}")
        for id, name, of, whose in rows
    }


def _of_records(organisation_id: int, said: Set[str]) -> dict[str, str]:
    """Whom these records are about, in one question; none of those that are about nobody."""
    parts = []
    for model in ABOUT_PEOPLE:
        if numbers := _numbered(said, model.__tablename__):
            word = literal(f"{model.__tablename__}:").label("word")
            of_whom = and_(Person.id == model.person_id, Person.organisation_id == organisation_id)
            parts.append(select(word, model.id, Person.name).join(Person, of_whom).where(model.id.in_(numbers)))
    rows = db.session.execute(union_all(*parts)).all() if parts else ()
    return {f"{word}{id}": name for word, id, name in rows}


def named(organisation_id: int, said: Set[str]) -> dict[str, str]:
    """The names behind these words of the trail, in one question; where a token acted, in two."""
    kind: ColumnElement[str] = literal_column("'user:'").label("kind")
    users = _members(organisation_id).where(User.id.in_(_numbered(said, "user"))).order_by(None).add_columns(kind)
    people: Select[int, str, str] = select(Person.id, Person.name, literal_column("'person:'")).where(
        Person.organisation_id == organisation_id, Person.id.in_(_numbered(said, "person"))
    )
    found = {f"{kind}{id}": name for id, name, kind in db.session.execute(users.union_all(people))}
    return {**found, **_tokens(organisation_id, said)}


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
