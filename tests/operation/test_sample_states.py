"""Every state that something can be in is there in the sample world, so that each page and paper can be looked at."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from onboarding import clock
from onboarding.config import Config
from onboarding.extensions import Base, db
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.comment import Comment
from onboarding.models.credential import CredentialEvent
from onboarding.models.determination import Decision, Determination, InformationItem, Recommendation, Reopening
from onboarding.models.duty import ListedDuty
from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.hiring import HireAcceptance, Promotion, Supervision
from onboarding.models.imported import ImportBatch, OpenTable
from onboarding.models.keeping import Erasure, Hold, Lifting
from onboarding.models.organisation import Membership
from onboarding.models.person import Person
from onboarding.models.reference import ReferenceRequest
from onboarding.models.ruling import RecordedRuling, RulingState
from onboarding.models.staffing import (
    AbsenceRecord,
    CoverageWay,
    CoverRecord,
    CoverRequest,
    InitiatedClaims,
    TimeSplit,
)
from onboarding.queries import (
    cover_requests,
    determinations,
    discussions,
    dossier,
    duplicates,
    evidence,
    facts,
    look_ahead,
    organisations,
    people,
    references,
    rulings,
    staffing,
    staffing_overview,
    vacancies,
    what_ifs,
)
from onboarding.queries.cover_requests import State
from onboarding.queries.determinations import Move
from onboarding.queries.references import ReferenceState
from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS
from onboarding.rules.days import Quarter
from onboarding.rules.duties import Kind
from onboarding.rules.filling import Verdict
from onboarding.rules.findings import Outcome
from onboarding.rules.qualification import screen
from onboarding.services import resumes
from tests.stored import on_sqlite

pytestmark = on_sqlite
SLUG = "cedar-valley"


@pytest.fixture
def world(app: Flask, config: Config, sample_world: Callable[[Config], None]) -> Flask:
    sample_world(config)
    return app


def every(model: type[Base]) -> Iterable[Base]:
    return db.session.scalars(select(model))


def test_applications_are_at_every_step(world: Flask) -> None:
    assert {row.decision for row in every(Determination)} == set(Decision)  # type: ignore[attr-defined]
    assert {row.recommends for row in every(Recommendation)} == {Decision.QUALIFIED, Decision.NOT_QUALIFIED}  # type: ignore[attr-defined]
    assert {determinations.move_of(row) for row in every(Person)} == set(Move)  # type: ignore[arg-type]
    assert list(every(Reopening))


def test_what_is_asked_for_is_missing_answered_and_settled(world: Flask) -> None:
    items = list(every(InformationItem))
    states = {("settled" if row.settled_at else "answered" if row.answer else "missing") for row in items}  # type: ignore[attr-defined]
    assert states == {"missing", "answered", "settled"}


def test_links_and_questions_to_employers_are_in_every_state(world: Flask) -> None:
    links = {
        "handed in" if row.handed_in_at else "withdrawn" if row.withdrawn_at else "open" for row in every(ApplicantLink)
    }  # type: ignore[attr-defined]
    assert links == {"handed in", "withdrawn", "open"}
    asked = {references.state(row, clock.now()) for row in every(ReferenceRequest)}  # type: ignore[arg-type]
    assert asked == set(ReferenceState)


def test_evidence_is_in_every_state(world: Flask) -> None:
    assert {evidence.state(row) for row in every(EvidenceItem)} == set(evidence.State)  # type: ignore[arg-type]
    assert {row.proves for row in every(EvidenceItem)} >= {Proves.RESUME, Proves.JOB, Proves.DEGREE}  # type: ignore[attr-defined]


def test_rulings_are_in_every_state_and_what_leans_on_one_that_waits_says_so(world: Flask) -> None:
    rows = list(every(RecordedRuling))
    states = {(row.state, row.answer.confirmed if row.answer else None) for row in rows}  # type: ignore[attr-defined]
    assert states == {
        (RulingState.PROPOSED, True),  # the contract manager's own
        (RulingState.IN_FORCE, True),
        (RulingState.IN_FORCE, None),  # on the COHE's word, until the contract manager answers
        (RulingState.WITHDRAWN, False),  # disputed
        (RulingState.WITHDRAWN, True),
    }
    cohe = organisations.by_slug(SLUG)
    assert cohe
    law, today = rulings.of(cohe, current_app.extensions["rulebook"]), clock.today()
    bodil = people.by_email(cohe.id, "bodil.berg@people.example")
    assert bodil
    answer = screen(facts.applicant(cohe, bodil, dossier.of(bodil)), law, today)
    assert "leans on a ruling" in answer.claimed.requirements["experience"].because


def test_credentials_are_at_every_event_and_duties_of_every_kind(world: Flask) -> None:
    events = {row.event for row in every(CredentialEvent)}  # type: ignore[attr-defined]
    assert {*PROVIDER_EVENTS, *SUPPLEMENTAL_EVENTS} - events == set()
    # Who is to be replaced follows from the whole COHE, and what is answered about packets is about nobody: not listed.
    listed = {row.kind for row in every(ListedDuty)}  # type: ignore[attr-defined]
    assert set(Kind) - listed == {Kind.REPLACE, Kind.REPLY}


def test_staffing_has_something_of_each_kind_and_somebody_to_replace(world: Flask) -> None:
    assert all(list(every(model)) for model in (InitiatedClaims, TimeSplit, AbsenceRecord, CoverRecord))
    cohe = organisations.by_slug(SLUG)
    assert cohe
    law, recorded = rulings.of(cohe, current_app.extensions["rulebook"]), staffing.recorded(cohe)
    assert staffing.silent(recorded)
    now = Quarter.of(clock.today())
    assert any(discussions.latest(cohe, now.earlier(back)) for back in range(1, 8))
    quarters = staffing_overview.by_quarter(cohe, recorded, law, clock.today())
    exact = [each for each in quarters if each.fte.at_least == each.fte.at_most]
    assert len(quarters) == 21
    assert len(quarters) - 3 <= len(exact) < len(quarters)  # of a few weeks nobody recorded the time
    assert {each.discussion for each in exact} >= {Outcome.REQUIRED, Outcome.NOT_REQUIRED}
    assert staffing_overview.gaps(cohe, recorded, law, clock.today())
    (vacancy, *_) = staffing_overview.vacancies(cohe, recorded, law, clock.today())
    assert vacancy.found.replace_by
    numbers = law.in_force(clock.today(), cohe.slug, None).numbers
    of = vacancies.candidates(cohe, recorded, clock.today())
    dues = [vacancy.found.replace_by, vacancy.found.replace_by + timedelta(days=365)]
    said = {found.verdict for each in vacancies.could(of, dues, clock.today(), numbers) for found in each.found}
    assert {Verdict.TOO_LATE, Verdict.IN_TIME, Verdict.CANNOT_TELL} <= said


def test_a_what_if_is_saved_and_says_otherwise_than_today(world: Flask) -> None:
    cohe = organisations.by_slug(SLUG)
    assert cohe
    law, recorded = rulings.of(cohe, current_app.extensions["rulebook"]), staffing.recorded(cohe)
    (plan,) = what_ifs.listed(cohe)
    now, then = (
        look_ahead.looked(cohe, recorded, law, clock.today(), changes)
        for changes in (look_ahead.nothing, what_ifs.changes(plan, recorded))
    )
    assert all(each.claims.least is not None for each in now.quarters)
    assert [each.fte for each in now.quarters] != [each.fte for each in then.quarters]


def test_cover_was_asked_for_accepted_and_declined(world: Flask) -> None:
    states = {each.state for each in cover_requests.stands(every(CoverRequest), clock.today())}  # type: ignore[arg-type]
    assert {State.OPEN, State.ACCEPTED, State.DECLINED} <= states
    assert list(every(CoverageWay))


def test_hires_promotions_and_supervision_are_there(world: Flask) -> None:
    assert all(list(every(model)) for model in (HireAcceptance, Promotion, Supervision, Comment))


def test_tables_were_taken_in_and_undone_and_one_waits(world: Flask) -> None:
    assert {row.undone_at is None for row in every(ImportBatch)} == {True, False}  # type: ignore[attr-defined]
    assert {row.kind for row in every(OpenTable)} == {"applicants", resumes.KIND}  # type: ignore[attr-defined]
    cohe = organisations.by_slug(SLUG)
    assert cohe
    assert duplicates.pairs(cohe.id, 1, None).total


def test_something_waits_for_a_second_person_of_each_kind(world: Flask) -> None:
    assert all(list(every(model)) for model in (Hold, Lifting, Erasure))
    assert any(row.waits for row in every(Membership))  # type: ignore[attr-defined]
