"""What waits of an application is among the things to do: from the day it is asked for until it came, or is no more."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.duty import ListedDuty
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import determinations as found
from onboarding.rules.duties import About, Kind, Who
from onboarding.services import applicant_links, determinations, information, missing, people, references
from onboarding.services.change import SYSTEM
from tests.make import make_claim, make_cohe, make_person, make_reference

TODAY = clock.today()
Said = tuple[Kind, Who, str, int | None]


@pytest.fixture
def ana(app: Flask) -> Person:
    person = make_person(make_cohe())
    make_claim(person)
    return person


def waits(person: Person) -> list[Said]:
    """What waits of the person's application: what, who has to act, and in how many days."""
    chosen = select(ListedDuty).where(ListedDuty.person_id == person.id, ListedDuty.about == About.REQUEST)
    return [
        (each.kind, each.who, each.says, (each.due_on - TODAY).days if each.due_on else None)
        for each in db.session.scalars(chosen.order_by(ListedDuty.id))
    ]


def test_a_reference_waits_for_its_answer_by_the_day_its_link_ends(ana: Person) -> None:
    request = make_reference(ana)
    assert waits(ana) == [(Kind.VOUCH, Who.REFEREE, "Reference by Rita Records.", 21)]
    references.withdraw(SYSTEM, db.session.get_one(Organisation, ana.organisation_id), request.id, "The wrong clinic.")
    assert waits(ana) == []


def test_of_one_job_only_the_last_request_waits(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=30))
    make_reference(ana)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert [each[3] for each in waits(ana)] == [-9]
    make_reference(ana)
    assert [each[3] for each in waits(ana)] == [21]


def test_a_link_waits_until_the_application_is_handed_in_or_it_is_taken_back(ana: Person) -> None:
    applicant_links.send(SYSTEM, ana)
    assert waits(ana) == [(Kind.HAND_IN, Who.APPLICANT, "Application by the link that was sent.", 21)]
    applicant_links.withdraw(SYSTEM, ana)
    assert waits(ana) == []


def test_a_link_that_ends_with_the_address_waits_no_longer(ana: Person) -> None:
    applicant_links.send(SYSTEM, ana)
    facts = people.PersonFacts(ana.name, ana.applied_for, "other@example.org", ana.phone, ana.applied_on)
    people.edit_person(SYSTEM, ana, facts, ana.revision)
    assert waits(ana) == []


def test_what_was_asked_for_waits_without_a_day_until_it_is_settled(ana: Person) -> None:
    valley = db.session.get_one(Organisation, ana.organisation_id)
    missing.ask(SYSTEM, ana, ["The diploma", "The letter"], "Not all.", by_mail=False)
    asked = [(Kind.SUPPLY, Who.APPLICANT, f"Asked for: The {each}", None) for each in ("diploma", "letter")]
    assert waits(ana) == asked
    information.settle(SYSTEM, valley, found.asked_for(ana)[0].id, "Came by mail.")
    assert waits(ana) == asked[1:]


def test_of_an_application_that_ended_nothing_waits(ana: Person) -> None:
    make_reference(ana)
    determinations.withdraw(SYSTEM, ana, "By phone.")
    assert waits(ana) == []
