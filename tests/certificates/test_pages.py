"""An HSC adds a certificate on their own page, sees what becomes of it, and a manager answers it from their home."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import training as trainings
from onboarding.roles import Role
from onboarding.services import certificates, training
from onboarding.services.change import SYSTEM
from tests.certificates.make import TODAY, add, as_actor, make_hsc, orientation
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_member, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
HOME = "/at/valley/"
A_DAY = f"{TODAY:%m/%d/%Y}"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def hana(valley: Organisation) -> tuple[User, Person]:
    return make_hsc(valley)


@pytest.fixture
def own(app: Flask, hana: tuple[User, Person]) -> FlaskClient:
    return sign_in(app.test_client(), hana[0])


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def photo() -> tuple[BytesIO, str]:
    return BytesIO(make_pdf()), "certificate.pdf"


def test_from_the_phone_to_the_record(own: FlaskClient, manager: FlaskClient, hana: tuple[User, Person]) -> None:
    page = fetch(own, fetch(own, HOME).links["See what you still need"])
    page = fetch(own, page.links["Add a certificate"])
    page = fetch(own, page.links["L&I orientation"])
    (file,) = [each for each in page.all("input") if each.get("type") == "file"]
    assert file.get("accept") == "image/jpeg,image/png,application/pdf,.pdf"
    assert file.get("capture") is None
    assert page.submit(on=A_DAY, location="headquarters").faults["file"] == "Take a photo, or choose a file."
    page = page.submit(on=A_DAY, location="headquarters", file=photo())
    assert page.messages == ["Your manager sees it. It counts once they accept it."]
    assert page.facts["Where it stands"] == "Waiting"
    assert trainings.of(hana[1]) == []
    page = fetch(manager, HOME)
    assert "Hana Hsc Added a certificate: L&I orientation" in page.main
    page = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Look at the certificate")))
    page = fetch(manager, page.links["Accept the certificate"]).submit()
    assert page.messages == ["Accepted. 1 training is shown by it."]
    assert "Added a certificate" not in fetch(manager, HOME).main
    (row,) = fetch(own, f"{HOME}people/{hana[1].id}/training").rows("1 certificate added by you")
    assert row["Where it stands"] == "Accepted"


def test_the_certificate_of_a_recorded_training(
    own: FlaskClient, manager: FlaskClient, hana: tuple[User, Person]
) -> None:
    training.record(SYSTEM, hana[1], orientation())
    page = fetch(own, f"{HOME}people/{hana[1].id}/certificates/new")
    page = fetch(own, next(to for says, to in page.links.items() if says.startswith("Add its certificate")))
    page = page.submit(file=photo(), note="From the front desk.")
    assert page.facts["Note"] == "From the front desk."
    assert page.facts["Recorded"] == "Before the certificate came"


def test_sent_back_is_read_and_another_is_added(
    own: FlaskClient, manager: FlaskClient, hana: tuple[User, Person]
) -> None:
    row = add(*hana)
    page = fetch(manager, f"{HOME}people/{hana[1].id}/certificates/{row.id}")
    page = fetch(manager, page.links["Send the certificate back"])
    assert "because" in page.submit().faults
    assert page.submit(because="Too dark.").messages == ["Sent back. Hana Hsc can add another."]
    page = fetch(own, f"{HOME}people/{hana[1].id}/certificates/{row.id}")
    assert page.facts["What is wrong with it"] == "Too dark."
    assert fetch(own, page.links["Add another certificate"]).heading == "Add a certificate"
    page = fetch(manager, f"{HOME}certificates?answered=1")
    assert [each["Where it stands"] for each in page.rows("1 certificate answered")] == ["Sent back Too dark."]


def test_who_takes_it_back_and_who_accepts_it_meanwhile_are_told(
    own: FlaskClient, manager: FlaskClient, hana: tuple[User, Person]
) -> None:
    row = add(*hana)
    at = f"{HOME}people/{hana[1].id}/certificates/{row.id}"
    page = fetch(manager, f"{at}/accept")
    taken = fetch(own, fetch(own, at).links["Take the certificate back"])
    assert taken.submit().messages == ["Taken back. Your manager does not see it as waiting any more."]
    assert "This was taken back by Hana Hsc already" in page.submit().main
    assert "taken back already" in fetch(manager, f"{at}/accept").main
    assert "This was taken back by Hana Hsc already" in taken.submit().main


def test_a_file_that_is_no_paper_is_refused_and_nothing_typed_is_lost(
    own: FlaskClient, hana: tuple[User, Person]
) -> None:
    page = fetch(own, f"{HOME}people/{hana[1].id}/certificates/new/shadowing")
    typed = {"on": A_DAY, "minutes": "90", "host_cohe": "Elsewhere"}
    page = page.submit(**typed, file=(BytesIO(b"MZ\x90"), "certificate.exe"))
    assert page.messages
    assert {each.get("name"): each.get("value") for each in page.all("input")}["minutes"] == "90"


def test_a_manager_is_told_that_it_is_for_whose_own_it_is(manager: FlaskClient, hana: tuple[User, Person]) -> None:
    page = fetch(manager, f"{HOME}people/{hana[1].id}/certificates/new")
    assert "Only Hana Hsc can add a certificate here." in page.main
    page = fetch(manager, f"{HOME}people/{hana[1].id}/certificates/new/orientation")
    page = page.submit(on=A_DAY, location="headquarters", file=photo())
    assert "Only Hana Hsc can add this here. Record the training yourself." in page.main
    assert trainings.of(hana[1]) == []


def test_who_may_not_see_originals_sees_no_file(app: Flask, valley: Organisation, hana: tuple[User, Person]) -> None:
    row = add(*hana)
    auditor = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    page = fetch(auditor, f"{HOME}people/{hana[1].id}/certificates/{row.id}")
    assert "Accept the certificate" not in page.links
    assert any("certificate.pdf" in str(each.get("aria-label")) for each in page.all("div"))
    screener = sign_in(app.test_client(), make_member(valley, Role.SCREENER, name="Sam Screener"))
    assert screener.get(page.address).status_code == 403


def test_one_hsc_sees_nothing_of_another(app: Flask, valley: Organisation, hana: tuple[User, Person]) -> None:
    row = add(*hana)
    other, hers = make_hsc(valley, "Olga Other")
    client = sign_in(app.test_client(), other)
    for at in (f"people/{hana[1].id}/certificates/{row.id}", f"people/{hers.id}/certificates/{row.id}"):
        assert client.get(f"{HOME}{at}").status_code == 404
        assert client.get(f"{HOME}{at}/take-back").status_code == 404
    entry = training.record(SYSTEM, hana[1], orientation(ago=9))
    assert client.get(f"{HOME}people/{hers.id}/certificates/new/of/{entry.id}").status_code == 404


def test_a_manager_who_is_an_hsc_too_adds_and_another_answers(app: Flask, valley: Organisation) -> None:
    max_, his = make_hsc(valley, "Max Moreno", Role.MANAGER)
    client = sign_in(app.test_client(), max_)
    page = fetch(client, f"{HOME}people/{his.id}/certificates/new/orientation")
    page = page.submit(on=A_DAY, location="headquarters", file=photo())
    assert page.facts["Where it stands"] == "Waiting"
    assert "Accept the certificate" not in page.links
    assert "Added a certificate" not in fetch(client, HOME).main
    (row,) = certificates.found.of_person(his)
    certificates.accept(as_actor(make_member(valley, Role.MANAGER, name="Moe")), his, row.id)
