"""Facts for the tests of the rules. Each maker gives somebody plain, so that a test says only what matters to it.

Days are written as in a document ("2021", "2021-03", "2021-03-14"), exact amounts as text or whole numbers.
Rulings and rulebooks are made in `make_law`, people with a fixed meaning stand in `cast`, and `ask` puts the questions.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from onboarding.rules.days import PartialDate, Quarter, partial_date
from onboarding.rules.facts import (
    Absence,
    Activity,
    Applicant,
    AreaTrained,
    Degree,
    Duty,
    Equivalency,
    Event,
    Job,
    QuarterClaims,
    Required,
    Staffing,
    StaffRow,
    Statement,
    Tracks,
    Trainee,
)
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.training import AREAS

Amount = str | int | Fraction
YES, NO = Statement(True, True), Statement(False, True)
TOPICS = ("lni_processes", "other_cohe_practice")


def day(text: str) -> date:
    return date.fromisoformat(text)


def vaguely(text: str) -> PartialDate:
    found = partial_date(text)
    assert found, text
    return found


# ------------------------------------------------------------------------------------------------------ applicants


def make_job(
    start: str = "2018-03-15",
    end: str | None = "2021-03-14",
    *,
    category: str | None = "direct_patient_care",
    duties: Mapping[str, Amount] | None = None,
    hours: Amount | None = 40,
    position: str = "Staff",
    verified: bool = True,
) -> Job:
    """Three years to the day, full time, in patient care, verified. `end` None: it goes on."""
    return Job(
        name="Valley Clinic",
        position=position,
        start=vaguely(start),
        end=vaguely(end) if end else None,
        category=None if duties else category,
        duties=tuple(Duty(category, Fraction(share)) for category, share in (duties or {}).items()),
        hours_a_week=None if hours is None else Fraction(hours),
        verified=verified,
    )


def make_degree(
    level: str | None = "bachelor",
    conferred: str | None = "2016-06-10",
    *,
    study_type: str | None = None,
    country: str | None = "US",
    evaluated_as: str | None = None,
    evaluation_verified: bool = True,
    verified: bool = True,
) -> Degree:
    return Degree(
        institution="WGU",
        study_type=study_type,
        area=None,
        level=level,
        country=country,
        conferred=vaguely(conferred) if conferred else None,
        equivalency=Equivalency(evaluated_as, "An evaluator", evaluation_verified) if evaluated_as else None,
        verified=verified,
    )


def make_applicant(
    *jobs: Job,
    degrees: Iterable[Degree] | None = None,
    role: str = "hsc",
    cohe: str | None = None,
    able: Statement | None = YES,
    issues: Statement | None = NO,
    skills: Mapping[str, Statement] | None = None,
) -> Applicant:
    """Plainly qualified: a bachelor's degree, three years to the day, all else shown and verified."""
    shown = dict.fromkeys(SKILL_AREAS, YES) if skills is None else skills
    return Applicant(
        id="a-1",
        name="Ana Ruiz",
        role=role,
        cohe=cohe,
        jobs=jobs or (make_job(),),
        degrees=(make_degree(),) if degrees is None else tuple(degrees),
        able=able,
        issues_reported=issues,
        skills=tuple(shown.items()),
    )


# -------------------------------------------------------------------------------------------------------- training


def make_content(
    on: str, approved_on: str | None = "2026-01-01", topics: Iterable[str] = TOPICS, verified: bool = True
) -> Activity:
    approved = day(approved_on) if approved_on else None
    return Activity("approved_content", day(on), verified, topics=frozenset(topics), approved_on=approved)


def make_orientation(on: str, location: str = "headquarters", verified: bool = True) -> Activity:
    return Activity("orientation", day(on), verified, location=location)


def make_shadowing(
    on: str, minutes: Amount = 240, host: str = "alliance", host_role: str = "hsc", verified: bool = True
) -> Activity:
    return Activity("shadowing", day(on), verified, minutes=Fraction(minutes), host_cohe=host, host_role=host_role)


def make_conference(
    on: str, topics: Iterable[str] = (), sponsor: str = "lni", attended: bool = True, verified: bool = True
) -> Activity:
    return Activity("conference", day(on), verified, topics=frozenset(topics), sponsor=sponsor, attended=attended)


def make_required(
    name: str = "OHMS basics", on: str | None = "2026-02-02", passed: bool | None = None, verified: bool = True
) -> Required:
    return Required(name, day(on) if on else None, passed, verified)


def make_areas(on: str = "2026-02-02", verified: bool = True, but: str | None = None) -> tuple[AreaTrained, ...]:
    """The initial training in every area, but for one."""
    return tuple(AreaTrained(area, day(on), verified) for area in AREAS if area != but)


def make_trainee(
    *activities: Activity,
    hired_on: str = "2026-01-15",
    role: str = "hsc",
    cohe: str | None = "valley",
    initial: Iterable[AreaTrained] | None = None,
    required: Iterable[Required] | None = None,
) -> Trainee:
    """A new hire at Valley with all but the additional training; that is due on 2026-07-15, a Wednesday."""
    return Trainee(
        id="e-1",
        role=role,
        cohe=cohe,
        hired_on=day(hired_on),
        initial=make_areas() if initial is None else tuple(initial),
        required=(make_required(),) if required is None else tuple(required),
        activities=activities,
    )


# ---------------------------------------------------------------------------------------- credentials, staffing


def make_event(written: str, place: str = "provider[0]") -> Event:
    """ "2026-02-20 issued", with a number or a reason after it where the plain one will not do."""
    on, event, *rest = written.split(maxsplit=2)
    number = (rest or ["0123456"])[0] if event == "issued" else None
    reason = (rest or ["a signature is missing"])[0] if event == "returned" else None
    return Event(day(on), event, number, reason, place)


def make_tracks(*provider: str, supplemental: Iterable[str] = (), cohe: str | None = None) -> Tracks:
    return Tracks(
        id="c-1",
        cohe=cohe,
        provider=tuple(make_event(written, f"provider[{place}]") for place, written in enumerate(provider)),
        supplemental=tuple(make_event(written, f"supplemental[{place}]") for place, written in enumerate(supplemental)),
    )


def make_row(
    id: str = "ana",
    fte: Amount = 1,
    first: str = "2020-01-01",
    last: str | None = None,
    role: str = "hsc",
    billable: str | None = "always",
) -> StaffRow:
    """An HSC, full time on claims for years, who may bill throughout. `billable` None: not yet."""
    billable_from = date.min if billable == "always" else day(billable) if billable else None
    return StaffRow(id, role, Fraction(fte), day(first), day(last) if last else None, billable_from)


def make_quarters(
    *claims: int, first: str = "2025-Q1", surgical: tuple[int | None, ...] = ()
) -> tuple[QuarterClaims, ...]:
    """The claims of quarters that follow each other; no surgical ones if not said otherwise."""
    start = Quarter.parse(first)
    assert start, first
    surgical = surgical or (0,) * len(claims)
    return tuple(QuarterClaims(start.earlier(-n), claims[n], surgical[n]) for n in range(len(claims)))


def make_staffing(
    quarters: Iterable[QuarterClaims] = (),
    staff: Iterable[StaffRow] | None = None,
    absences: Iterable[Absence] = (),
    cohe: str | None = "valley",
) -> Staffing:
    rows = (make_row(),) if staff is None else tuple(staff)
    return Staffing("valley-2026", cohe, tuple(quarters), rows, tuple(absences))


def make_absence(first: str, last: str, staff: str = "ana", covered_by: str | None = None) -> Absence:
    return Absence(staff, day(first), day(last), covered_by)
