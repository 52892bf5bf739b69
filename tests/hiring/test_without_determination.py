"""A hire without a determination is an exception with a reason, which shows until something settles it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.determination import Decision
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import dossier, grounds, hiring as found
from onboarding.roles import Role, StaffRole
from onboarding.services import determinations, hiring, people
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PostingFacts
from tests.make import HERE_BEFORE, make_claim, make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

TODAY = clock.today()
HSC, ASSISTANT, SURGICAL = StaffRole.HSC, StaffRole.ASSISTANT, StaffRole.SURGICAL_HSC
HIRED = date(2026, 1, 5)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def determined(person: Person, role: StaffRole = HSC, what: Decision = Decision.QUALIFIED) -> None:
    """Have it determined so by two on what the person says."""
    cohe = db.session.get_one(Organisation, person.organisation_id)
    one, two = (Actor(make_member(cohe, Role.MANAGER).id, name) for name in ("One", "Two"))
    if dossier.of(person).is_empty:
        make_claim(person)
    answer = {"role": role.value, "claimed": {"outcome": what.value}, "verified": {"outcome": what.value}}
    now = {"facts": {}, "evidence": [], "rulings": [], "rulebook": "v", "as_of": TODAY.isoformat(), "answer": answer}
    row = determinations.recommend(one, person, lambda: now, what, "So it is.")
    determinations.decide(two, person, row.id, what, "Agreed.", lambda: now)


def waiting(cohe: Organisation) -> list[tuple[str, str | None]]:
    """Who is listed, and why; the count says the same, and so does each person's own ground."""
    listed = grounds.undetermined(cohe.id, TODAY)
    assert listed.total == len(listed.rows)
    for each in listed.rows:
        ground = grounds.ground(each.person)
        assert ground is not None
        assert (ground.settled, ground.because) == (False, each.because)
    return [(each.person.name, each.because) for each in listed.rows]


def settled(person: Person) -> bool:
    ground = grounds.ground(person)
    assert ground is not None
    return ground.settled


@pytest.mark.parametrize("reason", [None, ""])
def test_without_a_determination_a_hire_asks_for_a_reason(valley: Organisation, reason: str | None) -> None:
    ana = make_person(valley)
    with pytest.raises(OnboardingError, match="Say why this hire has no determination") as refused:
        people.record_posting(SYSTEM, ana, PostingFacts(HSC, HIRED, None, reason), ana.revision)
    assert refused.value.field == "reason"
    assert db.session.query(Posting).count() == 0


def test_who_is_determined_qualified_is_hired_upon_that_alone(valley: Organisation) -> None:
    ana = make_person(valley)
    determined(ana)
    with pytest.raises(OnboardingError, match="Record the hire upon that determination"):
        people.record_posting(SYSTEM, ana, PostingFacts(HSC, HIRED, None, "In a hurry."), ana.revision)
    hiring.hire(SYSTEM, ana, PostingFacts(HSC, TODAY), None, ana.revision)
    assert settled(ana)
    assert waiting(valley) == []
    people.record_posting(SYSTEM, ana, PostingFacts(HSC, TODAY - timedelta(days=1), None, "Typed wrong."), ana.revision)
    assert settled(ana)


def test_each_exception_is_listed_with_its_reason_and_nobody_else(valley: Organisation) -> None:
    make_person(valley, "Applicant")
    make_person(valley, "Left Long Ago", hired_on=HIRED, left_on=TODAY - timedelta(days=1))
    make_person(make_cohe("harbor"), "Stranger", hired_on=HIRED)
    make_person(valley, "Ana", hired_on=HIRED)
    ben = make_person(valley, "Ben")
    people.record_posting(SYSTEM, ben, PostingFacts(HSC, TODAY + timedelta(days=9), None, "L&I asked."), ben.revision)
    assert waiting(valley) == [("Ana", HERE_BEFORE), ("Ben", "L&I asked.")]
    correction = PostingFacts(HSC, TODAY + timedelta(days=8), None, "A day earlier.")
    people.record_posting(SYSTEM, ben, correction, ben.revision)
    assert waiting(valley) == [("Ana", HERE_BEFORE), ("Ben", "L&I asked.")]


