"""The host's link: sent once the visit is over, of use to them alone, signed once, and what is recorded by it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.sign_off import SignOff, SignOffLink
from onboarding.models.training import TrainingPart
from onboarding.models.training_session import Seat, TrainingSession
from onboarding.queries import bookings, evidence, sign_offs as found, trail_compare, training as trained
from onboarding.queries.organisations import by_id
from onboarding.queries.sign_offs import SignOffState
from onboarding.roles import Role, StaffRole
from onboarding.services import (
    attendance,
    evidence as files,
    links,
    people,
    reminders,
    sign_off_links,
    sign_offs,
    training,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PersonFacts
from onboarding.services.sign_offs import Signed
from onboarding.services.training import TrainingFacts
from tests.accounts.race import at_once
from tests.make import make_cohe, make_evidence, make_member, make_person
from tests.training_sessions.make import book, give_back, law, make_past_visit, make_visit, seats

pytestmark = pytest.mark.usefixtures("by_day")
HIRED = clock.today() - timedelta(days=90)
OPEN = timedelta(days=21)  # as the rulebook says of references
VISITOR = Actor(None, "visitor", "192.0.2.7")
CAME, DID_NOT = Signed(True, 170, "Dana Holm"), Signed(False, None, "Dana Holm")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def dana(app: Flask) -> Person:
    return make_person(make_cohe("harbor"), "Dana Holm", hired_on=HIRED)


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


def link_of(person: Person) -> SignOffLink:
    return db.session.query(SignOffLink).filter_by(person_id=person.id).order_by(SignOffLink.id.desc()).first() or (
        pytest.fail("no link was sent")
    )


def token(person: Person) -> str:
    return links.token_of(sign_off_links.PURPOSE, link_of(person).nonce)


def asked(dana: Person, *people: Person, ago: int = 5) -> TrainingSession:
    """A visit that is over, of which the host was asked."""
    session = make_past_visit(dana, *people, ago=ago)
    sign_off_links.ask_due()
    return session


def minutes(person: Person) -> tuple[int, int]:
    """Minutes of shadowing, as recorded and as verified."""
    cohe = by_id(person.organisation_id)
    known = trained.trained(cohe, person, law(cohe), clock.today())
    assert known
    return int(known.options.shadowed.together), int(known.options.shadowed.verified)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> datetime:
    then = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: then)
    return then


def test_the_host_is_asked_once_the_visit_is_over_and_once(valley: Organisation, dana: Person, ana: Person) -> None:
    book(valley, make_visit(dana), ana)
    sign_off_links.ask_due()
    assert db.session.query(SignOffLink).count() == 0
    gone, waits = (make_person(valley, name, hired_on=HIRED) for name in ("Gone", "Waits"))
    session = make_past_visit(dana, gone, ana)
    sign_off_links.ask_due()
    sign_off_links.ask_due()
    assert {link.person.name for link in db.session.query(SignOffLink)} == {"Gone", "Ana Ruiz"}
    assert seats(session).keys() == {"Gone", "Ana Ruiz"}
    assert waits.name not in seats(session)
    told = db.session.query(Message).filter_by(kind="sign_off").all()
    assert [(each.to_address, each.secret, each.organisation_id) for each in told] == [
        (dana.email, True, valley.id)
    ] * 2
    assert list(trail_compare.differences()) == []


def test_a_link_that_is_listed_is_signed_in_the_same_breath(dana: Person, ana: Person) -> None:
    session = asked(dana, ana)
    listed = found.latest(session, [ana.id])
    signed = sign_offs.sign(VISITOR, token(ana), CAME)
    assert listed
    assert signed.came


def test_who_came_has_the_minutes_recorded_and_verified_and_visits_add_up(dana: Person, ana: Person) -> None:
    first = asked(dana, ana, ago=9)
    signed = sign_offs.sign(VISITOR, token(ana), CAME)
    assert (minutes(ana), seats(first)) == ((170, 170), {"Ana Ruiz": Seat.ATTENDED})
    (row,) = trained.of(ana)
    assert row.facts == {
        "kind": "shadowing",
        "on": (clock.today() - timedelta(days=9)).isoformat(),
        "minutes": 170,
        "host_cohe": "Harbor COHE",
        "host_role": "hsc",
        "host": "Dana Holm",
    }
    assert (signed.training_id, row.recorded_by_id, signed.origin) == (row.id, None, "192.0.2.7")
    asked(dana, ana, ago=5)
    sign_offs.sign(VISITOR, token(ana), CAME._replace(minutes=75))
    assert minutes(ana) == (245, 245)
    assert list(trail_compare.differences()) == []


def test_who_did_not_come_has_nothing_and_their_cohe_is_told(valley: Organisation, dana: Person, ana: Person) -> None:
    mia = make_member(valley, Role.MANAGER)
    session = asked(dana, ana)
    sign_offs.sign(VISITOR, token(ana), DID_NOT)
    assert (minutes(ana), seats(session)) == ((0, 0), {"Ana Ruiz": Seat.NO_SHOW})
    (told,) = db.session.query(Message).filter_by(to_address=mia.email)
    assert told.subject == "Did not come: Shadowing at Harbor COHE"
    assert list(trail_compare.differences()) == []


def test_nobody_of_the_trainee_s_cohe_uses_the_link(valley: Organisation, dana: Person, ana: Person) -> None:
    asked(dana, ana)
    mia, own = (make_member(valley, role, name=role.value) for role in (Role.MANAGER, Role.HSC))
    outside = make_member(make_cohe("third"), Role.MANAGER, name="Outside")
    for each in (mia, own):
        for do in (sign_offs.visited, lambda actor, key: sign_offs.sign(actor, key, CAME)):
            with pytest.raises(OnboardingError, match="signed in as somebody of Valley COHE"):
                do(Actor(each.id, each.name), token(ana))
    assert minutes(ana) == (0, 0)
    assert sign_offs.sign(Actor(outside.id, outside.name), token(ana), CAME).id


def test_the_trainee_does_not_sign_by_an_account_elsewhere(app: Flask, dana: Person, ana: Person) -> None:
    asked(dana, ana)
    elsewhere = make_member(make_cohe("third"), Role.HSC, name="Ana Elsewhere")
    people.edit_person(SYSTEM, ana, PersonFacts("Ana Ruiz", StaffRole.HSC, elsewhere.email), ana.revision)
    with pytest.raises(OnboardingError, match="your own"):
        sign_offs.sign(Actor(elsewhere.id, elsewhere.name), token(ana), CAME)


def test_a_link_is_signed_once_also_by_six_at_once(app: Flask, dana: Person, ana: Person) -> None:
    asked(dana, ana)
    key = token(ana)

    def send() -> bool:
        try:
            sign_offs.sign(VISITOR, key, CAME)
        except NotFoundError:
            return False
        return True

    assert sorted(at_once(app, [send] * 6)) == [False] * 5 + [True]
    db.session.rollback()
    assert (db.session.query(SignOff).count(), minutes(ana)) == (1, (170, 170))
    assert (sign_offs.by_token(key), sign_offs.was_answered(key)) == (None, True)


@pytest.mark.parametrize(("after", "works"), [(OPEN - timedelta(seconds=1), True), (OPEN, False)])
def test_a_link_works_until_its_last_moment(
    dana: Person, ana: Person, monkeypatch: pytest.MonkeyPatch, after: timedelta, works: bool
) -> None:
    asked(dana, ana)
    key = token(ana)
    then = later(monkeypatch, after)
    assert (sign_offs.by_token(key) is not None) is works
    assert found.state(link_of(ana), then) is (SignOffState.WAITING if works else SignOffState.UNANSWERED)
    if not works:
        with pytest.raises(NotFoundError):
            sign_offs.sign(VISITOR, key, CAME)


def test_a_link_of_another_purpose_or_the_nonce_leads_nowhere(dana: Person, ana: Person) -> None:
    asked(dana, ana)
    link = link_of(ana)
    for key in (link.nonce, link.token_hash, links.token_of("reference", link.nonce), "", "A" * 43):
        assert sign_offs.visited(VISITOR, key) is None


def test_a_withdrawn_link_is_like_none_and_another_can_be_sent(valley: Organisation, dana: Person, ana: Person) -> None:
    harbor, session = by_id(dana.organisation_id), asked(dana, ana)
    row = bookings.roll(session).of(ana.id)
    assert row
    first = token(ana)
    for stranger in (valley, make_cohe("third")):
        with pytest.raises(NotFoundError):
            sign_off_links.withdraw(SYSTEM, stranger, session.id, row.id, "Not theirs.")
        with pytest.raises(NotFoundError):
            sign_off_links.ask(SYSTEM, stranger, session.id, row.id)
    sign_off_links.withdraw(SYSTEM, harbor, session.id, row.id, "Wrong address.")
    with pytest.raises(OnboardingError, match="No link is open"):
        sign_off_links.withdraw(SYSTEM, harbor, session.id, row.id, "Again.")
    sign_off_links.ask_due()  # the clock does not send what somebody took back
    assert (sign_offs.by_token(first), sign_offs.was_answered(first)) == (None, False)
    sign_off_links.ask(SYSTEM, harbor, session.id, row.id)
    second = token(ana)
    sign_off_links.ask(SYSTEM, harbor, session.id, row.id)
    assert sign_offs.by_token(second) is None
    sign_offs.sign(VISITOR, token(ana), CAME)
    with pytest.raises(OnboardingError, match="changed a booking meanwhile"):
        sign_off_links.ask(SYSTEM, harbor, session.id, row.id)
    assert list(trail_compare.differences()) == []


def test_who_sends_it_again_at_once_is_told_that_it_is_on_its_way(dana: Person, ana: Person) -> None:
    harbor, session = by_id(dana.organisation_id), asked(dana, ana)
    row, mia = bookings.roll(session).of(ana.id), make_member(harbor, Role.MANAGER)
    assert row
    sign_off_links.ask(Actor(mia.id, mia.name), harbor, session.id, row.id)
    with pytest.raises(OnboardingError, match="a moment ago"):
        sign_off_links.ask(Actor(mia.id, mia.name), harbor, session.id, row.id)


def test_no_link_goes_to_somebody_of_the_trainee_s_cohe_also_where_the_address_became_theirs(
    valley: Organisation, dana: Person, ana: Person
) -> None:
    session = make_past_visit(dana, ana)
    mia = make_member(valley, Role.MANAGER)
    people.edit_person(SYSTEM, dana, PersonFacts("Dana Holm", StaffRole.HSC, mia.email), dana.revision)
    sign_off_links.ask_due()
    assert db.session.query(SignOffLink).count() == 0
    row = bookings.roll(session).of(ana.id)
    assert row
    with pytest.raises(OnboardingError, match="nobody else could sign it off"):
        sign_off_links.ask(SYSTEM, by_id(dana.organisation_id), session.id, row.id)


def test_who_does_not_sign_is_reminded_with_the_same_link_until_they_do(
    dana: Person, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(dana, ana)
    began, times = clock.now(), []
    for day in range(1, 30):
        monkeypatch.setattr(clock, "now", lambda day=day: began + timedelta(days=day, minutes=1))
        if reminders.remind(sign_off_links.SOURCE):
            times.append(day)
    assert times == [5, 10, 16]
    assert len({word for each in db.session.query(Message) for word in each.body.split() if "/sign-offs/" in word}) == 1


def test_who_signed_is_not_reminded(dana: Person, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(dana, ana)
    sign_offs.sign(VISITOR, token(ana), CAME)
    later(monkeypatch, timedelta(days=6))
    assert reminders.remind(sign_off_links.SOURCE) == 0


def _recorded(ana: Person, ago: int, said: int) -> TrainingFacts:
    on = (clock.today() - timedelta(days=ago)).isoformat()
    facts = {"kind": "shadowing", "on": on, "minutes": said, "host_cohe": "harbor", "host_role": "hsc"}
    return TrainingFacts(TrainingPart.ACTIVITIES, facts)


def test_what_the_cohe_recorded_already_is_not_recorded_twice(dana: Person, ana: Person) -> None:
    asked(dana, ana)
    recorded = training.record(SYSTEM, ana, _recorded(ana, 5, 170))
    assert minutes(ana) == (170, 0)
    assert sign_offs.sign(VISITOR, token(ana), CAME).training_id == recorded.id
    assert minutes(ana) == (170, 170)


def test_what_the_cohe_recorded_otherwise_is_corrected_and_stays_readable(dana: Person, ana: Person) -> None:
    asked(dana, ana)
    recorded = training.record(SYSTEM, ana, _recorded(ana, 5, 240))
    sign_offs.sign(VISITOR, token(ana), CAME)
    assert minutes(ana) == (170, 170)
    (row,) = trained.of(ana)
    assert (row.corrects_id, row.because) == (recorded.id, sign_offs.AS_SIGNED)


def test_what_a_checked_paper_shows_stands_beside_the_host_s_word(
    valley: Organisation, dana: Person, ana: Person
) -> None:
    asked(dana, ana)
    item, mia = make_evidence(ana), make_member(valley, Role.MANAGER)
    training.record(SYSTEM, ana, _recorded(ana, 5, 240), item)
    facts = files.VerificationFacts(files.Source.CALL, "Harbor", HIRED, files.Result.CONFIRMED)
    files.verify(Actor(mia.id, mia.name), item, facts)
    assert evidence.confirms(item)
    assert sign_offs.sign(VISITOR, token(ana), CAME).training_id is None
    assert minutes(ana) == (240, 240)


def test_two_visits_of_one_day_at_one_cohe_are_two(dana: Person, ana: Person) -> None:
    asked(dana, ana)
    sign_offs.sign(VISITOR, token(ana), CAME)
    eli = make_person(by_id(dana.organisation_id), "Eli", hired_on=HIRED)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("onboarding.services.hosts.meanwhile", lambda *_: {})  # one after the other, in truth
        asked(eli, ana)
    sign_offs.sign(VISITOR, token(ana), CAME)
    assert minutes(ana) == (340, 340)


def test_a_correction_by_the_cohe_is_no_word_of_the_host_s(dana: Person, ana: Person) -> None:
    asked(dana, ana)
    sign_offs.sign(VISITOR, token(ana), CAME)
    (row,) = trained.of(ana)
    training.correct(SYSTEM, ana, row, TrainingFacts(row.part, {**row.facts, "minutes": 240}), "As she says.")
    assert minutes(ana) == (240, 0)


@pytest.mark.parametrize("said", [None, 0, -1, 1441])
def test_minutes_that_cannot_be_are_refused(dana: Person, ana: Person, said: int | None) -> None:
    asked(dana, ana)
    with pytest.raises(OnboardingError, match="minutes"):
        sign_offs.sign(VISITOR, token(ana), CAME._replace(minutes=said))
    assert sign_offs.by_token(token(ana))


def test_who_came_is_said_by_the_host_and_nobody_who_offers(dana: Person, ana: Person) -> None:
    session = asked(dana, ana)
    row = bookings.roll(session).of(ana.id)
    assert row
    with pytest.raises(OnboardingError, match="by the link"):
        attendance.record(SYSTEM, by_id(dana.organisation_id), session.id, {row.id: True})


def test_who_gave_the_seat_back_is_not_asked_about(valley: Organisation, dana: Person, ana: Person) -> None:
    then = clock.now() - timedelta(days=40)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: then)
        session = make_visit(dana, clock.today() - timedelta(days=5))
        book(valley, session, ana)
        give_back(valley, session, ana)
    assert found.to_ask() == []
    sign_off_links.ask_due()
    assert db.session.query(SignOffLink).count() == 0
