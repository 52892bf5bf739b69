"""What applicants say of their careers, and how far each application has come."""

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
from onboarding.roles import Role
from onboarding.rules.standing import SKILL_AREAS
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.services import claims, determinations, references
from onboarding.services.change import Actor

NURSE, CLERK, AIDE = "direct_patient_care", "excluded", "other"


class Career(NamedTuple):
    """What somebody claims; `categories` by job, and whether it is proven, determined, or waits for somebody."""

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
    if career.proven:
        for item in papers.of_person(person):
            fact = "d1" if item.proves is papers.Proves.DEGREE else "j1"
            claims.prove(screener, person, fact, item)
    if career.asked:
        asked = dossier.asked_of(dossier.of(person).facts["j1"])
        references.ask(screener, person, "j1", asked, "Human Resources", "hr@orchard.example")
    if career.ends or career.waits:
        _determine(career, at, person, by)


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
        claims.state(screener, person, claims.StatementFacts(area, True, Way.INTERVIEW, screener.name, day))
    for about, value in (("providerId", True), ("lniIssues", False)):
        claims.state(screener, person, claims.StatementFacts(about, value, Way.ATTESTATION, person.name, day))


def _determine(career: Career, at: Any, person: Any, by: dict[Role, Actor]) -> None:
    book = current_app.extensions["rulebook"]

    def rests_on() -> dict[str, Any]:
        return rests.on(at, person, rulings.of(at, book), clock.today())

    no, why = Decided.NOT_QUALIFIED, "The only work is at a front desk, which is no direct patient care."
    recommended = determinations.recommend(by[Role.SCREENER], person, rests_on, no, why)
    if career.ends and standing.latest(person) is None:
        determinations.decide(by[Role.HR], person, recommended.id, career.ends, "Agreed.", rests_on)
