"""Two who do, at the same moment, what rests on what the other changes: one of them is told, and nothing rests on air.

PostgreSQL, where two really write at once. TIMES=100 tries each pair so many times as often.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import orjson
import pytest
from flask import Flask

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.applicant_link import ApplicantFile
from onboarding.models.determination import Decision
from onboarding.models.evidence import EvidenceItem, EvidenceWithdrawal
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Seat
from onboarding.queries import (
    determinations as decided,
    keeping,
    members as roles,
    rests,
    rulings as known,
)
from onboarding.roles import Role
from onboarding.services import (
    applicant_links,
    bookings,
    claims,
    credential_reminders,
    determinations,
    erasures,
    evidence,
    holds,
    invitations,
    links,
    members,
    references,
    reminders,
    rulings,
)
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.race import at_once
from tests.documents.make import make_pdf
from tests.examples import TIMES
from tests.make import (
    HIRED,
    make_cohe,
    make_complete,
    make_evidence,
    make_member,
    make_person,
    make_reference,
)
from tests.races.told import order, refused
from tests.stored import on_postgresql
from tests.training_sessions.make import book, give_back, law, make_session, seats

pytestmark = on_postgresql
CONFIRMED, CONTRADICTED = evidence.Result.CONFIRMED, evidence.Result.CONTRADICTED
VISITOR = Actor(None, "visitor", "192.0.2.9")
TRIALS = 5 * TIMES


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def checked(result: evidence.Result) -> evidence.VerificationFacts:
    return evidence.VerificationFacts(evidence.Source.ISSUER, "The school", HIRED, result)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def managers(valley: Organisation) -> list[Actor]:
    return [as_actor(make_member(valley, Role.MANAGER)) for _ in range(3)]


def rests_on(app: Flask, person_id: int) -> dict[str, Any]:
    person = db.session.get_one(Person, person_id)
    cohe = db.session.get_one(Organisation, person.organisation_id)
    return rests.on(cohe, person, known.of(cohe, app.extensions["rulebook"]), clock.today())


def proven(valley: Organisation, verifier: Actor, number: int) -> tuple[Person, list[EvidenceItem]]:
    """Somebody who is qualified as verified."""
    person = make_person(valley, f"Ana Ruiz {number}")
    make_complete(person)
    items = [make_evidence(person, make_pdf(pages=1 + number % 2)), make_evidence(person, make_pdf(pages=3))]
    for fact, item in zip(("j1", "d1"), items, strict=True):
        claims.prove(SYSTEM, person, fact, item)
        evidence.verify(verifier, item, checked(CONFIRMED))
    return person, items


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_decision_does_not_rest_on_what_was_contradicted_before_it(
    app: Flask, valley: Organisation, managers: list[Actor], number: int
) -> None:
    first, second, third = managers
    person, items = proven(valley, first, number)
    row = determinations.recommend(first, person, lambda: rests_on(app, person.id), Decision.QUALIFIED, "So it is.")
    ids = person.id, row.id, items[number % 2].id

    def decide() -> object:
        ana = db.session.get_one(Person, ids[0])
        return determinations.decide(second, ana, ids[1], Decision.QUALIFIED, "Agreed.", lambda: rests_on(app, ids[0]))

    def contradict() -> object:
        return evidence.verify(third, db.session.get_one(EvidenceItem, ids[2]), checked(CONTRADICTED))

    was_refused, _ = at_once(app, [refused(decide), refused(contradict)])
    made, seen = Action.DETERMINATION_MADE, Action.EVIDENCE_VERIFIED
    assert order(made, seen)[2:] == ([seen] if was_refused else [made, seen])


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_recommendation_does_not_rest_on_a_ruling_that_was_withdrawn_before_it(
    app: Flask, valley: Organisation, managers: list[Actor], number: int
) -> None:
    person, _ = proven(valley, managers[0], number)
    leans_on = rulings.RulingFacts("years_with_degree", None, "2", HIRED, None, "Cora Contract", "A letter")
    book = app.extensions["rulebook"]
    id, ruling = person.id, rulings.propose(SYSTEM, valley, book, leans_on).id
    rulings.put_in_force(SYSTEM, valley, book, ruling)

    def recommend() -> object:
        ana = db.session.get_one(Person, id)
        return determinations.recommend(managers[0], ana, lambda: rests_on(app, id), Decision.QUALIFIED, "Good.")

    def withdraw() -> object:
        return rulings.withdraw(SYSTEM, db.session.merge(valley, load=False), ruling, "It was a mistake.")

    at_once(app, [refused(recommend), refused(withdraw)])
    frozen = orjson.loads(decided.recommendations(db.session.get_one(Person, id))[0].frozen)
    withdrawn, made = Action.RULING_WITHDRAWN, Action.DETERMINATION_RECOMMENDED
    assert [bool(frozen["rulings"]), order(withdrawn, made)[0] == made] in ([True, True], [False, False])


@pytest.mark.parametrize("number", range(TRIALS))
def test_no_reminder_names_somebody_who_was_erased_before_it(
    app: Flask, valley: Organisation, managers: list[Actor], number: int
) -> None:
    person = make_person(valley, f"Ana Ruiz {number}", hired_on=clock.today() - timedelta(days=20))
    later = make_reference(person).requested_at + timedelta(days=6)
    applicant_links.send(SYSTEM, person)
    erasures.ask(managers[0], person, "She asked.")
    id = person.id

    def erase() -> object:
        return erasures.confirm(managers[1], db.session.merge(valley, load=False), id)

    sources = (references.SOURCE, applicant_links.SOURCE, credential_reminders.SOURCE)
    jobs = [erase, *(partial(reminders.remind, source, later) for source in sources)]
    at_once(app, [refused(job) for job in jobs])
    said = {each.body for each in db.session.query(Message)}
    assert said == {"(erased)"}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("number", range(TRIALS))
def test_no_erasure_overtakes_a_hold(
    app: Flask, valley: Organisation, managers: list[Actor], number: int, whole: bool
) -> None:
    person = make_person(valley, f"Ana Ruiz {number}")
    make_evidence(person)
    erasures.ask(managers[0], person, "She asked.")
    id = person.id

    def place() -> object:
        here = db.session.merge(valley, load=False)
        return holds.place(managers[1], here, None if whole else db.session.get_one(Person, id), "The court.")

    def confirm() -> object:
        return erasures.confirm(managers[2], db.session.merge(valley, load=False), id)

    at_once(app, [refused(place), refused(confirm)])
    placed, erased = Action.HOLD_PLACED, Action.ERASURE_CONFIRMED
    assert order(placed, erased) in ([placed], [erased, placed])
    assert bool(keeping.was_erased(valley.id, id)) == (len(order(placed, erased)) == 2)


@pytest.mark.parametrize("number", range(TRIALS))
def test_two_items_do_not_replace_each_other(app: Flask, valley: Organisation, number: int) -> None:
    person = make_person(valley, f"Ana Ruiz {number}")
    ids = [make_evidence(person, make_pdf(pages=pages)).id for pages in (1, 2)]

    def replace(this: int, by: int) -> Callable[[], object]:
        return lambda: evidence.withdraw(
            SYSTEM, *(db.session.get_one(EvidenceItem, this), "Replaced."), db.session.get_one(EvidenceItem, by)
        )

    assert sorted(at_once(app, [refused(replace(*ids)), refused(replace(*reversed(ids)))])) == [False, True]
    assert db.session.query(EvidenceWithdrawal).count() == 1


@pytest.mark.parametrize("number", range(TRIALS))
def test_no_more_files_come_by_a_link_than_may(
    app: Flask, valley: Organisation, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applicant_links, "MOST_FILES", 2)
    person = make_person(valley, f"Ana Ruiz {number}")
    key = links.token_of(applicant_links.PURPOSE, applicant_links.send(SYSTEM, person).nonce)
    facts = evidence.ItemFacts("Diploma", evidence.Proves.DEGREE)

    def add(pages: int) -> Callable[[], object]:
        return lambda: applicant_links.add_file(VISITOR, key, make_pdf(pages=pages), f"{pages}.pdf", facts)

    assert sorted(at_once(app, [refused(add(pages)) for pages in (1, 2, 3)])) == [False, False, True]
    assert db.session.query(ApplicantFile).count() == db.session.query(EvidenceItem).count() == 2


@pytest.mark.parametrize("number", range(TRIALS))
def test_two_administrators_do_not_end_each_other(app: Flask, valley: Organisation, number: int) -> None:
    users = [make_member(valley, Role.ADMINISTRATOR, name=f"{name} {number}") for name in ("Ann", "Bob")]
    held = [roles.held(valley.id, user.id, Role.ADMINISTRATOR) for user in users]
    ids = [each.id for each in held if each]

    def end(by: User, id: int) -> Callable[[], object]:
        actor = as_actor(by)
        return lambda: members.end_membership(actor, db.session.merge(valley, load=False), id)

    jobs = [refused(end(by, id)) for by, id in zip(users, reversed(ids), strict=True)]
    assert sorted(at_once(app, jobs)) == [False, True]


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_double_click_invites_once(app: Flask, valley: Organisation, number: int) -> None:
    ann = as_actor(make_member(valley, Role.ADMINISTRATOR))

    def invite() -> object:
        here = db.session.merge(valley, load=False)
        return invitations.invite(ann, here, f"new{number}@example.org", "Nora New", Role.HR)

    assert sorted(at_once(app, [refused(invite)] * 8)) == [False] + [True] * 7
    assert db.session.query(Message).filter_by(kind="invitation").count() == 1


@pytest.mark.parametrize("number", range(TRIALS))
def test_the_last_seat_is_given_once(app: Flask, valley: Organisation, number: int) -> None:
    session = make_session(valley, seats=1)
    people = [make_person(valley, f"{name} {number}", hired_on=HIRED).id for name in ("Ana", "Ben", "Cyd")]
    id, here = session.id, law(valley)

    def take(person: int) -> Callable[[], object]:
        return lambda: bookings.book(SYSTEM, db.session.merge(valley, load=False), id, [person], here)

    assert at_once(app, [refused(take(person)) for person in people]) == [False] * 3
    assert list(seats(session).values()) == [Seat.BOOKED, Seat.WAITING, Seat.WAITING]


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_freed_seat_goes_to_one_while_somebody_books_and_somebody_is_erased(
    app: Flask, valley: Organisation, managers: list[Actor], number: int
) -> None:
    session = make_session(valley, seats=1)
    names = ("Ana", "Ben", "Cyd", "Dov")
    ana, ben, cyd, dov = (make_person(valley, f"{name} {number}", hired_on=HIRED) for name in names)
    book(valley, session, ana, ben, cyd)
    erasures.ask(managers[0], ben, "He asked.")
    id, here, ids = session.id, law(valley), [each.id for each in (ben, dov)]

    def cohe() -> Organisation:
        return db.session.merge(valley, load=False)

    jobs: list[Callable[[], object]] = [
        lambda: give_back(cohe(), session, ana),
        lambda: erasures.confirm(managers[1], cohe(), ids[0]),
        lambda: bookings.book(SYSTEM, cohe(), id, [ids[1]], here),
        bookings.settle,
    ]
    assert at_once(app, [refused(job) for job in jobs]) == [False] * 4
    bookings.settle()
    stand = seats(session)
    assert stand[f"Cyd {number}"] is Seat.BOOKED
    assert stand[f"Dov {number}"] is Seat.WAITING
