"""Claims: taken in whatever they came as, corrected by versions, judged apart, proven only by what others checked."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.formats.faults import Refused
from onboarding.models.account import User
from onboarding.models.claim import Claim, ClaimSource
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reference import Answered
from onboarding.queries import dossier, evidence as items, facts, precedents, rests, revisions
from onboarding.queries.dossier import Way
from onboarding.roles import Role
from onboarding.rules.qualification import screen
from onboarding.rules.rulings import Rulings
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import claims, determinations, evidence, links, references, statements
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_evidence, make_member, make_person, make_standing

TODAY = date(2026, 3, 2)
NURSE = {"name": "Foothill Clinic", "position": "Registered Nurse", "startDate": "2015-01-05", "hoursPerWeek": "40"}
SCHEDULER = {"name": "Bay Clinic", "position": "Surgery Scheduler", "startDate": "2010", "endDate": "2014-12"}
BACHELOR = {
    "institution": "State College",
    "studyType": "Bachelor of Science",
    "endDate": "2014-06-10",
    "country": "US",
}
CAREER = {"work": [NURSE, SCHEDULER], "education": [BACHELOR]}
CHECK = evidence.VerificationFacts(evidence.Source.ISSUER, "The office", date(2026, 1, 5), evidence.Result.CONFIRMED)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


@pytest.mark.parametrize("sign", ["\0", "\a", "\x0b", "\x7f", "\x9b"])
@pytest.mark.parametrize("key", ["name", "position", "summary"])
def test_a_sign_that_is_no_text_is_refused_by_its_place(ana: Person, key: str, sign: str) -> None:
    with pytest.raises(Refused) as refused:
        claims.record(SYSTEM, ana, {"work": [NURSE | {key: f"a{sign}b"}]}, ClaimSource.JSON_RESUME)
    assert [each.path for each in refused.value.faults] == [f"work[0].{key}"]
    assert dossier.of(ana).claim is None


@pytest.fixture
def screener(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.SCREENER))


@pytest.fixture
def other(valley: Organisation) -> Actor:
    return as_actor(make_member(valley, Role.HR))


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def record(
    actor: Actor, person: Person, document: dict[str, Any] | None = None, version: int = 0, why: str | None = None
) -> Claim:
    return claims.record(actor, person, document or CAREER, ClaimSource.FORM, why, version)


def document(person: Person, cohe: Organisation) -> dict[str, Any]:
    return rests.applicant_document(cohe, person, dossier.of(person))


def outcomes(app: Flask, person: Person, cohe: Organisation) -> tuple[str, str]:
    found = screen(facts.applicant(cohe, person, dossier.of(person)), Rulings(app.extensions["rulebook"]), TODAY)
    return str(found.claimed.outcome), str(found.verified.outcome)


def say(actor: Actor, person: Person, about: str, value: bool = True, how: Way = Way.INTERVIEW) -> None:
    statements.state(actor, person, statements.StatementFacts(about, value, how, "Sam", date(2026, 1, 5)))


def say_all(actor: Actor, person: Person) -> None:
    for area in SKILL_AREAS:
        say(actor, person, area)
    make_standing(person)


def test_what_is_claimed_gets_ids_and_nothing_is_judged(ana: Person, screener: Actor) -> None:
    judged = {"work": [{**NURSE, "category": "direct_patient_care", "verified": True}], "education": []}
    claim = record(screener, ana, judged)
    assert claim.facts == {"work": [{"id": "j1", **NURSE}], "education": []}


def test_a_document_that_does_not_fit_is_refused_with_every_fault(ana: Person, screener: Actor) -> None:
    bad = {"work": [{**NURSE, "startDate": "soon"}, {**NURSE, "endDate": "2001"}]}
    with pytest.raises(Refused) as refused:
        record(screener, ana, bad)
    assert len(refused.value.faults) == 2
    assert dossier.of(ana).claim is None


def test_a_job_that_was_removed_leaves_its_number_to_nobody(
    app: Flask, valley: Organisation, ana: Person, screener: Actor
) -> None:
    record(screener, ana)
    claims.decide(screener, ana, "j2", {"category": "direct_patient_care"}, "As its letter says.")
    record(screener, ana, {"work": [{"id": "j1", **NURSE}]}, 1, "That was another's.")
    clerk = {"name": "Mill", "position": "Clerk", "startDate": "2012"}
    record(screener, ana, {"work": [{"id": "j1", **NURSE}, clerk]}, 2, "Forgotten.")
    assert [job["id"] for job in dossier.versions(ana)[0].facts["work"]] == ["j1", "j3"]
    assert "category" not in document(ana, valley)["work"][1]


def test_a_correction_is_a_version_with_a_reason_and_keeps_ids(ana: Person, screener: Actor) -> None:
    record(screener, ana)
    with pytest.raises(OnboardingError, match="Say why"):
        record(screener, ana, {"work": [NURSE]}, 1)
    with pytest.raises(OnboardingError, match="while you had it open"):
        record(screener, ana, {"work": [NURSE]}, 0, "Late.")
    kept = {"work": [{"id": "j2", **SCHEDULER}, {**NURSE, "name": "Hill Clinic"}]}
    claim = record(screener, ana, kept, 1, "A typing error.")
    assert [job["id"] for job in claim.facts["work"]] == ["j2", "j3"]
    assert [each.version for each in dossier.versions(ana)] == [2, 1]
    assert record(screener, ana, claim.facts, 2).version == 2


def test_a_screener_decides_and_the_decision_is_read_with_the_claim(
    ana: Person, valley: Organisation, screener: Actor
) -> None:
    record(screener, ana)
    claims.decide(screener, ana, "j1", {"category": "direct_patient_care"}, "Bedside nursing.")
    claims.decide(screener, ana, "j2", {"duties": [{"category": "excluded", "share": "1"}]}, "Only scheduling.")
    job, scheduler = document(ana, valley)["work"]
    assert job["category"] == "direct_patient_care"
    assert scheduler["duties"] == [{"category": "excluded", "share": "1"}]
    claims.decide(screener, ana, "j1", {}, "Taken back.")
    assert "category" not in document(ana, valley)["work"][0]


@pytest.mark.parametrize(
    ("fact", "decided"),
    [
        ("j1", {"category": "magic"}),
        ("j1", {"duties": [{"category": "other", "share": "0.5"}]}),
        ("j1", {"startDate": "2001"}),
        ("j1", {"verified": True}),
        ("d1", {"category": "other"}),
        ("d1", {"equivalency": {"level": "wizard"}}),
    ],
)
def test_what_is_no_decision_is_refused_and_changes_nothing(
    ana: Person, valley: Organisation, screener: Actor, fact: str, decided: dict[str, Any]
) -> None:
    record(screener, ana)
    before = document(ana, valley)
    with pytest.raises(OnboardingError):
        claims.decide(screener, ana, fact, decided, "Because.")
    assert document(ana, valley) == before
    with pytest.raises(NotFoundError):
        claims.decide(screener, ana, "j9", {}, "Nothing.")


def test_a_job_is_verified_by_evidence_that_somebody_else_checked_and_as_long_as_it_counts(
    ana: Person, valley: Organisation, screener: Actor, other: Actor
) -> None:
    record(screener, ana)
    item = items.one(valley.id, make_evidence(ana, actor=screener).id)
    assert item
    claims.prove(screener, ana, "j1", item)
    claims.prove(screener, ana, "j1", item)
    assert not document(ana, valley)["work"][0]["verified"]
    evidence.verify(other, item, CHECK)
    assert document(ana, valley)["work"][0]["verified"]
    assert not document(ana, valley)["work"][1]["verified"]
    evidence.withdraw(screener, item, "Another person's.")
    assert not document(ana, valley)["work"][0]["verified"]


def test_another_claim_is_not_proven_by_what_proved_the_first(
    ana: Person, valley: Organisation, screener: Actor, other: Actor
) -> None:
    record(screener, ana)
    item = items.one(valley.id, make_evidence(ana, actor=screener).id)
    assert item
    claims.prove(screener, ana, "j1", item)
    evidence.verify(other, item, CHECK)
    longer = {**CAREER, "work": [{"id": "j1", **NURSE, "startDate": "2005-01-05"}]}
    record(screener, ana, longer, 1, "Worked there longer.")
    assert not document(ana, valley)["work"][0]["verified"]


@pytest.mark.parametrize(
    ("answered", "verified"), [(Answered.CONFIRMED, True), (Answered.CORRECTED, False), (Answered.NOT_CONFIRMED, False)]
)
def test_a_past_employers_answer_verifies_only_what_it_confirms(
    ana: Person, valley: Organisation, screener: Actor, answered: Answered, verified: bool
) -> None:
    record(screener, ana)
    asked = dossier.asked_of(dossier.of(ana).facts["j1"])
    request = references.ask(screener, ana, "j1", asked, "Records", "records@example.org")
    said = references.AnswerFacts(answered, {"position": "Aide"}, None, "Rita", "Records")
    references.answer(SYSTEM, links.token_of(references.PURPOSE, request.nonce), said)
    assert document(ana, valley)["work"][0]["verified"] is verified
    record(screener, ana, {**CAREER, "work": [{"id": "j1", **NURSE, "hoursPerWeek": "20"}]}, 1, "Half time.")
    assert not document(ana, valley)["work"][0]["verified"]


def test_an_evidence_item_of_somebody_else_proves_nothing_here(
    ana: Person, valley: Organisation, screener: Actor
) -> None:
    record(screener, ana)
    foreign = make_evidence(make_person(valley, "Bo Berg"), actor=screener)
    with pytest.raises(NotFoundError):
        claims.prove(screener, ana, "j1", foreign)


def test_the_applicants_own_word_is_claimed_and_an_interview_is_verified(
    ana: Person, valley: Organisation, screener: Actor
) -> None:
    say(screener, ana, "communication", how=Way.EXPERIENCE)
    say(screener, ana, "data_analysis")
    make_standing(ana, checked=False)
    ours = document(ana, valley)["hsc"]
    assert ours["skills"]["communication"] == {"demonstrated": True, "verified": False}
    assert ours["skills"]["data_analysis"] == {"demonstrated": True, "verified": True}
    assert ours["providerId"] == {"able": True, "verified": False}
    assert ours["lniIssues"] == {"reported": False, "verified": False}


def test_nobody_judges_their_own_skills_and_lni_confirms_none(valley: Organisation, screener: Actor) -> None:
    user = make_member(valley, Role.HSC, Role.SCREENER)
    person = make_person(valley, "Max Self", user=user)
    say(as_actor(user), person, "communication", how=Way.EXPERIENCE)
    with pytest.raises(OnboardingError, match="about yourself"):
        say(as_actor(user), person, "communication")
    with pytest.raises(OnboardingError, match="does not confirm skills"):
        say(screener, person, "communication", how=Way.LNI)
    with pytest.raises(NotFoundError):
        say(screener, person, "charm")


def test_from_claimed_to_verified_step_by_step(
    app: Flask, ana: Person, valley: Organisation, screener: Actor, other: Actor
) -> None:
    record(screener, ana)
    assert outcomes(app, ana, valley) == ("needs_review", "needs_review")
    claims.decide(screener, ana, "j1", {"category": "direct_patient_care"}, "Bedside nursing.")
    say_all(screener, ana)
    assert outcomes(app, ana, valley) == ("qualified", "needs_review")
    item = items.one(valley.id, make_evidence(ana, actor=screener).id)
    assert item
    for fact in ("j1", "d1"):
        claims.prove(screener, ana, fact, item)
    evidence.verify(other, item, CHECK)
    assert outcomes(app, ana, valley) == ("qualified", "qualified")


def test_the_same_title_finds_what_was_decided_for_others(valley: Organisation, screener: Actor) -> None:
    for name, decided in (("Bo Berg", {"category": "excluded"}), ("Cy Cole", {"category": "other"})):
        person = make_person(valley, name)
        record(screener, person, {"work": [{**SCHEDULER, "position": "SURGERY  scheduler"}]})
        claims.decide(screener, person, "j1", decided, f"As for {name}.")
    ana = make_person(valley, "Ana Ruiz")
    found = precedents.of(valley.id, {"surgery scheduler"}, ana.id)["surgery scheduler"]
    assert [(each.decided["category"], each.reason, each.same) for each in found] == [
        ("other", "As for Cy Cole.", True),
        ("excluded", "As for Bo Berg.", True),
    ]
    assert precedents.of(make_cohe("harbor").id, {"surgery scheduler"}, ana.id) == {}


def test_similar_titles_follow_the_same_one_and_others_do_not(valley: Organisation, screener: Actor) -> None:
    titles = (
        "Surgery Scheduler",
        "Senior Surgery Scheduler",
        "Surgery Schedular",
        "Forklift Driver",
        "Registered Nurse",
    )
    for number, title in enumerate(titles):
        person = make_person(valley, f"Person {number}")
        record(screener, person, {"work": [{**SCHEDULER, "position": title}]})
        claims.decide(screener, person, "j1", {"category": "other"}, f"As for {title}.")
        if title == "Senior Surgery Scheduler":
            claims.decide(screener, person, "j1", {"category": "excluded"}, "Looked at again.")
        if title == "Registered Nurse":
            claims.decide(screener, person, "j1", {}, "Taken back.")
    ana = make_person(valley, "Ana Ruiz")
    found = precedents.of(valley.id, {"surgery scheduler", "registered nurse"}, ana.id)
    assert {title: [(each.title, each.reason) for each in rows] for title, rows in found.items()} == {
        "surgery scheduler": [
            ("surgery scheduler", "As for Surgery Scheduler."),
            ("surgery schedular", "As for Surgery Schedular."),
            ("senior surgery scheduler", "Looked at again."),
        ]
    }


def test_what_waits_for_a_decision_or_was_decided_does_not_move(
    app: Flask, ana: Person, valley: Organisation, screener: Actor, other: Actor
) -> None:
    record(screener, ana)
    answer = {"role": "hsc", **{each: {"outcome": "not_qualified"} for each in ("claimed", "verified")}}
    rests_on = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": "2026-01-05", "answer": answer}
    no = determinations.Decision.NOT_QUALIFIED
    recommended = determinations.recommend(screener, ana, lambda: rests_on, no, "No.")
    for says in ("waiting for a decision", "was decided"):
        for act in (
            lambda: record(screener, ana, {"work": []}, 1, "Late."),
            lambda: claims.decide(screener, ana, "j1", {}, "Late."),
            lambda: say(screener, ana, "communication"),
        ):
            with pytest.raises(OnboardingError, match=says):
                act()
        if says == "waiting for a decision":
            determinations.decide(other, ana, recommended.id, no, "No.", lambda: rests_on)


def test_many_dossiers_are_asked_for_in_as_many_questions_as_one(
    valley: Organisation, screener: Actor, statements: list[str]
) -> None:
    people = [make_person(valley, f"Person {number}") for number in range(6)]
    for person in people:
        record(screener, person)
    assert all(person.name for person in people)  # looked up again, after what was recorded
    statements.clear()
    dossier.of_all(people[:1])
    one = len(statements)
    statements.clear()
    dossier.of_all(people)
    assert len(statements) == one


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(ana: Person, screener: Actor, other: Actor) -> None:
    record(screener, ana)
    seen = revisions.of_fact(dossier.of(ana), "j1")
    claims.decide(other, ana, "j1", {"category": "excluded"}, "Scheduling.", seen)
    with pytest.raises(ChangedMeanwhileError, match="decided “excluded”: Scheduling"):
        claims.decide(screener, ana, "j1", {"category": "direct_patient_care"}, "A nurse.", seen)
    claims.decide(other, ana, "j1", {}, "Not sure.")
    with pytest.raises(ChangedMeanwhileError, match="took the decision back: Not sure"):
        claims.decide(screener, ana, "j1", {"category": "direct_patient_care"}, "A nurse.", seen)
    assert dossier.of(ana).decided("j1") == {}


def test_a_correction_meanwhile_is_told_to_who_decides(ana: Person, screener: Actor, other: Actor) -> None:
    record(screener, ana)
    seen = revisions.of_fact(dossier.of(ana), "j1")
    record(other, ana, CAREER | {"work": [NURSE | {"id": "j1", "position": "Clerk"}]}, 1, "A letter.")
    with pytest.raises(ChangedMeanwhileError, match="what the applicant states was corrected"):
        claims.decide(screener, ana, "j1", {"category": "direct_patient_care"}, "A nurse.", seen)
    for nonsense in ("", "x", "a.b.c.d"):
        with pytest.raises(ChangedMeanwhileError):
            claims.decide(screener, ana, "j1", {"category": "direct_patient_care"}, "A nurse.", nonsense)


def test_an_interview_is_recorded_whole_or_not_at_all(ana: Person, screener: Actor, other: Actor) -> None:
    def said(about: str, how: Way = Way.INTERVIEW) -> statements.StatementFacts:
        return statements.StatementFacts(about, True, how, "Sam", date(2026, 1, 5))

    with pytest.raises(OnboardingError, match="L&I does not confirm skills"):
        statements.state_all(screener, ana, [said("communication"), said("data_analysis", Way.LNI)])
    assert dossier.of(ana).statements == {}
    statements.state_all(screener, ana, [said("communication"), said("data_analysis")], 0)
    with pytest.raises(ChangedMeanwhileError, match="recorded Communication: yes and Data analysis: yes"):
        statements.state_all(other, ana, [said("data_management")], 0)
    assert len(dossier.of(ana).statements) == 2
