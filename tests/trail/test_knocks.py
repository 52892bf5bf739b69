"""Who is not let in fills nobody's trail: the clock tells of each visitor and COHE once in a while, and how often."""

from flask import Flask
from flask.testing import FlaskClient

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.knock import Knock
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.queries import overview, trail
from onboarding.roles import Role
from onboarding.services import knocks, members, resets, throttle
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.throttle import Place
from tests.accounts.steps import browser, enrolled
from tests.house.source import ROOT
from tests.make import make_cohe, make_member, make_user, sign_in
from tests.page import fetch

PAGES = ("people", "people/1", "people/new", "trail", "members", "credentials", "rulings", "messages", "forms")
OF_LONG_AGO = "2000-01-01"


def refused(organisation: Organisation | None, action: Action = Action.ACCESS_REFUSED) -> list[TrailEntry]:
    """The entries of it in a chain, oldest first."""
    chain = trail.chain_of(organisation.id if organisation else None)
    rows = db.session.query(TrailEntry).filter_by(chain_id=chain.id, action=action.value)
    return rows.order_by(TrailEntry.number).all()


def asks_around(client: FlaskClient, slug: str, times: int) -> None:
    for number in range(times):
        path = f"/at/{slug}/{PAGES[number % len(PAGES)]}"
        assert client.open(path, method="HEAD" if number % 7 == 3 else "GET").status_code == 404


def test_two_hundred_requests_by_an_outsider_are_one_entry_and_another_outsider_is_seen(app: Flask) -> None:
    valley, harbor = make_cohe(), make_cohe("harbor")
    fred, nina = make_member(harbor, Role.MANAGER, name="Fred Foreigner"), make_user("Nina Nobody")
    before = trail.end_of(trail.chain_of(valley.id).id).number
    asks_around(sign_in(app.test_client(), fred), "valley", 200)
    asks_around(sign_in(app.test_client(), nina), "valley", 3)
    assert trail.end_of(trail.chain_of(valley.id).id).number == before  # the clock has yet to tell
    knocks.tell()
    assert trail.end_of(trail.chain_of(valley.id).id).number == before + 2
    first, second = refused(valley)
    assert (first.actor, second.actor) == (f"user:{fred.id}", f"user:{nina.id}")
    assert first.detail
    assert second.detail
    assert first.detail.body
    assert second.detail.body
    assert first.detail.body["times"] == knocks.MOST
    assert second.detail.body["times"] == 3
    assert first.subject == "route:people.index"
    assert refused(harbor) == []
    assert knocks.tell() == 0


def test_a_flood_is_kept_in_a_hundred_rows_and_its_requests_write_nothing_then(
    app: Flask, statements: list[str]
) -> None:
    make_cohe()
    client = sign_in(app.test_client(), make_user())
    asks_around(client, "valley", 120)
    assert db.session.query(Knock).count() == knocks.MOST
    statements.clear()
    assert client.get("/at/valley/people").status_code == 404
    assert {each.partition(" ")[0] for each in statements} <= {"SELECT", "BEGIN"}
    knocks.tell()
    assert client.get("/at/valley/people").status_code == 404
    assert db.session.query(Knock).count() == 1


def test_what_is_asked_of_two_cohes_and_of_none_is_told_in_each(app: Flask) -> None:
    valley, harbor = make_cohe(), make_cohe("harbor")
    client = sign_in(app.test_client(), make_user())
    for slug, times in (("valley", 1), ("harbor", 2), ("nowhere", 3)):
        asks_around(client, slug, times)
    knocks.tell()
    told = {chain: [each.detail.body["times"] for each in refused(chain)] for chain in (valley, harbor, None)}  # type: ignore[union-attr, index]
    assert told == {valley: [1], harbor: [2], None: [3]}


def test_a_member_who_is_refused_at_home_is_told_there_too(app: Flask) -> None:
    valley = make_cohe()
    hsc = make_member(valley, Role.HSC)
    client = sign_in(app.test_client(), hsc)
    for path in ("members", "people/999", "trail"):
        client.get(f"/at/valley/{path}")
    knocks.tell()
    (entry,) = refused(valley)
    assert (entry.actor, entry.subject) == (f"user:{hsc.id}", "route:members.index")


def test_guesses_at_an_account_are_told_once_with_how_often_and_from_how_many_networks(app: Flask) -> None:
    valley = make_cohe()
    mia = make_member(valley, Role.MANAGER)
    for number in range(12):
        guess(mia.email, f"203.0.{number % 3}.9")
    for number in range(5):
        guess(f"nobody{number}@example.org", "198.51.100.9")
    knocks.tell()
    (of_mia,), (of_nobody,) = refused(valley, Action.SIGN_IN_REFUSED), refused(None, Action.SIGN_IN_REFUSED)
    assert (of_mia.actor, of_mia.subject) == ("visitor", f"user:{mia.id}")
    assert of_mia.detail
    assert of_mia.detail.body
    assert {key: of_mia.detail.body[key] for key in ("times", "networks", "origin")} == {
        "times": 12,
        "networks": 3,
        "origin": "203.0.0.9",
    }
    assert of_nobody.subject == "user:unknown"
    assert of_nobody.detail
    assert of_nobody.detail.body
    assert of_nobody.detail.body["times"] == 5
    assert overview.refused_since(valley.id, OF_LONG_AGO) == 12


def test_how_many_are_counted_is_documented() -> None:
    page = (ROOT / "docs" / "trail.md").read_text(encoding="utf-8")
    assert f"{knocks.MOST} `times` of `access.refused` are {knocks.MOST} or more" in page


def guess(email: str, address: str) -> None:
    throttle.failed(Actor(None, "visitor", address, "request-1"), email, Place(address))


def test_whoever_belongs_to_two_cohes_is_told_of_in_both(app: Flask) -> None:
    valley, harbor = make_cohe(), make_cohe("harbor")
    mia = make_member(valley, Role.MANAGER)
    members.give_role(SYSTEM, harbor, mia, Role.HR)
    guess(mia.email, "203.0.113.9")
    knocks.tell()
    assert len(refused(valley, Action.SIGN_IN_REFUSED)) == len(refused(harbor, Action.SIGN_IN_REFUSED)) == 1


def test_the_home_page_counts_tries_and_not_entries(app: Flask) -> None:
    valley = make_cohe()
    make_member(valley, Role.MANAGER)
    asks_around(sign_in(app.test_client(), make_user()), "valley", 30)
    knocks.tell()
    assert overview.refused_since(valley.id, OF_LONG_AGO) == 30
    page = fetch(
        sign_in(app.test_client(), make_member(valley, Role.AUDITOR)), "/at/valley/trail?action=access.refused"
    )
    assert len(page.rows()) == 1


def test_a_reset_that_is_asked_for_again_and_again_is_told_of_as_often_as_a_letter_goes_out(app: Flask) -> None:
    valley = make_cohe()
    mia = enrolled(app, valley)
    for number in range(8):
        fetch(browser(app, f"203.0.{number}.9"), "/reset").submit(email=mia.email)
        if number % 2:
            resets.answer()
    asked = refused(valley, Action.PASSWORD_RESET_ASKED)
    assert [each.detail.body["times"] for each in asked] == [2, 2, 2]  # type: ignore[union-attr, index]
