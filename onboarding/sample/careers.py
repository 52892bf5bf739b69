"""What applicants say of their careers, and how far each application has come."""

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import current_app

from onboarding import clock
from onboarding.queries import (
    determinations as standing,
    dossier,
    evidence as papers,
    members as found,
    organisations as places,
    people,
    rests,
    rulings,
)
from onboarding.queries.determinations import Decided
from onboarding.queries.dossier import Source, Way
from onboarding.queries.evidence import Proves, Result, Source as PaperSource
from onboarding.roles import Role
from onboarding.rules.standing import SKILL_AREAS
from onboarding.sample.evidence import drawn
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.services import claims, determinations, evidence, hiring, missing, references, statements
from onboarding.services.change import Actor
from onboarding.services.evidence import ItemFacts, VerificationFacts
from onboarding.services.people import PostingFacts

NURSE, CLERK, AIDE = "direct_patient_care", "excluded", "other"


class Career(NamedTuple):
    """What somebody claims; `categories` by job, and how far it has come. `reopened`: why. `ago`: days since all that.

    `ready`: all of it is verified, by papers made here. `hired`: upon the determination, in days from today.
    """

    at: Sample
    email: str
    work: tuple[tuple[str, str, str, str | None, str | None], ...]
    degree: tuple[str, str, str] | None = None
    categories: tuple[str | None, ...] = ()
    skills: bool = False
    proven: bool = False
    asked: bool = False
    ends: Decided | None = None
    waits: bool = False
    ready: bool = False
    hired: int | None = None
    missing: tuple[str, ...] = ()
    reopened: str | None = None
    ago: int = 0


def _nurse(name: str, **more: Any) -> Career:
    """A nurse at Cedar Valley with a degree, all of it verified."""
    email, work = f"{name}@people.example", (("Registered Nurse", "Foothill Clinic", "2015-03-02", None, "40"),)
    degree = ("Bachelor of Science in Nursing", "Rainier State College", "2014-06-14")
    return Career(CEDAR, email, work, degree, (NURSE,), skills=True, ready=True, **more)


ALL = (
    Career(
        CEDAR,
        "ana.reyes@people.example",
        (
            ("Registered Nurse", "Foothill Clinic", "2019-10", None, "40"),
            ("Front Desk", "Bay Hotel", "2016-05", "2018", None),
        ),
        ("Bachelor of Science in Nursing", "Rainier State College", "2019-10-13"),
        (NURSE, AIDE),
        skills=True,
        proven=True,
    ),
    Career(
        CEDAR,
        "bodil.berg@people.example",
        (("Certified Medical Assistant", "Orchard Family Medicine", "2021-03-15", None, "24"),),
        None,
        (NURSE,),
        asked=True,
    ),
    Career(
        CEDAR,
        "chidi.okoro@people.example",
        (
            ("Referral Coordinator", "Valley Hospital", "2012-02", "2017-08", "40"),
            ("Care Coordinator", "Valley Hospital", "2017-08", None, "40"),
        ),
        ("Associate of Arts", "Columbia College", "2011-06"),
    ),
    Career(
        CEDAR,
        "dmitri.volkov@people.example",
        (("Return to Work Coordinator", "Mill & Timber", "2014-01-06", None, "40"),),
        ("Bachelor of Arts", "Odesa University", "2010"),
        ("return_to_work",),
        skills=True,
        asked=True,
        ago=30,  # the employer never answered
    ),
    _nurse("yara.quist", waits=True),
    _nurse("lars.engel", ends=Decided.QUALIFIED),
    _nurse("mina.okafor", ends=Decided.QUALIFIED, hired=10),
    _nurse("olga.renner", ends=Decided.QUALIFIED, reopened="She sent a letter that says fewer hours."),
    _nurse("petra.lang", missing=("Your diploma", "A letter of Northside Clinic on your duties and hours"))._replace(
        ready=False, skills=False
    ),
    Career(
        CEDAR,
        "kira.dunn@people.example",
        (("Physical Therapy Aide", "Hillside Rehabilitation", "2018-04", "2023-09", None),),
        ("Bachelor of Science", "Columbia College", "2017"),
        missing=("A letter of Hillside Rehabilitation on your duties and hours", "Your diploma"),
    ),
    Career(
        CEDAR,
        "ivo.brandt@people.example",
        (("Claims Adjuster", "Basin Mutual", "2016-01", None, "40"),),
        ends=Decided.WITHDRAWN,
    ),
    Career(
        HARBOR,
        "soren.dahl@people.example",
        (("Front Desk Lead", "Bayside Clinic", "2015", "2024", "40"),),
        None,
        (CLERK,),
        skills=True,
        ends=Decided.NOT_QUALIFIED,
    ),
    Career(
        HARBOR,
        "bao.tran@people.example",
        (("Surgery Scheduler", "Harbor Surgical", "2013", None, "40"),),
        None,
        (CLERK,),
        skills=True,
        waits=True,
    ),
)


