"""Who looks after whom, and what is put off: whose home shows what, until when, and what is overdue all the same."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.attention import Owner, PutOff
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applications, members as found, owners, put_offs, rulings, staff_lines, trail
from onboarding.queries.put_offs import Thing
from onboarding.queries.staff_lines import Rank
from onboarding.roles import Role, StaffRole
from onboarding.services import members, owners as naming, people, putting_off
from onboarding.services.change import SYSTEM, Actor
from tests.home.test_queue import LONG_AGO, claim
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.page_rules import words
from tests.stored import on_sqlite

TODAY = clock.today()
SCREEN = Thing("application", "screen")
NEXT_WEEK = TODAY + timedelta(days=7)
PLACES = ("Overdue", "Due this week", "Waiting for you", "With others", "Coming up", "Put off")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def add(by: User, cohe: Organisation, name: str = "Ana Ruiz") -> Person:
    person = people.add_person(actor(by), cohe, people.PersonFacts(name, StaffRole.HSC))
    claim(person)
    return person


def home(app: Flask, cohe: Organisation, user: User, more: str = "") -> dict[str, str]:
    """What stands in each place of the user's home."""
    return places(fetch(sign_in(app.test_client(), user), f"/at/{cohe.slug}/{more}"))


def places(page: Page) -> dict[str, str]:
    """What stands in each place, and under no name what stands in the whole page."""
    found = {words(section[0]): words(section) for section in page.with_class("queue")}
    assert found.keys() <= set(PLACES)
    return {**found, "": page.main}


def test_whoever_adds_an_applicant_looks_after_them(app: Flask, valley: Organisation) -> None:
    selma, omar = (make_member(valley, Role.SCREENER, name=name) for name in ("Selma Stone", "Omar Reyes"))
    person = add(selma, valley)
    assert owners.of(person) == selma
    assert "Ana Ruiz Ready to screen." in home(app, valley, selma)["Waiting for you"]
    others = home(app, valley, omar)
    assert "Ana Ruiz Ready to screen." in others["With others"]
    assert "With Selma Stone." in others["With others"]
    assert "Nothing is waiting for you" in others[""]


def test_another_is_named_and_nobody_is_overruled_unseen(app: Flask, valley: Organisation) -> None:
    selma, omar = (make_member(valley, Role.SCREENER, name=name) for name in ("Selma Stone", "Omar Reyes"))
    person = add(selma, valley)
    client = sign_in(app.test_client(), omar)
    there = fetch(client, f"/at/valley/people/{person.id}")
    assert "Owner: Selma Stone" in there.main
    page = fetch(client, there.links["Change the owner"])
    naming.name_owner(actor(selma), person, None, selma.id)
    late = page.submit(user=omar.id)
    assert "Nobody looks after this record now" in late.main
    assert owners.of(person) is None
    done = fetch(client, f"/at/valley/people/{person.id}/owner").submit(user=omar.id)
    assert "Omar Reyes looks after Ana Ruiz now." in done.main
    entries = trail.listed(valley.id, trail.Filters(action=Action.OWNER_NAMED)).rows
    assert [each.detail.body["user"] for each in reversed(entries)] == [selma.id, None, omar.id]
    assert db.session.scalars(select(Owner.user_id)).all() == [omar.id]


@on_sqlite
def test_only_who_may_screen_here_can_look_after_somebody(app: Flask, valley: Organisation) -> None:
    person = make_person(valley)
    for user in (make_member(valley, Role.AUDITOR), make_member(make_cohe("harbor"), Role.MANAGER)):
        with pytest.raises(OnboardingError, match="Choose a member who may screen"):
            naming.name_owner(SYSTEM, person, user.id, None)


def test_who_left_looks_after_nobody(app: Flask, valley: Organisation) -> None:
    selma, omar = make_member(valley, Role.SCREENER), make_member(valley, Role.SCREENER, name="Omar Reyes")
    person = add(selma, valley)
    assert applications.listed(valley.id, applications.Filters(owner=selma.id), TODAY).total == 1
    (membership,) = (each for each in found.members(valley.id).rows if each.user_id == selma.id)
    members.end_membership(SYSTEM, valley, membership.id)
    assert owners.of(person) is None
    assert "Ana Ruiz" in home(app, valley, omar)["Waiting for you"]
    assert applications.listed(valley.id, applications.Filters(owner=selma.id), TODAY).total == 0
    assert applications.listed(valley.id, applications.Filters(owner=0), TODAY).total == 1


def test_ones_own_come_before_what_others_look_after(app: Flask, valley: Organisation) -> None:
    selma, omar = (make_member(valley, Role.SCREENER, name=name) for name in ("Selma Stone", "Omar Reyes"))
    for number in range(9):
        add(selma, valley, f"Older {number}")
    add(omar, valley, "Younger One")
    there = home(app, valley, omar)
    assert "Younger One" in there["Waiting for you"]
    assert "2 more applicants wait for screening" in there["With others"]


def test_the_list_says_whose_each_is_and_narrows_to_them(app: Flask, valley: Organisation) -> None:
    selma = make_member(valley, Role.SCREENER, name="Selma Stone")
    add(selma, valley)
    make_person(valley, "Ben Stone")
    client = sign_in(app.test_client(), selma)
    every = fetch(client, "/at/valley/applicants")
    assert "Selma Stone" in every.main
    assert "Nobody" in every.main
    mine = fetch(client, f"/at/valley/applicants?owner={selma.id}").main
    nobodys = fetch(client, "/at/valley/applicants?owner=0").main
    assert ("Ana Ruiz" in mine, "Ben Stone" in mine) == (True, False)
    assert ("Ana Ruiz" in nobodys, "Ben Stone" in nobodys) == (False, True)
    assert "Owner" in client.get("/at/valley/applicants/applicants.csv").get_data(as_text=True)


