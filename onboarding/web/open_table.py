"""The table that a page is about: whose it is, what is next with it, and what became of it in words."""

from flask import abort, make_response, url_for

from onboarding.errors import NotFoundError
from onboarding.queries import imported, initiated_claims
from onboarding.queries.imported import ImportBatch, OpenTable
from onboarding.rules.wording import count
from onboarding.services import open_tables
from onboarding.services.importable import Importable
from onboarding.services.imports import KINDS
from onboarding.web.access import Scope
from onboarding.web.errors import Wrong, page

NOT_OPEN = Wrong(
    "This table is not open any more",
    "It was taken in or discarded, in another tab or by a first click, or it is more than a day old.",
    "Open Imports: it lists the tables that were taken in, and those of yours that wait.",
)


def next_step(table: OpenTable) -> str:
    """The address of what is to be chosen of a table, or of what it holds."""
    opened = open_tables.opened(table)
    step = "look" if all(each.known for each in opened.headings) else "columns"
    return url_for(f"imports.{'head' if opened.line is None else step}", id=table.id)


def the_kind(scope: Scope, key: str) -> Importable:
    """The kind of table, where the user may take one in."""
    scope.only_cohe()
    kind = KINDS.get(key)
    if kind is None or not scope.may(kind.may):
        raise NotFoundError
    return kind


def the_table(scope: Scope, id: int) -> OpenTable:
    """The table that the user sent, and nobody else."""
    table = imported.open_table(scope.organisation.id, scope.user.id, id)
    if table is None:
        abort(make_response(page(404, NOT_OPEN), 404))
    the_kind(scope, table.kind)
    return table


def records(kind: Importable) -> bool:
    """Whether what such a table recorded can be undone although it added nobody."""
    return bool(kind.of_cohe or (kind.by_line and kind.by_line.records))


def taken(kind: Importable, batch: ImportBatch, updated: int) -> str:
    """What became of a table that was taken in."""
    people = batch.people
    if kind.of_cohe:
        number = initiated_claims.counted([batch.id])[batch.id]
        return f"{count(number, 'quarter was', 'quarters were')} recorded. It can be undone as one."
    if kind.by_line and kind.by_line.records:
        return f"Training was recorded of {count(updated, 'person', 'people')}. It can be undone as one."
    changed = count(updated, "person was updated", "people were updated")
    if not people:
        return f"Nobody was added. {changed}."
    who = count(people, f"{kind.each[0]} was", f"{kind.each[1]} were")
    says = f"{who} taken in. As long as nothing else is recorded of them, it can be undone as one."
    return f"{changed}. {says}" if updated else says


def undone(kind: Importable, people: int) -> str:
    """What became of one that was undone."""
    if kind.of_cohe:
        return "Undone: every quarter from the table was taken away."
    if kind.by_line and kind.by_line.records:
        return "Undone: every training from the table was taken away."
    who = count(people, "person who came with the table was", "people who came with the table were")
    return f"Undone: {who} taken out again."
