"""A table of a COHE's claims by quarter: what it declares, and what each line of it becomes.

It adds nobody. A quarter that is recorded with another number is refused: it is corrected by hand, with a reason.
"""

from collections.abc import Iterator, Sequence

from onboarding.formats.tables import quarters
from onboarding.formats.tables.lines import Fault
from onboarding.formats.tables.quarters import BY_KEY, COLUMNS, CountedQuarter
from onboarding.models.imported import ImportBatch
from onboarding.models.organisation import Organisation
from onboarding.permissions import May
from onboarding.queries import initiated_claims as found
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import figure
from onboarding.services import initiated_claims
from onboarding.services.change import Change
from onboarding.services.importable import Importable, OfCohe
from onboarding.services.initiated_claims import Counted


def _refused(
    organisation: Organisation, entries: Sequence[CountedQuarter], _rulings: Rulings, _others: Sequence[str]
) -> Iterator[Fault]:
    known = found.of(organisation)
    for each in entries:
        column = BY_KEY["quarter"].heading
        if wrong := initiated_claims.fault(_said(each)):
            yield Fault(each.line, column, wrong)
        elif row := known.get(each.quarter):
            if (row.claims, row.surgical_claims) == (each.claims, each.surgical):
                says = "is recorded already with these numbers. Delete the line."
            else:
                says = f"is recorded with {figure(row.claims)} claims. Delete the line, or correct it on the page."
            yield Fault(each.line, column, f"{each.name} {says}")


def _record(
    under_way: Change, organisation: Organisation, entries: Sequence[CountedQuarter], batch: ImportBatch
) -> None:
    for each in entries:
        initiated_claims.put(under_way, organisation, _said(each), None, batch_id=batch.id)


def _said(entry: CountedQuarter) -> Counted:
    return Counted(entry.quarter, entry.claims, entry.surgical)


QUARTERS = Importable(
    key="quarters",
    title="Import a table of claims by quarter",
    says="Upload a table with one line for each quarter.",
    each=("quarter", "quarters"),
    may=May.KEEP_STAFF,
    columns=COLUMNS,
    how=("One line holds one calendar quarter.", "A quarter that is recorded already is corrected on its page."),
    shown={"Claims initiated": lambda each: each.claims, "Surgical claims": lambda each: each.surgical},
    read=lambda data, mapped, _numbers, head: quarters.read(data, mapped, head),
    refused=_refused,
    add=lambda *_: (),
    of_cohe=OfCohe(_record, initiated_claims.strike_batch),
)