def test_what_is_put_off_comes_back_on_its_day(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    selma = make_member(valley, Role.SCREENER, name="Selma Stone")
    add(selma, valley)
    client = sign_in(app.test_client(), selma)
    page = fetch(client, fetch(client, "/at/valley/").links["Put off: Ana Ruiz, Ready to screen."])
    there = places(page.submit(until=f"{NEXT_WEEK:%m/%d/%Y}", because="Her diploma is on its way."))
    assert "Waiting for you" not in there
    assert "Ana Ruiz Ready to screen. List the task again" in there["Put off"]
    assert "Her diploma is on its way." in there["Put off"]
    back = fetch(client, fetch(client, "/at/valley/").links["List the task again: Ana Ruiz"])
    assert "Selma Stone put it off until" in back.main
    monkeypatch.setattr(clock, "today", lambda: NEXT_WEEK)
    there = home(app, valley, selma)
    assert "Ana Ruiz Ready to screen." in there["Waiting for you"]
    assert "Put off" not in there


def test_it_can_be_taken_up_before(app: Flask, valley: Organisation) -> None:
    selma = make_member(valley, Role.SCREENER)
    person = add(selma, valley)
    putting_off.put_off(actor(selma), person, SCREEN, NEXT_WEEK, "Away.")
    client = sign_in(app.test_client(), selma)
    page = fetch(client, fetch(client, "/at/valley/").links["List the task again: Ana Ruiz"])
    there = places(page.submit(again="yes"))
    assert "Ana Ruiz Ready to screen." in there["Waiting for you"]
    putting_off.take_up(actor(selma), person, SCREEN)  # a second click changes nothing
    actions = [Action.PUT_OFF, Action.TAKEN_UP]
    assert [len(trail.listed(valley.id, trail.Filters(action=each)).rows) for each in actions] == [1, 1]


def test_only_what_is_to_be_done_is_put_off_and_to_a_day_ahead(app: Flask, valley: Organisation) -> None:
    person = add(make_member(valley, Role.SCREENER), valley)
    for thing in (Thing("application", "decide"), Thing("application", "screen", "x"), Thing("credentials", "send")):
        with pytest.raises(OnboardingError, match="not to be done any more"):
            putting_off.put_off(SYSTEM, person, thing, NEXT_WEEK, "Away.")
    for until in (TODAY, TODAY + timedelta(days=93), date(1026, 1, 1)):
        with pytest.raises(OnboardingError, match="Choose a day after today"):
            putting_off.put_off(SYSTEM, person, SCREEN, until, "Away.")
    assert db.session.scalars(select(PutOff)).all() == []


def duty(person: Person, late: bool) -> Thing:
    chosen = select(ListedDuty).where(
        ListedDuty.person_id == person.id, (ListedDuty.due_on < TODAY) if late else (ListedDuty.due_on > TODAY)
    )
    row = db.session.scalars(chosen.order_by(ListedDuty.id)).first()
    assert row
    return Thing(row.about, row.kind, row.place)


def test_what_is_overdue_is_listed_though_it_was_put_off(app: Flask, valley: Organisation) -> None:
    manager = make_member(valley, Role.MANAGER)
    late = make_person(valley, hired_on=LONG_AGO)
    new = make_person(valley, "Ben Stone", hired_on=TODAY)
    law = rulings.of(valley, current_app.extensions["rulebook"])
    before = staff_lines.summary(valley, law, TODAY, 50).totals
    putting_off.put_off(actor(manager), late, duty(late, True), NEXT_WEEK, "L&I was asked.")
    assert staff_lines.summary(valley, law, TODAY, 50).totals == before
    assert "L&I was asked." in home(app, valley, manager)["Overdue"]
    putting_off.put_off(actor(manager), new, duty(new, False), NEXT_WEEK, "His card is missing.")
    after = staff_lines.summary(valley, law, TODAY, 50)
    assert sum(after.totals.values()) == sum(before.values()) - 1
    assert after.totals[Rank.OVERDUE] == before[Rank.OVERDUE]
    assert "His card is missing." in home(app, valley, manager)["Put off"]
    db.session.execute(update(StaffLine).values(as_of=None))  # so that all are computed anew
    db.session.commit()
    assert staff_lines.summary(valley, law, TODAY, 50) == after


@on_sqlite
def test_a_screener_puts_off_nothing_about_staff(app: Flask, valley: Organisation) -> None:
    person = make_person(valley, hired_on=TODAY)
    thing = duty(person, False)
    address = f"/at/valley/people/{person.id}/put-off/{thing.about}/{thing.kind}?place={thing.place}"
    assert sign_in(app.test_client(), make_member(valley, Role.SCREENER)).get(address).status_code == 404
    assert sign_in(app.test_client(), make_member(valley, Role.MANAGER)).get(address).status_code == 200


def test_what_was_done_meanwhile_is_no_longer_put_off(app: Flask, valley: Organisation) -> None:
    person = add(make_member(valley, Role.SCREENER), valley)
    putting_off.put_off(SYSTEM, person, SCREEN, NEXT_WEEK, "Away.")
    assert put_offs.waiting(valley.id, TODAY, 9)[1] == 1
    people.record_posting(
        SYSTEM,
        person,
        people.PostingFacts(StaffRole.HSC, TODAY - timedelta(days=1), reason="Here before."),
        person.revision,
    )
    assert "Put off" not in home(app, valley, make_member(valley, Role.HR))
