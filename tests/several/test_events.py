"""One event of an application, and one step of the first weeks, recorded for several people."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.models.credential import Track
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import checklist as lists, credentials as found, rulings, trail_compare
from onboarding.rules.rulings import Rulings
from onboarding.services import checklist, credentials
from onboarding.services.change import SYSTEM
from onboarding.services.credentials import EventFacts
from onboarding.services.several import Several
from tests.make import make_cohe, make_person

HIRED = date(2026, 1, 5)
SENT = EventFacts(Track.SUPPLEMENTAL, "sent", date(2026, 1, 12), contact="Pat at L&I")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def two(valley: Organisation) -> list[Person]:
    return [make_person(valley, name, hired_on=HIRED) for name in ("Ana Ruiz", "Bo Berg")]


def law(cohe: Organisation) -> Rulings:
    return rulings.of(cohe, current_app.extensions["rulebook"])


def record_for(cohe: Organisation, people: list[Person], said: EventFacts) -> Several:
    return credentials.record_for(SYSTEM, cohe, [each.id for each in people], said, law(cohe))


def events(people: list[Person]) -> list[list[str]]:
    return [[row.event for row in rows] for rows in found.events_of(people).values()]


def test_each_has_the_event_once(valley: Organisation, two: list[Person]) -> None:
    ana, _ = two
    credentials.record(SYSTEM, ana, SENT._replace(contact=None), law(valley))
    assert record_for(valley, two, SENT) == (["Bo Berg"], ["Ana Ruiz"])
    assert record_for(valley, two, SENT._replace(event="prepared")).recorded == ["Ana Ruiz", "Bo Berg"]
    assert events(two) == [["sent", "prepared"], ["sent", "prepared"]]
    with pytest.raises(OnboardingError, match="recorded already for Ana Ruiz and Bo Berg"):
        record_for(valley, two, SENT)
    assert list(trail_compare.differences()) == []


def test_of_whom_it_does_not_fit_is_named_and_it_is_recorded_of_nobody(valley: Organisation, two: list[Person]) -> None:
    ana, _ = two
    credentials.record(SYSTEM, ana, SENT, law(valley))
    with pytest.raises(OnboardingError, match="Bo Berg: That does not fit") as refused:
        record_for(valley, two, SENT._replace(event="accepted", happened_on=date(2026, 1, 20)))
    assert "Ana Ruiz:" not in str(refused.value)
    assert events(two) == [["sent"], []]


def test_a_number_is_one_persons_only(valley: Organisation, two: list[Person]) -> None:
    issued = EventFacts(Track.PROVIDER, "issued", date(2026, 1, 20), number="0123456")
    with pytest.raises(OnboardingError, match="one person's only"):
        record_for(valley, two, issued)


def test_a_step_is_done_for_those_for_whom_it_was_not(valley: Organisation, two: list[Person]) -> None:
    ana, bo = two
    checklist.mark(SYSTEM, ana, "ohms", True, HIRED, None)
    ids = [bo.id, ana.id]
    assert checklist.mark_for(SYSTEM, valley, ids, "ohms", HIRED, "All of them") == (["Bo Berg"], ["Ana Ruiz"])
    assert [len(lists.history(each, "ohms")) for each in two] == [1, 1]
    with pytest.raises(OnboardingError, match="recorded already"):
        checklist.mark_for(SYSTEM, valley, ids, "ohms", HIRED, None)
    with pytest.raises(OnboardingError, match="after today"):
        checklist.mark_for(SYSTEM, valley, ids, "ohms", clock.today() + timedelta(days=1), None)
    with pytest.raises(NotFoundError):
        checklist.mark_for(SYSTEM, valley, ids, "no_such_step", HIRED, None)
