"""What is stored is made into facts directly, and they are what the reader of documents makes of the same, written out.

Without a database: the rows are made, and their JSON comes as it would from one.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy.orm.attributes import set_committed_value

from onboarding.formats import resume, training
from onboarding.formats.claims import claimed, exact, facts_of, refuse_unreadable
from onboarding.formats.faults import Refused
from onboarding.formats.shape import Shape
from onboarding.models.claim import Claim, FactDecision, How, StandingStatement
from onboarding.models.evidence import EvidenceItem, EvidenceVerification, Result
from onboarding.models.hiring import Promotion
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.reference import Answered, ReferenceAnswer, ReferenceRequest
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import evidence, facts, rests
from onboarding.queries.dossier import Dossier, asked_of
from onboarding.roles import StaffRole
from onboarding.rules.additional_training import HOST_ROLES, KINDS, LOCATIONS, SPONSORS, TOPICS
from onboarding.rules.career import CATEGORIES
from onboarding.rules.facts import Applicant, Trainee
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.study_types import LEVELS
from onboarding.rules.training import AREAS, ROLES
from tests.examples import examples

thoroughly = examples(30)
VALLEY = Organisation(id=1, slug="valley", name="Valley COHE")
DAY = date(2026, 3, 2)

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20)
days = st.dates(date(1960, 1, 1), date(2030, 12, 31))
HOW_A_DAY_IS_WRITTEN = ("%Y-%m-%d", "%Y-%m", "%Y", "%B %Y", "%b %d, %Y", "%Y-%m-%dT00:00:00")


def written(first: date, last: date) -> st.SearchStrategy[str]:
    each = st.tuples(st.dates(first, last), st.sampled_from(HOW_A_DAY_IS_WRITTEN))
    return each.map(lambda found: found[0].strftime(found[1]))


starts, later = written(date(1960, 1, 1), date(1999, 12, 31)), written(date(2000, 1, 1), date(2030, 12, 31))
GOES_ON = ("present", "Present", " now ", "still here", "", "  ")
ends = st.one_of(later, st.sampled_from(GOES_ON))
hours = st.sampled_from(
    [40, "40", Decimal("37.5"), "37.50", " 20 ", "4E+1", "0.25", "1_6", "٤٠", Decimal("13.3333"), 168, "1E-2"]
)


def parts(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these keys; what is not there may be null too."""
    return st.fixed_dictionaries({}, optional={key: st.none() | value for key, value in known.items()})


jobs = st.tuples(
    st.fixed_dictionaries({"startDate": starts}),
    parts(name=words, company=words, position=words, endDate=ends, hoursPerWeek=hours, summary=words, verified=words),
).map(lambda both: both[0] | both[1])
degrees = parts(
    institution=words, studyType=words, area=words, level=st.sampled_from(LEVELS), country=words, endDate=ends
)
careers = st.fixed_dictionaries({"work": st.lists(jobs, max_size=4), "education": st.lists(degrees, max_size=3)})


