"""Lists as files: as the page has them narrowed, whole."""

from collections.abc import Sequence

from flask import Response

from onboarding import clock
from onboarding.actions import Action
from onboarding.formats.tables.writing import Value, to_csv, to_xlsx
from onboarding.services import taken
from onboarding.web.access import Scope, actor
from onboarding.web.attachments import XLSX, attachment

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def as_file(
    scope: Scope, action: Action, kind: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]
) -> Response:
    """The list as a file, CSV or XLSX, named after what the action says was taken. It is an entry of the trail."""
    of = action.partition(".")[0]
    body = to_csv(headings, rows) if kind == "csv" else to_xlsx(of.capitalize(), headings, rows)
    taken.note(actor(), scope.organisation, action, kind, len(rows))
    return attachment(body, f"{of}-{clock.today()}.{kind}", KINDS[kind])
