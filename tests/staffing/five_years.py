"""A believable COHE over five years, recorded through the services: what five_years.csv works out by hand.

Ana cuts her hours, and is away without being less of an FTE. Ben is part-time and leaves. Chi may bill later.
Dee is an assistant who becomes an HSC on a quarter's first day, in a leap year. Eli is a surgical HSC. Fay comes amid a
quarter, may not bill for six weeks of 2024, and leaves. Gil replaces her.
"""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import StaffRole
from onboarding.rules.days import Quarter
from onboarding.services import absences, credentials, hiring, initiated_claims
from onboarding.services.change import SYSTEM
from onboarding.services.credentials import EventFacts, Track
from onboarding.services.initiated_claims import Counted
from tests.hiring.test_hiring import hire, qualified
from tests.make import make_cohe, make_person
from tests.staffing.make import law, split

HSC, ASSISTANT, SURGICAL = StaffRole.HSC, StaffRole.ASSISTANT, StaffRole.SURGICAL_HSC
SHEET = Path(__file__).with_name("five_years.csv")
HOUR = 60


def worked_by_hand() -> list[dict[str, str]]:
    """The lines of the sheet."""
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_world() -> None:
    """A COHE of five years, for `made_once`."""
    make_five_years(make_cohe())


def make_five_years(valley: Organisation) -> None:
    """Record it all, the claims as the sheet has them."""
    ana = _staff(valley, "Ana Ruiz", date(2019, 3, 4), [date(2019, 4, 1)])
    split(ana, date(2019, 3, 4), 36 * HOUR)
    split(ana, date(2023, 7, 1), 32 * HOUR)
    ben = _staff(valley, "Ben Stone", date(2020, 1, 6), [date(2020, 2, 3)], left_on=date(2022, 5, 13))
    split(ben, date(2020, 1, 6), 20 * HOUR, 20 * HOUR)
    chi = _staff(valley, "Chi Tran", date(2022, 6, 20), [date(2022, 8, 1)])
    split(chi, date(2022, 6, 20), 38 * HOUR)
    _promoted(valley)
    eli = _staff(valley, "Eli Moss", date(2022, 1, 10), [date(2022, 2, 1)], role=SURGICAL)
    split(eli, date(2022, 1, 10), 16 * HOUR, 24 * HOUR)
    spans = [date(2023, 3, 20), date(2024, 5, 1), date(2024, 6, 15)]
    fay = _staff(valley, "Fay Hill", date(2023, 2, 15), spans, left_on=date(2025, 8, 8))
    split(fay, date(2023, 2, 15), 40 * HOUR)
    gil = _staff(valley, "Gil Park", date(2025, 9, 15), [date(2025, 11, 3)])
    split(gil, date(2025, 9, 15), 30 * HOUR)
    absences.record(SYSTEM, ana, (date(2024, 7, 1), date(2024, 7, 14)))
    absences.cover(SYSTEM, ana, chi, (date(2024, 7, 1), date(2024, 7, 10)))
    _count(valley)


def _promoted(valley: Organisation) -> None:
    dee = make_person(valley, "Dee Wolf", ASSISTANT)
    qualified(dee, ASSISTANT)
    hire(dee, ASSISTANT, date(2021, 9, 1))
    split(dee, date(2021, 9, 1), 24 * HOUR)
    _bills(valley, dee, date(2021, 9, 1), [date(2021, 10, 15)])
    hiring.seek_promotion(SYSTEM, dee, HSC)
    qualified(dee, HSC)
    hire(dee, HSC, date(2024, 1, 1))
    split(dee, date(2024, 1, 1), 36 * HOUR)


def _staff(
    valley: Organisation,
    name: str,
    hired_on: date,
    bills: Sequence[date],
    role: StaffRole = HSC,
    left_on: date | None = None,
) -> Person:
    person = make_person(valley, name, role, hired_on, left_on)
    _bills(valley, person, hired_on, bills)
    return person


def _bills(valley: Organisation, person: Person, hired_on: date, days: Sequence[date]) -> None:
    """The account is active from the first of these days, inactive from the second, active again from the third."""
    number = f"{person.id:07}"
    said = [EventFacts(Track.PROVIDER, "sent", hired_on), EventFacts(Track.PROVIDER, "issued", hired_on, number)]
    events = zip(("effective", "inactivated", "reactivated"), days, strict=False)
    said += [EventFacts(Track.PROVIDER, event, on) for event, on in events]
    credentials.record_several(SYSTEM, person, said, law(valley))


def _count(valley: Organisation) -> None:
    sheet = worked_by_hand()
    found = {
        step: {line["Quarter"]: int(line["Result"]) for line in sheet if line["Step"] == step}
        for step in ("claims", "surgical claims")
    }
    rows = []
    for name, claims in found["claims"].items():
        quarter = Quarter.parse(name)
        assert quarter, name
        rows.append(Counted(quarter, claims, found["surgical claims"][name]))
    initiated_claims.record(SYSTEM, valley, rows)
