"""How long the records of a person are kept: nothing here erases, it says from which day on somebody may."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onboarding.rules.days import add_months
from onboarding.rules.findings import Need
from onboarding.rules.rulebook import Provision
from onboarding.rules.rulings import Law
from onboarding.rules.wording import count


@dataclass(frozen=True, slots=True)
class Retained:
    """What is known of a person's time at the COHE. None: not recorded, or not yet.

    `closed_on`: the day an application that led to no hire was decided or withdrawn. `contract_ended_on`: of the COHE's
    contract with L&I. `last_billed_on`: the last day of a service that was billed.
    """

    hired: bool
    left_on: date | None = None
    closed_on: date | None = None
    contract_ended_on: date | None = None
    last_billed_on: date | None = None


class RetentionFinding(NamedTuple):
    """`through`: the last day on which the records are kept; None where it cannot be told, and `needs` says why."""

    through: date | None
    because: str
    source: tuple[str, ...]
    needs: tuple[Need, ...] = ()


def keep(retained: Retained, law: Law) -> RetentionFinding:
    """How long this person's records are kept, under the numbers of the law's day."""
    return _of_staff(retained, law) if retained.hired else _of_applicant(retained, law)


def _of_applicant(retained: Retained, law: Law) -> RetentionFinding:
    years = law.numbers.applicant_record_years
    source = law.source((), ("applicant_record_years",))
    if retained.closed_on is None:
        need = Need("closed_on", "the day on which the application was decided or withdrawn")
        return RetentionFinding(None, "The application is open, and its records are kept.", source, (need,))
    through = add_months(retained.closed_on, years * 12)
    because = f"The application was closed on {retained.closed_on}; its records are kept {count(years, 'year')} longer."
    return RetentionFinding(through, because, source)


def _of_staff(retained: Retained, law: Law) -> RetentionFinding:
    contract, service = law.numbers.contract_record_years, law.numbers.service_record_years
    source = law.source((Provision.SERVICE_RECORDS,), ("service_record_years", "contract_record_years"))
    if retained.left_on is None:
        return RetentionFinding(None, "The person is in the role, and the records are kept.", source)
    needs = tuple(
        Need(fact, say)
        for fact, day, say in (
            ("contract_ended_on", retained.contract_ended_on, "the day on which the COHE's contract with L&I ended"),
            ("last_billed_on", retained.last_billed_on, "the last day of a service that the person billed"),
        )
        if day is None
    )
    if retained.contract_ended_on is None or retained.last_billed_on is None:
        because = (
            f"Records are kept {count(contract, 'year')} after the contract's end and {count(service, 'year')} after "
            "the last billed service, whichever is later. Not both of these days are recorded, so the records are kept."
        )
        return RetentionFinding(None, because, source, needs)
    ends = (
        add_months(retained.contract_ended_on, contract * 12),
        add_months(retained.last_billed_on, service * 12),
    )
    because = (
        f"The later of {count(contract, 'year')} after the contract's end on {retained.contract_ended_on} and "
        f"{count(service, 'year')} after the last billed service on {retained.last_billed_on}."
    )
    return RetentionFinding(max(ends), because, source)
