"""Messages about somebody who is erased: whomever they went to, they say nothing any more, and none is sent."""

from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.extensions import db
from onboarding.formats.tables.applicants import Applicant
from onboarding.models.message import Message, MessageState
from onboarding.models.organisation import Invitation, Organisation
from onboarding.models.person import Person
from onboarding.queries import trail_compare
from onboarding.queries.messages import State
from onboarding.roles import Role, StaffRole
from onboarding.services import (
    applicant_links,
    credential_reminders,
    erasures,
    invitations,
    links,
    outbox,
    people,
    references,
    reminders,
    sending,
    undoing,
)
from onboarding.services.change import SYSTEM, Actor, change
from tests.make import make_cohe, make_import, make_member, make_person, make_reference

pytestmark = pytest.mark.usefixtures("by_day")
JOB = {"work": [{"name": "Harbor Clinic", "position": "Nurse", "startDate": "2019", "hoursPerWeek": "40"}]}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def erase(person: Person) -> None:
    cohe = db.session.get_one(Organisation, person.organisation_id)
    one, two = (make_member(cohe, Role.MANAGER, name=f"{name} Eraser") for name in ("Eli", "Eva"))
    erasures.ask(Actor(one.id, one.name), person, "Request 12.")
    erasures.confirm(Actor(two.id, two.name), cohe, person.id)


def moved(person: Person, email: str | None) -> None:
    """Have the person's address be another one."""
    facts = people.PersonFacts(person.name, StaffRole.HSC, email, None, None)
    people.edit_person(SYSTEM, person, facts, person.revision)


def messages() -> list[Message]:
    db.session.rollback()
    return list(db.session.query(Message).order_by(Message.id))


def left() -> list[tuple[str, str, str, str]]:
    return [(each.to_address, each.subject, each.body, each.state.value) for each in messages()]


BLANK = ("erased@invalid", "(erased)", "(erased)")


@pytest.mark.parametrize("email", ["new@example.org", None])
def test_one_to_a_former_address_is_not_sent(valley: Organisation, email: str | None) -> None:
    person = make_person(valley, "Ana Ruiz")
    applicant_links.send(SYSTEM, person)
    moved(person, email)
    erase(person)
    assert left() == [(*BLANK, State.WITHDRAWN)]
    assert sending.claim() is None


def test_one_to_staff_that_names_them_says_nothing_any_more(valley: Organisation) -> None:
    sender = make_member(valley, Role.SCREENER)
    person = make_person(valley, "Ana Ruiz")
    link = applicant_links.send(Actor(sender.id, sender.name), person)
    applicant_links.hand_in(SYSTEM, links.token_of(applicant_links.PURPOSE, link.nonce), JOB, {})
    assert messages()[-1].subject == "Ana Ruiz handed in the application"
    erase(person)
    assert left() == [(*BLANK, State.WITHDRAWN)] * 2


def test_one_to_an_employer_says_nothing_any_more_whatever_became_of_it(valley: Organisation) -> None:
    person = make_person(valley, "Ana Ruiz")
    request = make_reference(person)
    claimed = sending.claim()
    assert claimed
    sending.sent(claimed)
    reminders.remind(references.SOURCE, request.requested_at + timedelta(days=6))
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, f"550 no {request.to_address}", for_good=True)
    erase(person)
    assert left() == [(*BLANK, State.SENT), (*BLANK, State.WITHDRAWN)]
    assert [each.last_error for each in messages()] == [None, None]


def test_one_that_a_sender_has_in_hand_is_not_tried_again(valley: Organisation) -> None:
    person = make_person(valley, "Ana Ruiz")
    make_reference(person)
    claimed = sending.claim()
    assert claimed
    erase(person)
    assert not sending.sent(claimed)
    assert not sending.failed(claimed, "connection lost", for_good=False)
    assert left() == [(*BLANK, State.WITHDRAWN)]


def test_one_about_several_goes_whole_and_one_about_others_stays(valley: Organisation) -> None:
    make_member(valley, Role.MANAGER)
    hired_on = clock.today() - timedelta(days=40)
    ana, ben = (make_person(valley, name, hired_on=hired_on) for name in ("Ana Ruiz", "Ben Beside"))
    assert reminders.remind(credential_reminders.SOURCE) >= 2
    make_reference(ben)
    erase(ana)
    told, asked = messages()
    assert (told.body, told.state) == ("(erased)", MessageState.WITHDRAWN)
    assert ben.name in asked.body
    assert asked.state is MessageState.WAITING


def test_one_with_the_same_number_in_another_organisation_stays(valley: Organisation) -> None:
    other = make_person(make_cohe("harbor"), "Ana Ruiz")
    person = make_person(valley, "Ana Ruiz")
    moved(other, person.email)
    applicant_links.send(SYSTEM, other)
    erase(person)
    assert [each.state for each in messages()] == [MessageState.WAITING]


def test_one_to_somebody_else_who_has_the_address_now_is_sent(valley: Organisation) -> None:
    ana, ben = make_person(valley, "Ana Ruiz"), make_person(valley, "Ben Beside")
    address = ana.email
    moved(ana, None)
    moved(ben, address)
    applicant_links.send(SYSTEM, ben)
    erase(ana)
    assert [each.state for each in messages()] == [MessageState.WAITING]


def test_an_invitation_to_their_address_leads_nowhere(valley: Organisation) -> None:
    ana, ben = make_person(valley, "Ana Ruiz"), make_person(valley, "Ben Beside")
    for person in (ana, ben):
        invitations.invite(SYSTEM, valley, person.email or "", person.name, Role.HSC)
    erase(ana)
    gone, stays = db.session.query(Invitation).order_by(Invitation.id)
    assert (gone.name, gone.email, bool(gone.withdrawn_at)) == ("(erased)", "(erased)", True)
    assert (stays.name, stays.withdrawn_at) == ("Ben Beside", None)
    assert [each.state for each in messages()] == [MessageState.WITHDRAWN, MessageState.WAITING]


@pytest.mark.parametrize("worked", [False, True])
def test_an_account_goes_where_it_served_nothing_else(valley: Organisation, worked: bool) -> None:
    user = make_member(valley, Role.HSC, *([Role.SCREENER] if worked else []), name="Ana Ruiz")
    erase(make_person(valley, "Ana Ruiz", user=user))
    db.session.expire_all()
    assert (user.name == "Ana Ruiz", user.active, "ana" in user.email) == (worked, worked, worked)
    assert list(trail_compare.differences()) == []


def test_the_same_promised_twice_is_about_whom_it_was_first(valley: Organisation) -> None:
    ana, ben = make_person(valley, "Ana Ruiz"), make_person(valley, "Ben Beside")
    for about in ([ana.id, ana.id], [ben.id]):
        with change(SYSTEM):
            outbox.write(valley.id, "k", "news", "x@example.org", "Ana", "Ana", about=about)
    erase(ben)
    assert messages()[0].subject == "Ana"
    erase(ana)
    assert messages()[0].subject == "(erased)"


def test_what_was_undone_with_its_table_is_in_no_message(valley: Organisation) -> None:
    make_member(valley, Role.MANAGER)
    applicant = Applicant((2,), None, "Ana Ruiz", None, None, "hsc", None, {"hsc": {}})
    batch = make_import(valley, applicant)
    person = db.session.query(Person).one()
    with change(SYSTEM):
        outbox.write(valley.id, "k", "news", "x@example.org", "Ana", "Ana", about=[person.id])
    undoing.undo(SYSTEM, valley, batch.id, "Twice.")
    assert left() == [(*BLANK, State.WITHDRAWN)]
