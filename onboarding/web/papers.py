"""The paper that shows what is recorded of a person: one of their files, chosen beside the form."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from onboarding.queries import evidence
from onboarding.web.access import Scope


def offered(person: Any) -> list[SelectChoice]:
    """The files of the person that still count, and none."""
    own = [item for item in evidence.of_person(person) if evidence.counts(item) and item.person_id == person.id]
    return [SelectChoice("", "No file"), *(SelectChoice(str(item.id), item.title) for item in own)]


def chosen(scope: Scope, id: int | None) -> Any:
    """The file that was chosen; None for none. Raises NotFoundError for one that is not this organisation's."""
    return scope.load(evidence.one, id) if id else None
