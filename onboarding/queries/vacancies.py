"""Which applicants could fill a vacancy: how far each is, and how long it took the COHE's own people."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.application import UNDER_WAY, Application, ApplicationState
from onboarding.models.determination import Decision, Determination
from onboarding.models.hiring import Hire, Promotion
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import credentials
from onboarding.queries.applications import ListedApplicant, joined
from onboarding.queries.people import Stage, in_stage
from onboarding.queries.staffing import Recorded
from onboarding.roles import StaffRole
from onboarding.rules.filling import Candidate, Far, Filling, Times, Verdict, filling, took
from onboarding.rules.findings import Outcome
from onboarding.rules.lead_times import Step, took as took_with_lni
from onboarding.rules.numbers import Numbers

MOST = 100  # applicants who are looked at, who waits longest first
ORDER = (Verdict.IN_TIME, Verdict.MAY_BE_LATE, Verdict.CANNOT_TELL, Verdict.TOO_LATE)


class Applicant(NamedTuple):
    """An applicant for the role of an HSC, and how far they are."""

    line: ListedApplicant
    known: Candidate


class Candidates(NamedTuple):
    """Who could be hired, how long it took here, how many do not qualify, and how many were not looked at."""

    rows: Sequence[Applicant]
    times: Times
    unqualified: int
    more: int


class Could(NamedTuple):
    """An applicant against each vacancy, in their order."""

    line: ListedApplicant
    known: Candidate
    found: Sequence[Filling]


def candidates(organisation: Organisation, recorded: Recorded, today: date) -> Candidates:
    """Everybody who applies for the role of an HSC and is not hired, by five questions at the most."""
    hsc = func.coalesce(Promotion.role, Person.applied_for) == StaffRole.HSC.value
    state = Application.state.in_([*UNDER_WAY, ApplicationState.QUALIFIED])
    stage = or_(in_stage(Stage.APPLICANT, today), Promotion.id.is_not(None))
    chosen = joined(organisation.id).where(hsc, state, stage)
    total = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Person.id).subquery())) or 0
    rows = [ListedApplicant(*each) for each in db.session.execute(chosen.order_by(Application.since).limit(MOST))]
    decided = _decided([each.person.id for each in rows])
    found = [
        Applicant(line, known)
        for line in rows
        if (known := _candidate(line, decided.get(line.person.id), recorded, today)) is not None
    ]
    return Candidates(found, times(organisation, recorded, today), len(rows) - len(found), max(0, total - MOST))


def could(
    of: Candidates, dues: Sequence[date], today: date, numbers: Numbers, from_first_day: bool = False
) -> list[Could]:
    """Each of them against the last days to replace somebody, one at least; those in time first."""
    found = [
        Could(
            each.line, each.known, [filling(each.known, of.times, due, today, numbers, from_first_day) for due in dues]
        )
        for each in of.rows
    ]
    return sorted(found, key=_place)


def times(organisation: Organisation, recorded: Recorded, today: date) -> Times:
    """How long it took everybody who became an HSC here, up to a day. Who was promoted did not apply from outside."""
    hired = list[int]()
    for id, person in recorded.people.items():
        first = next(iter(recorded.spells[id]), None)
        came = first is not None and first.role == StaffRole.HSC.value and first.first <= today
        if first and came and person.applied_on and person.applied_on <= first.first:
            hired.append((first.first - person.applied_on).days)
    bills = took_with_lni(credentials.histories(organisation), today)[Step.BILL]
    return Times(took(hired), took(_from_determination(organisation, today)), took(bills))


def _from_determination(organisation: Organisation, today: date) -> list[int]:
    """Of each hire upon a determination, the days from that to the first day in the role."""
    chosen = (
        select(Posting.hired_on, Determination.decided_at)
        .join(Hire, Hire.posting_id == Posting.id)
        .join(Determination, Hire.determination_id == Determination.id)
        .where(Posting.organisation_id == organisation.id, Posting.role == StaffRole.HSC, Posting.hired_on <= today)
    )
    days = [(hired_on - clock.day_of(at)).days for hired_on, at in db.session.execute(chosen)]
    return [each for each in days if each >= 0]


def _decided(ids: Sequence[int]) -> dict[int, date]:
    """On which day each of these people was determined qualified last."""
    chosen = (
        select(Determination.person_id, func.max(Determination.decided_at))
        .where(Determination.person_id.in_(ids), Determination.decision == Decision.QUALIFIED)
        .group_by(Determination.person_id)
    )
    return {id: clock.day_of(at) for id, at in db.session.execute(chosen)}


def _candidate(line: ListedApplicant, decided: date | None, recorded: Recorded, today: date) -> Candidate | None:
    """How far somebody is; None of who does not qualify, and will not."""
    of, person = line.application, line.person
    spans = recorded.billing.get(person.id, ())
    bills = any(since <= today and (until is None or until >= today) for since, until in spans)
    applied = clock.day_of(line.promotion.begun_at) if line.promotion else person.applied_on
    to_come = of.met_from if of.met_from and of.met_from > today else None
    if person.posting and person.posting.hired_on > today:
        return Candidate(Far.HIRED, applied, bills=bills, starts_on=person.posting.hired_on)
    if of.state is ApplicationState.QUALIFIED:
        return Candidate(Far.QUALIFIED, applied, decided, None, bills)
    if of.claimed is None:
        return Candidate(Far.NOTHING, applied)
    if Outcome.NOT_QUALIFIED in (of.claimed, of.verified) or to_come:
        return Candidate(Far.LATER, applied, None, to_come, bills) if to_come else None
    return Candidate(Far.WOULD if of.claimed == Outcome.QUALIFIED else Far.MORE, applied, None, None, bills)


def _place(each: Could) -> tuple[int, date, int]:
    days = each.found[0].bills or each.found[0].hired
    best = min(ORDER.index(found.verdict) for found in each.found)
    return best, days.shortest if days else date.max, each.line.person.id