@pytest.mark.parametrize(
    ("hired_as", "determined_as", "settles"),
    [(HSC, HSC, True), (SURGICAL, HSC, True), (ASSISTANT, HSC, True), (ASSISTANT, ASSISTANT, True),
     (HSC, ASSISTANT, False), (SURGICAL, ASSISTANT, False)],
)  # fmt: skip
def test_a_determination_for_the_role_settles_it_and_is_no_second_hire(
    valley: Organisation, hired_as: StaffRole, determined_as: StaffRole, settles: bool
) -> None:
    ana = make_person(valley, "Ana", hired_as, hired_on=HIRED)
    determined(ana, determined_as)
    assert settled(ana) is settles
    assert bool(waiting(valley)) is not settles
    assert found.roles_open_to(ana) == ()
    with pytest.raises(OnboardingError, match="recorded already"):
        hiring.hire(SYSTEM, ana, PostingFacts(determined_as, TODAY), None, ana.revision)


def test_a_determination_settles_it_while_it_stands(valley: Organisation) -> None:
    ana, ben = (make_person(valley, name, hired_on=HIRED) for name in ("Ana", "Ben"))
    determined(ben, what=Decision.NOT_QUALIFIED)
    determined(ana)
    assert waiting(valley) == [("Ben", HERE_BEFORE)]
    determinations.reopen(SYSTEM, ana, "The diploma was another's.")
    assert len(waiting(valley)) == 2
    determined(ana)
    assert len(waiting(valley)) == 1


def test_so_does_the_written_word_of_lni(valley: Organisation) -> None:
    ana, ben = make_person(valley, "Ana", hired_on=HIRED), make_person(valley, "Ben")
    word = "Cora Lane, contract manager, letter of March 3, 2026"
    with pytest.raises(OnboardingError, match="is after today"):
        hiring.accept(SYSTEM, ana, word, TODAY + timedelta(days=1))
    with pytest.raises(OnboardingError, match="does not need L&I's word"):
        hiring.accept(SYSTEM, ben, word, TODAY)
    hiring.accept(SYSTEM, ana, word, TODAY)
    ground = grounds.ground(ana)
    assert ground is not None
    assert ground.accepted is not None
    assert (ground.accepted.says, ground.because) == (word, HERE_BEFORE)
    assert waiting(valley) == []
    with pytest.raises(OnboardingError, match="does not need"):
        hiring.accept(SYSTEM, ana, word, TODAY)


@on_sqlite
def test_from_the_list_to_what_settles_it(app: Flask, valley: Organisation) -> None:
    for number in range(27):
        make_person(valley, f"Worker {number:02}", hired_on=HIRED)
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    home = fetch(manager, "/at/valley/")
    address = home.links["See why, and settle each hire: 27 people in a role"]
    page = fetch(manager, address)
    assert [row["Name"] for row in page.rows()][:2] == ["Worker 00", "Worker 01"]
    assert page.rows()[0]["Why"] == HERE_BEFORE
    assert len(fetch(manager, f"{address}?page=2").rows()) == 2
    page = fetch(manager, page.links["Record L&I's word on Worker 00"])
    assert HERE_BEFORE in page.main
    page = page.submit(says="Cora Lane, letter of March 3, 2026", said_on="3/3/2026")
    assert page.heading == "Worker 00"
    assert "L&I agreed on March 3, 2026: Cora Lane, letter of March 3, 2026" in page.main
    assert "26 people" in fetch(manager, address).main
    auditor = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    page = fetch(auditor, address)
    assert "Settle" not in page.rows()[0]


@on_sqlite
def test_the_person_says_so_until_it_is_settled(app: Flask, valley: Organisation) -> None:
    ana = make_person(valley)
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(manager, f"/at/valley/people/{ana.id}/posting")
    assert page.heading == "Hire Ana Ruiz without a determination"
    page = page.submit(hired_on="1/5/2026", reason="")
    assert page.faults == {
        "reason": "Say why this hire has no determination. The reason stays visible until there is one."
    }
    page = page.submit(hired_on="1/5/2026", reason="The only nurse for miles.")
    for address in (f"/at/valley/people/{ana.id}", f"/at/valley/people/{ana.id}/file"):
        assert "No determination The only nurse for miles." in fetch(manager, address).main
    determined(ana)
    for address in (f"/at/valley/people/{ana.id}", f"/at/valley/people/{ana.id}/file"):
        assert "Determination 1, as HSC" in fetch(manager, address).main
        assert "The only nurse" not in fetch(manager, address).main.replace("Why The only nurse", "")


@on_sqlite
def test_who_is_determined_qualified_is_led_to_the_one_way(app: Flask, valley: Organisation) -> None:
    ana = make_person(valley)
    determined(ana)
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(manager, f"/at/valley/people/{ana.id}/posting")
    assert page.heading == "Hire Ana Ruiz"