def load() -> None:
    """Record those that are not there yet."""
    for each in ALL:
        at = places.by_slug(each.at.slug)
        person = at and people.by_email(at.id, each.email)
        if person and dossier.of(person).claim is None:
            with clock.as_if(clock.now() - timedelta(days=each.ago)) if each.ago else nullcontext():
                _record(each, at, person)


def _record(career: Career, at: Any, person: Any) -> None:
    by = {each.role: Actor(each.user_id, each.user.name) for each in found.members(at.id).rows}
    screener, day = by[Role.SCREENER], clock.today() - timedelta(days=2)
    claims.record(screener, person, _document(career), Source.FORM)
    for number, category in enumerate(career.categories, start=1):
        if category:
            claims.decide(screener, person, f"j{number}", {"category": category}, "As the duties say.")
    if career.skills:
        _skills(screener, person, day)
    if career.ready:
        _verify(at, person, by)
    if career.proven:
        for item in papers.of_person(person):
            fact = "d1" if item.proves is papers.Proves.DEGREE else "j1"
            claims.prove(screener, person, fact, item)
    if career.asked:
        asked, employer = dossier.asked_of(dossier.of(person).facts["j1"]), career.work[0][1]
        address = f"hr@{employer.split()[0].casefold()}.example"
        references.ask(screener, person, "j1", asked, "Human Resources", address)
    _go_on(career, at, person, by)


def _go_on(career: Career, at: Any, person: Any, by: dict[Role, Actor]) -> None:
    """What became of the application."""
    screener = by[Role.SCREENER]
    if career.missing:
        missing.ask(screener, person, career.missing, "What is missing of the application.", by_mail=True)
    if career.ends is Decided.WITHDRAWN:
        determinations.withdraw(screener, person, "Took another job.")
    elif career.ends or career.waits:
        _determine(career, at, person, by)
    if career.reopened:
        determinations.reopen(by[Role.HR], person, career.reopened)
    if career.hired is not None:
        first_day = clock.today() + timedelta(career.hired)
        facts = PostingFacts(person.applied_for, first_day)
        hiring.hire(by[Role.HR], person, facts, None, person.revision)


def _document(career: Career) -> dict[str, Any]:
    keys = ("position", "name", "startDate", "endDate", "hoursPerWeek")
    work = [{key: value for key, value in zip(keys, job, strict=True) if value} for job in career.work]
    degrees = [career.degree] if career.degree else []
    return {
        "work": work,
        "education": [dict(zip(("studyType", "institution", "endDate"), d, strict=True)) for d in degrees],
    }


def _skills(screener: Actor, person: Any, day: date) -> None:
    for area in SKILL_AREAS:
        statements.state(screener, person, statements.StatementFacts(area, True, Way.INTERVIEW, screener.name, day))
    own_word = [
        statements.StatementFacts(about, value, Way.ATTESTATION, person.name, day)
        for about, value in (("providerId", True), ("lniIssues", False))
    ]
    statements.state_all(screener, person, own_word)


def _verify(at: Any, person: Any, by: dict[Role, Actor]) -> None:
    """Have papers prove the job, the degree and what is said of standing, each checked by somebody else."""
    screener, check = by[Role.SCREENER], VerificationFacts(PaperSource.CALL, "Records", clock.today(), Result.CONFIRMED)
    for title, proves, fact in (
        ("Letter of the employer", Proves.JOB, "j1"),
        ("Diploma", Proves.DEGREE, "d1"),
        ("Signed statement on L&I", Proves.STANDING, None),
    ):
        picture = drawn((title.upper(), "", person.name))
        taken = evidence.take_in(by[Role.HR], person, picture, f"{title}.png", ItemFacts(title, proves))
        item = papers.one(at.id, taken.id)
        assert item is not None  # it was just taken in
        evidence.verify(screener, item, check)
        if fact:
            claims.prove(screener, person, fact, item)
            continue
        for about, value in (("providerId", True), ("lniIssues", False)):
            said = statements.StatementFacts(about, value, Way.ATTESTATION, person.name, clock.today())
            statements.state(by[Role.HR], person, said, item)  # whom the screener's check then verifies


def _determine(career: Career, at: Any, person: Any, by: dict[Role, Actor]) -> None:
    book = current_app.extensions["rulebook"]

    def rests_on() -> dict[str, Any]:
        return rests.on(at, person, rulings.of(at, book), clock.today())

    what, why = Decided.NOT_QUALIFIED, "The only work is at a front desk, which is no direct patient care."
    if career.ready:
        what, why = Decided.QUALIFIED, "A nursing degree and more than three years of direct patient care are verified."
    recommended = determinations.recommend(by[Role.SCREENER], person, rests_on, what, why)
    if career.ends and standing.latest(person) is None:
        determinations.decide(by[Role.HR], person, recommended.id, career.ends, "Agreed.", rests_on)
