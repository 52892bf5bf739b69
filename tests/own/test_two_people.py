"""What two people do together is done by two: roles are confirmed, holds lifted and rulings proven."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.errors import OnboardingError
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.queries import members as found, organisations
from onboarding.roles import CONFIRMED_BY_TWO, ROLES_OF, OrganisationKind, Role
from onboarding.services import erasures, holds, invitations, members, organisations as assigned, ruling_papers, rulings
from onboarding.services.change import SYSTEM, Actor
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, make_user, sign_in
from tests.page import fetch


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def giver(valley: Organisation) -> User:
    return make_member(valley, Role.ADMINISTRATOR, name="Gil Giver")


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def roles_of(user: User) -> set[Role]:
    return {role for standing in organisations.roles_of(user) for role in standing.roles}


def browser(app: Flask, user: User) -> FlaskClient:
    return sign_in(app.test_client(), user)


def invited(by: User, organisation: Organisation, role: Role) -> User:
    """Somebody who accepted an invitation."""
    user = make_user("Nora New")
    link = invitations.invite(as_actor(by), organisation, user.email, user.name, role)
    invitations.accept_as(as_actor(user), link.rpartition("/")[2], user)
    return user


@pytest.mark.parametrize("role", ROLES_OF[OrganisationKind.COHE])
def test_a_role_by_which_somebody_is_a_second_person_waits_for_one(
    valley: Organisation, giver: User, role: Role
) -> None:
    user = invited(giver, valley, role)
    assert roles_of(user) == (set() if role in CONFIRMED_BY_TWO else {role})
    assert {Role.HSC, Role.AUDITOR} == set(ROLES_OF[OrganisationKind.COHE]) - CONFIRMED_BY_TWO


def test_neither_who_gave_it_nor_who_has_it_confirms_it(valley: Organisation, giver: User) -> None:
    user = invited(giver, valley, Role.ADMINISTRATOR)
    (waiting,) = found.waiting(valley)
    for actor in (giver, user):
        with pytest.raises(OnboardingError, match=r"different administrator|somebody else"):
            members.confirm(as_actor(actor), valley, waiting.id)
    members.confirm(as_actor(make_member(valley, Role.ADMINISTRATOR)), valley, waiting.id)
    assert roles_of(user) == {Role.ADMINISTRATOR}
    assert not found.waiting(valley)


def test_one_who_waits_is_no_administrator_who_could_be_left_alone(valley: Organisation, giver: User) -> None:
    invited(giver, valley, Role.ADMINISTRATOR)
    held = found.held(valley.id, giver.id, Role.ADMINISTRATOR)
    assert held is not None
    with pytest.raises(OnboardingError, match="only administrator"):
        members.end_membership(SYSTEM, valley, held.id)


def test_pages_lead_a_second_administrator_to_it(app: Flask, valley: Organisation, giver: User) -> None:
    user = invited(giver, valley, Role.MANAGER)
    assert (
        "You can use it once an administrator other than Gil Giver" in fetch(browser(app, user), "/organisations").main
    )
    own = fetch(browser(app, giver), "/at/valley/members")
    assert "Another administrator confirms it" in own.rows("1 role waiting")[0]["Change"]
    second = browser(app, make_member(valley, Role.ADMINISTRATOR))
    home = fetch(second, "/at/valley/")
    page = fetch(second, home.links["Confirm the role: Nora New"])
    assert page.submit().messages == ["Nora New is Manager now."]
    assert roles_of(user) == {Role.MANAGER}


def test_an_administrator_of_lni_confirms_where_there_is_only_one(
    app: Flask, valley: Organisation, giver: User
) -> None:
    lni = make_lni()
    user, outside = invited(giver, valley, Role.MANAGER), browser(app, make_member(lni, Role.ADMINISTRATOR))
    page = fetch(outside, fetch(outside, "/at/lni/members").links["Confirm role Manager of Nora New"])
    assert page.submit().messages == ["Nora New is Manager now."]
    assert roles_of(user) == {Role.MANAGER}


def test_where_there_are_two_it_is_no_business_of_lni(app: Flask, valley: Organisation, giver: User) -> None:
    lni, _second = make_lni(), make_member(valley, Role.ADMINISTRATOR)
    invited(giver, valley, Role.MANAGER)
    (waiting,) = found.waiting(valley)
    assert not found.waiting(lni)
    fetch(browser(app, make_member(lni, Role.ADMINISTRATOR)), f"/at/lni/members/{waiting.id}/confirm", status=404)


def test_an_administrator_of_another_cohe_sees_nothing_of_it(app: Flask, valley: Organisation, giver: User) -> None:
    harbor = make_cohe("harbor")
    invited(giver, valley, Role.MANAGER)
    (waiting,) = found.waiting(valley)
    other = browser(app, make_member(harbor, Role.ADMINISTRATOR))
    fetch(other, f"/at/harbor/members/{waiting.id}/confirm", status=404)


def test_a_command_gives_and_confirms_alone(app: Flask, valley: Organisation, giver: User) -> None:
    user, run = invited(giver, valley, Role.HR), app.test_cli_runner()
    named = ("valley", user.email, "hr")
    assert "is HR at Valley COHE now" in run.invoke(args=["members", "confirm", *named]).output
    assert roles_of(user) == {Role.HR}
    assert run.invoke(args=["members", "confirm", *named]).exit_code != 0


def test_whom_the_asker_invited_confirms_no_erasure_and_lifts_no_hold(valley: Organisation) -> None:
    asker, other = (make_member(valley, Role.ADMINISTRATOR, Role.MANAGER) for _ in range(2))
    user = invited(asker, valley, Role.MANAGER)
    (waiting,) = found.waiting(valley)
    members.confirm(as_actor(other), valley, waiting.id)
    person = make_person(valley)
    hold = holds.place(as_actor(user), valley, person, "The audit.")
    holds.ask_to_lift(as_actor(asker), valley, hold.id, "It is over.")
    with pytest.raises(OnboardingError, match="invited you"):
        holds.lift(as_actor(user), valley, hold.id)
    holds.lift(as_actor(other), valley, hold.id)
    erasures.ask(as_actor(asker), person, "She asked.")
    with pytest.raises(OnboardingError, match="invited you"):
        erasures.confirm(as_actor(user), valley, person.id)
    assert erasures.confirm(as_actor(other), valley, person.id).confirmed_at


def test_nobody_lifts_a_hold_alone(valley: Organisation, giver: User) -> None:
    hold = holds.place(as_actor(giver), valley, None, "The audit.")
    holds.ask_to_lift(as_actor(giver), valley, hold.id, "It is over.")
    for actor in (as_actor(giver), SYSTEM):
        with pytest.raises(OnboardingError, match=r"different administrator|somebody else"):
            holds.lift(actor, valley, hold.id)
    with pytest.raises(OnboardingError, match="asked for this already"):
        holds.ask_to_lift(as_actor(giver), valley, hold.id, "Again.")
    holds.withdraw_lifting(as_actor(giver), valley, hold.id)
    assert holds.ask_to_lift(as_actor(giver), valley, hold.id, "Now it is.").because == "Now it is."


def test_what_a_cohe_records_as_a_ruling_needs_its_paper_and_says_who_recorded_it(
    app: Flask, valley: Organisation
) -> None:
    manager, book = make_member(valley, Role.MANAGER, name="Mia Manager"), app.extensions["rulebook"]
    ruling = make_ruling(valley)
    with pytest.raises(OnboardingError, match="First add the letter"):
        rulings.put_in_force(as_actor(manager), valley, book, ruling.id)
    ruling_papers.add(as_actor(manager), ruling, make_pdf(), "letter.pdf")
    rulings.put_in_force(as_actor(manager), valley, book, ruling.id)
    page = fetch(browser(app, manager), f"/at/valley/rulings/{ruling.id}")
    assert page.facts["Recorded"].startswith("by the system administrator on Cora Contract’s word, ")
    assert page.facts["Put in force"].endswith("by Mia Manager")


def test_a_contract_manager_of_lni_needs_no_paper_for_their_own_word(app: Flask, valley: Organisation) -> None:
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER)
    assigned.assign(SYSTEM, cora, valley)
    ruling = make_ruling(valley)
    assert (
        rulings.put_in_force(as_actor(cora), valley, app.extensions["rulebook"], ruling.id).confirmed_by_id == cora.id
    )
