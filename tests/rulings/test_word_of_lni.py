"""A ruling that a COHE records on a contract manager's word: they are told, and confirm or dispute it."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.ruling import RecordedRuling, RulingAnswer, RulingState
from onboarding.queries import rulings as found, trail, trail_compare
from onboarding.roles import Role
from onboarding.services import organisations, ruling_papers, rulings
from onboarding.services.change import SYSTEM, Actor
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_lni, make_member, make_ruling, sign_in
from tests.page import Page, fetch
from tests.rulings.test_rulings import NUMBER
from tests.stored import on_sqlite


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def cora(valley: Organisation) -> User:
    user = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    organisations.assign(SYSTEM, user, valley)
    return user


def actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def put_in_force(app: Flask, cohe: Organisation, manager: User) -> RecordedRuling:
    """What a COHE records on the word of Cora Contract, with its paper."""
    book = app.extensions["rulebook"]
    facts = rulings.RulingFacts(
        "part-time-credit", "calendar", None, clock.today(), None, "Cora Contract", "Letter of January 5"
    )
    ruling = rulings.propose(actor(manager), cohe, book, facts)
    ruling_papers.add(actor(manager), ruling, make_pdf(), "letter.pdf")
    return rulings.put_in_force(actor(manager), cohe, book, ruling.id)


def mails() -> Sequence[Message]:
    return db.session.query(Message).where(Message.kind == "ruling").order_by(Message.id).all()


def test_the_contract_manager_is_told_of_it_and_confirms_it_once(app: Flask, valley: Organisation, cora: User) -> None:
    ruling = put_in_force(app, valley, make_member(valley, Role.MANAGER))
    assert ruling.waits_for_lni
    (mail,) = mails()
    assert mail.to_address == cora.email
    assert "Mia Member recorded a ruling by Cora Contract." in mail.body
    assert f"/at/valley/rulings/{ruling.id}/answer" in mail.body
    assert found.unanswered(valley.id) == [ruling]
    assert found.how_many_wait([valley.id]) == {valley.id: 1}
    rulings.confirm(actor(cora), valley, ruling.id)
    assert (ruling.state, ruling.waits_for_lni) == (RulingState.IN_FORCE, False)
    assert found.how_many_wait([valley.id]) == {}
    with pytest.raises(OnboardingError, match="has an answer already"):
        rulings.confirm(actor(cora), valley, ruling.id)


def test_what_they_dispute_is_applied_no_more_and_the_managers_are_told_why(
    app: Flask, valley: Organisation, cora: User
) -> None:
    book, mia = app.extensions["rulebook"], make_member(valley, Role.MANAGER)
    ruling = put_in_force(app, valley, mia)
    answer = rulings.dispute(actor(cora), valley, book, ruling.id, "The letter speaks of another COHE.")
    assert (answer.confirmed, answer.because) == (False, "The letter speaks of another COHE.")
    assert ruling.state is RulingState.WITHDRAWN
    assert found.of(valley, book).in_force(clock.today(), valley.slug, None).rulings == {}
    assert [each.to_address for each in mails()] == [cora.email, mia.email]
    assert "another COHE" in mails()[1].body
    assert [each.action for each in reversed(trail.listed(valley.id, trail.Filters()).rows[:3])] == [
        "ruling.put_in_force",
        "ruling.disputed",
        "ruling.withdrawn",
    ]
    assert not trail_compare.difference(ruling.answer)


def test_a_contract_managers_own_act_is_their_word(app: Flask, valley: Organisation, cora: User) -> None:
    ruling = make_ruling(valley)
    rulings.put_in_force(actor(cora), valley, app.extensions["rulebook"], ruling.id)
    assert db.session.query(RulingAnswer).one().answered_by_id == cora.id
    assert (ruling.waits_for_lni, mails()) == (False, [])


def test_what_they_record_themselves_is_theirs_whoever_puts_it_in_force(
    app: Flask, valley: Organisation, cora: User
) -> None:
    book = app.extensions["rulebook"]
    ruling = rulings.propose(actor(cora), valley, book, NUMBER)
    rulings.put_in_force(actor(make_member(valley, Role.MANAGER)), valley, book, ruling.id)
    assert (ruling.waits_for_lni, mails()) == (False, [])
    assert ruling.answer
    assert ruling.answer.answered_by_id == cora.id


@pytest.mark.parametrize("who", ["manager", "another's contract manager", "formerly assigned"])
def test_nobody_else_confirms_or_disputes_it(app: Flask, valley: Organisation, cora: User, who: str) -> None:
    ruling, book = make_ruling(valley, in_force=True), app.extensions["rulebook"]
    user = make_member(valley, Role.MANAGER) if who == "manager" else cora
    if who != "manager":
        organisations.end_assignment(SYSTEM, cora, valley)
    if who == "another's contract manager":
        organisations.assign(SYSTEM, cora, make_cohe("harbor"))
    for answered in (
        lambda: rulings.confirm(actor(user), valley, ruling.id),
        lambda: rulings.dispute(actor(user), valley, book, ruling.id, "No."),
    ):
        with pytest.raises(OnboardingError, match="Only the L&I contract manager of this COHE"):
            answered()
    assert ruling.waits_for_lni


def test_of_who_is_no_contract_manager_here_a_paper_is_asked(app: Flask, valley: Organisation, cora: User) -> None:
    organisations.end_assignment(SYSTEM, cora, valley)
    with pytest.raises(OnboardingError, match="First add the letter"):
        rulings.put_in_force(actor(cora), valley, app.extensions["rulebook"], make_ruling(valley).id)


def pages(app: Flask, user: User) -> FlaskClient:
    return sign_in(app.test_client(), user)


@on_sqlite
def test_the_contract_managers_home_leads_to_their_answer(app: Flask, valley: Organisation, cora: User) -> None:
    ruling = put_in_force(app, valley, make_member(valley, Role.MANAGER))
    client = pages(app, cora)
    assert fetch(client, "/at/lni/").rows("1 COHE")[0]["Rulings waiting"].startswith("1")
    home = fetch(client, "/at/valley/")
    page = fetch(client, home.links["Confirm or dispute the ruling: Valley COHE"])
    assert page.facts["Recorded"].startswith("by Mia Member on Cora Contract’s word, ")
    assert "letter.pdf" in page.facts["Papers"]
    page = page.submit(answer="no")
    assert page.faults == {"because": "Say what is wrong with the ruling."}
    page = page.submit(answer="yes")
    assert page.messages == ["The ruling is confirmed as L&I's."]
    assert page.facts["L&I's answer"].startswith("Confirmed by Cora Contract")
    assert "Confirm or dispute" not in fetch(client, "/at/valley/").main
    assert fetch(client, f"/at/valley/rulings/{ruling.id}/answer").heading.startswith("Ruling:")


@on_sqlite
def test_the_pages_say_whose_word_it_is_and_what_became_of_it(app: Flask, valley: Organisation, cora: User) -> None:
    mia = make_member(valley, Role.MANAGER)
    ruling, client = put_in_force(app, valley, mia), pages(app, mia)
    at = f"/at/valley/rulings/{ruling.id}"
    assert fetch(client, at).facts["L&I's answer"] == "Not confirmed yet Asked: Cora Contract."
    row = fetch(client, "/at/valley/rulings").rows("1 ruling")[0]
    assert (row["By"], row["State"]) == ("Cora Contract recorded by Mia Member", "In force Not confirmed by L&I")
    fetch(pages(app, cora), f"{at}/answer").submit(answer="no", because="Not ours.")
    assert "Disputed by Cora Contract" in fetch(client, at).facts["L&I's answer"]
    assert fetch(client, "/at/valley/rulings").rows("1 ruling")[0]["State"] == "Withdrawn Disputed by L&I"


@on_sqlite
def test_where_no_contract_manager_is_assigned_the_page_says_so(app: Flask, valley: Organisation) -> None:
    ruling = make_ruling(valley, in_force=True)
    page = fetch(pages(app, make_member(valley, Role.MANAGER)), f"/at/valley/rulings/{ruling.id}")
    assert "No contract manager is assigned" in page.facts["L&I's answer"]


@on_sqlite
def test_a_ruling_without_its_paper_offers_the_one_step_that_is_next(
    app: Flask, valley: Organisation, cora: User
) -> None:
    ruling, client = make_ruling(valley), pages(app, make_member(valley, Role.MANAGER))

    def primary(page: Page) -> list[str]:
        buttons = [each for each in page.all("main")[0].iter("a", "button") if each.get("class") == "usa-button"]
        return [str(each.text) for each in buttons]

    page = fetch(client, at := f"/at/valley/rulings/{ruling.id}")
    assert primary(page) == ["Add the paper"]
    assert "(optional)" not in page.main
    refused = fetch(client, f"{at}/confirm")
    assert (refused.address, refused.messages) == (at, ["First add the letter or message from L&I."])
    assert page.submit().faults == {"file": "Choose a file."}
    page = page.submit(file=(BytesIO(make_pdf()), "letter.pdf"))
    assert primary(page) == ["Put the ruling in force"]