def shares(parts: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    each = st.tuples(*[st.sampled_from(CATEGORIES) for _ in parts])
    return each.map(
        lambda found: {"duties": [{"category": one, "share": share} for one, share in zip(found, parts, strict=True)]}
    )


of_job = st.one_of(
    st.just({}),
    st.sampled_from(CATEGORIES).map(lambda category: {"category": category}),
    st.sampled_from([("1",), ("0.5", "0.50"), ("6E-1", "0.4"), ("0.125", "0.875"), (" 1 ",)]).flatmap(shares),
)
of_degree = st.one_of(
    st.just({}),
    st.sampled_from(LEVELS).map(lambda level: {"level": level}),
    st.builds(
        lambda level, by: {"equivalency": {"level": level, **by}}, st.sampled_from(LEVELS), parts(evaluator=words)
    ),
)
said = st.dictionaries(
    st.sampled_from(["providerId", "lniIssues", *SKILL_AREAS]), st.tuples(st.booleans(), st.sampled_from(How))
)


def stored(value: Any) -> Any:
    """The value as a JSON column gives it back."""
    return json.loads(json.dumps(value))


def paper(result: Result | None) -> EvidenceItem:
    """A paper, checked with that result, or not yet."""
    item = EvidenceItem(id=1, verifications=[EvidenceVerification(result=result)] if result else [])
    set_committed_value(item, "withdrawal", None)
    return item


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A claim as it was taken in, with decisions, papers, references' answers and statements."""
    claim = stored(claimed(draw(careers)))
    entries = facts_of(claim)
    decided = {id: stored(draw(of_job if id[0] == "j" else of_degree)) for id in entries if draw(st.booleans())}
    checked = {id: [paper(draw(st.sampled_from([None, *Result])))] for id in entries if draw(st.booleans())}
    answers = {}
    for id in entries:
        if answered := draw(st.none() | st.sampled_from(Answered)):
            asked = draw(st.sampled_from([asked_of(entries[id]), {"kind": "job"}]))
            answers[id] = ReferenceRequest(asked=stored(asked), answer=ReferenceAnswer(answered=answered))
    return Dossier(
        Claim(facts=claim),
        {id: FactDecision(fact=id, decided=each) for id, each in decided.items()},
        checked,
        answers,
        answers,
        {about: StandingStatement(about=about, value=value, how=how) for about, (value, how) in draw(said).items()},
        draw(st.sampled_from([None, Promotion(role=StaffRole.HSC), Promotion(role=StaffRole.ASSISTANT)])),
    )


people = st.builds(Person, id=st.integers(1, 99), name=words, applied_for=st.sampled_from(StaffRole))


def as_read(person: Person, dossier: Dossier) -> Applicant:
    """What `flask rules screen` makes of the application, written out."""
    return resume.applicant(Shape.of(exact(rests.applicant_document(VALLEY, person, dossier))), str(person.id))


@thoroughly
@given(people, dossiers())
def test_facts_are_what_the_reader_makes_of_the_same_written_out(person: Person, dossier: Dossier) -> None:
    assert dossier.claim
    before = stored(dossier.claim.facts)
    found = facts.applicant(VALLEY, person, dossier)
    assert found == as_read(person, dossier)
    assert dossier.claim.facts == before, "what is stored stays as it was recorded"
    for fact, decision in dossier.decisions.items():
        refuse_unreadable(dossier.facts[fact], decision.decided)


NOTHING = Dossier(None, {}, {}, {}, {}, {})


def test_who_claims_nothing_has_facts_too() -> None:
    person = Person(id=7, name="Ana Ruiz", applied_for=StaffRole.SURGICAL_HSC)
    found = facts.applicant(VALLEY, person, NOTHING)
    assert found == as_read(person, NOTHING) == Applicant("7", "Ana Ruiz", "hsc", "valley", (), (), None, None, ())


@pytest.mark.parametrize("end", GOES_ON)
def test_what_was_recorded_before_ends_were_left_out_still_goes_on(end: str) -> None:
    """The first versions kept dates as they were typed."""
    job = {"id": "j1", "startDate": "2015-01", "endDate": end, "hoursPerWeek": "40"}
    whole = NOTHING._replace(claim=Claim(facts={"work": [job], "education": [{"id": "d1", "endDate": end}]}))
    person = Person(id=7, name="Ana Ruiz", applied_for=StaffRole.HSC)
    found = facts.applicant(VALLEY, person, whole)
    assert found == as_read(person, whole)
    assert (found.jobs[0].end, found.degrees[0].conferred) == (None, None)


@pytest.mark.parametrize(
    ("fact", "decided", "says"),
    [
        ({"id": "j1", "startDate": "2015"}, {"category": "magic"}, "category"),
        ({"id": "j1", "startDate": "2015"}, {"duties": [{"category": "other", "share": "0.5"}]}, "1/2"),
        (
            {"id": "j1", "startDate": "2015"},
            {"category": "other", "duties": [{"category": "other", "share": "1"}]},
            "one",
        ),
        ({"id": "d1"}, {"level": "wizard"}, "wizard"),
        ({"id": "d1"}, {"equivalency": {"evaluator": "WES"}}, "missing"),
    ],
)
def test_what_is_no_decision_about_a_job_or_degree_is_refused(
    fact: dict[str, Any], decided: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        refuse_unreadable(fact, decided)


a_day = days.map(date.isoformat)
topics = st.lists(st.sampled_from(TOPICS), max_size=3)
# What one kind needs may stand beside another: then it is not read.
BESIDE: dict[str, st.SearchStrategy[Any]] = {
    "topics": topics,
    "approved_on": a_day,
    "location": st.sampled_from(LOCATIONS),
    "minutes": st.integers(0, 600),
    "host_cohe": words,
    "host_role": st.sampled_from(HOST_ROLES),
    "sponsor": st.sampled_from(SPONSORS),
    "attended": st.booleans(),
}
NEEDED = {
    "approved_content": ("topics",),
    "orientation": ("location",),
    "shadowing": ("minutes", "host_cohe", "host_role"),
    "conference": ("sponsor", "attended"),
}


@st.composite
def entries(draw: st.DrawFn) -> tuple[TrainingPart, dict[str, Any]]:
    """A training as it may be recorded: read by the reader of documents before."""
    part = draw(st.sampled_from(TrainingPart))
    if part is TrainingPart.INITIAL:
        entry = {"area": draw(st.sampled_from(AREAS)), "on": draw(a_day)}
    elif part is TrainingPart.LNI_REQUIRED:
        entry = {"name": "x" + draw(words), **draw(parts(completed_on=a_day, passed=st.booleans()))}
    else:
        kind = draw(st.sampled_from(KINDS))
        needed = {key: draw(BESIDE[key]) for key in NEEDED[kind]}
        entry = draw(parts(**BESIDE)) | needed | {"kind": kind, "on": draw(a_day)}
        if "host_cohe" in NEEDED[kind]:
            entry["host_cohe"] = "x" + entry["host_cohe"]
    return part, stored(entry)


@st.composite
def trainings(draw: st.DrawFn) -> TrainingRecord:
    part, entry = draw(entries())
    row = TrainingRecord(part=part, facts=entry)
    set_committed_value(row, "paper", draw(st.none() | st.sampled_from([None, *Result]).map(paper)))
    return row


postings = st.builds(
    Posting, person_id=st.integers(1, 99), role=st.sampled_from([StaffRole(role) for role in ROLES]), hired_on=days
)


@thoroughly
@given(postings, st.lists(trainings(), max_size=8))
def test_trainings_are_what_the_reader_makes_of_the_same_written_out(
    posting: Posting, rows: list[TrainingRecord]
) -> None:
    document: dict[str, Any] = {"role": posting.role.value, "cohe": "valley", "hired_on": posting.hired_on.isoformat()}
    for row in rows:
        document.setdefault(row.part.value, []).append({**row.facts, "verified": evidence.confirms(row.paper)})
        training.refuse_unreadable(row.part.value, row.facts)
    assert facts.trainee(VALLEY, posting, rows) == training.trainee(Shape.of(document), str(posting.person_id))


def test_who_had_no_training_is_a_trainee_too() -> None:
    posting = Posting(person_id=7, role=StaffRole.HSC, hired_on=DAY)
    assert facts.trainee(VALLEY, posting, ()) == Trainee("7", "hsc", "valley", DAY, (), (), ())
