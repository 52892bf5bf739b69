"""The pages of people: found, added, edited, hired and corrected, each by those who may."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.queries import members as found
from onboarding.roles import Role, StaffRole
from onboarding.services import members, people
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def browser(app: Flask, cohe: Organisation, *roles: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, *roles))


def names(client: FlaskClient, query: str = "") -> list[str]:
    page = fetch(client, f"/at/valley/people{query}")
    return [row["Name"] for row in page.rows()] if page.all("table") else []


def test_an_empty_list_says_so_and_offers_the_first_step(app: Flask, valley: Organisation) -> None:
    page = fetch(browser(app, valley, Role.HR), "/at/valley/people")
    assert "There are no people yet" in page.main
    assert page.links["Add an applicant"] == "/at/valley/people/new"


def test_people_are_found_without_accents_or_capitals(app: Flask, valley: Organisation) -> None:
    for name in ("Núñez, Ana", "O'Brien Pat", "100% Sure"):
        make_person(valley, name)
    client = browser(app, valley, Role.MANAGER)
    assert names(client, "?q=NUNEZ+ana") == ["Núñez, Ana"]
    assert names(client, "?q=%25") == ["100% Sure"]
    assert names(client, "?q=nobody") == []


def test_the_list_is_narrowed_and_sorted_and_keeps_its_place(app: Flask, valley: Organisation) -> None:
    make_person(valley, "Ada Applicant")
    make_person(valley, "Sid Staff", hired_on=date(2025, 1, 6))
    make_person(valley, "Ned New", StaffRole.ASSISTANT, hired_on=date(2026, 2, 2))
    make_person(valley, "Fay Former", hired_on=date(2024, 1, 8), left_on=date(2026, 3, 1))
    make_person(valley, "Tim Tomorrow", hired_on=date(2026, 3, 3))
    make_person(valley, "Lea Leaving", hired_on=date(2024, 1, 8), left_on=TODAY)
    client = browser(app, valley, Role.MANAGER)
    assert names(client, "?stage=staff") == ["Lea Leaving", "Ned New", "Sid Staff"]
    assert names(client, "?stage=former") == ["Fay Former"]
    assert names(client, "?stage=applicant") == ["Ada Applicant", "Tim Tomorrow"]
    assert names(client, "?role=assistant") == ["Ned New"]
    assert names(client, "?stage=staff&sort=hired&descending=1") == ["Ned New", "Sid Staff", "Lea Leaving"]
    assert names(client, "?sort=name&descending=1")[0] == "Tim Tomorrow"
    assert names(client, "?sort=nonsense&stage=x&role=y&page=-3") == names(client)


def test_a_long_list_is_shown_a_page_at_a_time(app: Flask, valley: Organisation) -> None:
    for number in range(30):
        make_person(valley, f"Person {number:02}")
    client = browser(app, valley, Role.MANAGER)
    assert names(client)[0::24] == ["Person 00", "Person 24"]
    assert names(client, "?page=2") == [f"Person {number}" for number in range(25, 30)]
    assert names(client, "?page=99") == names(client, "?page=2")


def test_a_screener_adds_an_applicant_and_sees_nobody_else(app: Flask, valley: Organisation) -> None:
    staff = make_person(valley, "Sid Staff", hired_on=date(2025, 1, 6))
    client = browser(app, valley, Role.SCREENER)
    page = fetch(client, "/at/valley/people/new").submit(name="  Ana   Ruiz ", applied_on="2/1/2026")
    assert page.heading == "Ana Ruiz"
    assert "February 1, 2026" in page.main
    assert names(client) == ["Ana Ruiz"]
    assert client.get(f"/at/valley/people/{staff.id}").status_code == 404


def test_a_form_at_fault_comes_back_with_everything_typed(app: Flask, valley: Organisation) -> None:
    page = fetch(browser(app, valley, Role.HR), "/at/valley/people/new")
    page = page.submit(name="", email="not an address", applied_on="2026-02-30")
    assert page.heading == "Add an applicant"
    assert "There are 3 problems" in page.main
    assert page.by_id("email").get("value") == "not an address"


@pytest.mark.parametrize("sign", ["\0", "\a", "\x1b", "\x85"])
def test_a_sign_that_is_no_text_is_seen_and_not_kept(app: Flask, valley: Organisation, sign: str) -> None:
    client = browser(app, valley, Role.SCREENER)
    page = fetch(client, "/at/valley/people/new").submit(name=f"Ana{sign}Ruiz", email="ana@example.org")
    assert page.heading == "Ana\N{REPLACEMENT CHARACTER}Ruiz"


def test_two_people_cannot_have_one_address(app: Flask, valley: Organisation) -> None:
    known = make_person(valley)
    page = fetch(browser(app, valley, Role.HR), "/at/valley/people/new")
    assert "recorded here already" in page.submit(name="Another Ana", email=str(known.email)).main


def test_a_hire_starts_the_clock_and_a_correction_keeps_the_earlier_version(app: Flask, valley: Organisation) -> None:
    person = make_person(valley)
    client = browser(app, valley, Role.MANAGER)
    page = fetch(client, f"/at/valley/people/{person.id}/posting").submit(hired_on="2026-01-15")
    assert "Say why this hire has no determination." in page.main
    page = page.submit(hired_on="2026-01-15", reason="She was here before.")
    assert "July 15, 2026" in page.main
    page = fetch(client, f"/at/valley/people/{person.id}/posting").submit(hired_on="2026-01-16")
    assert "Say why" in page.main
    page = fetch(client, f"/at/valley/people/{person.id}/posting")
    page = page.submit(hired_on="2026-01-16", reason="The contract says the 16th.")
    assert [row["First day"] for row in page.rows("2 versions; the current one is first")] == [
        "Jan 16, 2026",
        "Jan 15, 2026",
    ]
    assert "left_on" not in page.html


def test_hr_records_the_hire_and_goes_on_reading_and_nothing_more(app: Flask, valley: Organisation) -> None:
    person, at = make_person(valley), "/at/valley/people"
    hr = make_member(valley, Role.HR)
    client = sign_in(app.test_client(), hr)
    page = fetch(client, f"{at}/{person.id}/posting").submit(hired_on="2026-03-02", reason="Here before.")
    assert page.heading == "Ana Ruiz"
    assert not page.with_class("next-step")
    assert not page.with_class("more")
    assert names(client) == names(client, "?q=ruiz") == ["Ana Ruiz"]
    assert fetch(client, f"{at}/{person.id}/history").heading == "History of Ana Ruiz"
    for path in ("edit", "posting", "evidence", "evidence/new", "screening", "determination", "claim"):
        assert client.get(f"{at}/{person.id}/{path}").status_code in (403, 404), path
    again = client.get(f"{at}/{person.id}/hire")  # as from a second tab, or on the way back
    assert again.location == f"{at}/{person.id}"
    for role in (Role.HR, Role.SCREENER):
        other = browser(app, valley, role)
        assert other.get(f"{at}/{person.id}").status_code == 404
        assert names(other) == []


def test_who_hired_somebody_reads_on_only_while_they_may_hire(app: Flask, valley: Organisation) -> None:
    hr, person = make_member(valley, Role.HR), make_person(valley)
    facts = people.PostingFacts(StaffRole.HSC, date(2026, 1, 5), None, "Here before.")
    people.record_posting(Actor(hr.id, hr.name), person, facts, person.revision)
    client = sign_in(app.test_client(), hr)
    assert client.get(f"/at/valley/people/{person.id}").status_code == 200
    (membership,) = found.members(valley.id).rows
    members.give_role(SYSTEM, valley, hr, Role.SCREENER)
    members.end_membership(SYSTEM, valley, membership.id)
    client = sign_in(app.test_client(), hr)
    assert client.get(f"/at/valley/people/{person.id}").status_code == 404
    assert names(client) == []


def test_of_two_who_change_a_record_at_once_the_second_is_told(app: Flask, valley: Organisation) -> None:
    person = make_person(valley)
    client = browser(app, valley, Role.MANAGER)
    first, second = (fetch(client, f"/at/valley/people/{person.id}/edit") for _ in range(2))
    assert first.submit(phone="360 555 0100").heading == "Ana Ruiz"
    page = second.submit(phone="360 555 0199")
    assert "Somebody else changed this record" in page.main
    assert "360 555 0100" in fetch(client, f"/at/valley/people/{person.id}").main


def test_an_hsc_sees_their_own_record_and_no_other(app: Flask, valley: Organisation) -> None:
    hsc = make_member(valley, Role.HSC)
    own = make_person(valley, "Olga Own", hired_on=date(2026, 1, 5), user=hsc)
    other = make_person(valley, "Otto Other", hired_on=date(2026, 1, 5))
    client = sign_in(app.test_client(), hsc)
    assert fetch(client, f"/at/valley/people/{own.id}").heading == "Olga Own"
    assert client.get(f"/at/valley/people/{other.id}").status_code == 404
    assert client.get("/at/valley/people").status_code == 403
    assert fetch(client, "/at/valley/").links["Olga Own"] == f"/at/valley/people/{own.id}"


def test_a_record_is_linked_only_to_a_member_who_is_an_hsc(app: Flask, valley: Organisation) -> None:
    person, hsc, hr = (
        make_person(valley, hired_on=date(2026, 1, 5)),
        make_member(valley, Role.HSC),
        make_member(valley, Role.HR),
    )
    client = browser(app, valley, Role.MANAGER)
    page = fetch(client, f"/at/valley/people/{person.id}/account")
    assert "Choose a member with the role HSC" in page.submit(user=str(hr.id)).main
    assert page.submit(user=str(hsc.id)).heading == "Ana Ruiz"


@pytest.mark.parametrize("path", ["", "/new", "/{id}", "/{id}/edit", "/{id}/posting", "/{id}/account"])
def test_each_page_asks_the_database_as_often_for_many_as_for_few(
    app: Flask, valley: Organisation, statements: list[str], path: str
) -> None:
    person = make_person(valley, hired_on=date(2026, 1, 5))
    client = browser(app, valley, Role.MANAGER)
    address = "/at/valley/people" + path.format(id=person.id)
    fetch(client, address)  # the visit's first page keeps a token
    counts = []
    for _ in range(2):
        statements.clear()
        fetch(client, address)
        counts.append(len(statements))
        for number in range(8):
            make_person(valley, f"More {number}", hired_on=date(2026, 1, 5))
    assert counts[0] == counts[1] <= 25
