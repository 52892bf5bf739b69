"""What goes whole with a person: every row about them, and every row that belongs to one. It follows from the tables.

A table says of itself that it stays, and then `blanking` takes out what it says of the person.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from onboarding.extensions import Base
from onboarding.models.base import OfOrganisation
from onboarding.models.claim import FactEvidence
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.services.blanking import Where, of_person


def _proof(person: Person) -> ColumnElement[bool]:
    """Also what proves something of the record that this one was merged into."""
    items = select(EvidenceItem.id).where(EvidenceItem.person_id == person.id)
    return or_(FactEvidence.person_id == person.id, FactEvidence.item_id.in_(items))


def _belonging(column: ColumnElement[int], owner: Table) -> Where:
    return lambda person: column.in_(select(owner.c.id).where(owner.c.person_id == person.id))


def _any(parts: list[Where]) -> Where:
    return lambda person: or_(*(part(person) for part in parts))


def _going() -> Iterator[tuple[Any, Where]]:
    """The last first of what points at each other, so that nothing is left that points at what went."""
    models = {each.class_.__tablename__: each.class_ for each in Base.registry.mappers}
    tables = [each for each in reversed(Base.metadata.sorted_tables) if issubclass(models[each.name], OfOrganisation)]
    staying = {each.name for each in tables if models[each.name].stays}
    about = {each.name for each in tables if "person_id" in each.c} - staying
    for table in tables:
        model = models[table.name]
        owners = [key for key in table.foreign_key_constraints if key.referred_table.name in about]
        if table.name in about:
            yield model, _proof if model is FactEvidence else of_person(model)
        elif owners and table.name not in staying:
            yield model, _any([_belonging(table.c[key.column_keys[-1]], key.referred_table) for key in owners])


WHOLE = tuple(_going())
IN_WORDS: dict[str, tuple[str, str]] = {model.__tablename__: model.in_words for model, _ in WHOLE}  # one, and several
