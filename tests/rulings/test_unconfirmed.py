"""What leans on a ruling that L&I has not confirmed says so: the finding, and with it every page and paper."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.ruling import RecordedRuling
from onboarding.packets.determination import Ruling as Printed, printed
from onboarding.packets.determined import _ruling
from onboarding.queries import rests, rulings as found
from onboarding.roles import Role
from onboarding.services import claims, organisations, ruling_papers, rulings
from onboarding.services.change import SYSTEM, Actor
from tests import papers
from tests.documents.make import make_pdf
from tests.make import make_claim, make_cohe, make_lni, make_member, make_person, sign_in
from tests.packets.make import determination
from tests.page import fetch
from tests.rulings.test_rulings import NUMBER
from tests.stored import on_sqlite

TODAY = date(2026, 3, 2)
SAID = "This leans on a ruling recorded by Mia Member on the word of Cora Contract, and not confirmed by L&I yet."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def in_force(app: Flask, cohe: Organisation, facts: rulings.RulingFacts) -> RecordedRuling:
    mia = make_member(cohe, Role.MANAGER)
    book, actor = app.extensions["rulebook"], Actor(mia.id, mia.name)
    ruling = rulings.propose(actor, cohe, book, facts)
    ruling_papers.add(actor, ruling, make_pdf(), "letter.pdf")
    return rulings.put_in_force(actor, cohe, book, ruling.id)


def confirmed(cohe: Organisation, ruling: RecordedRuling) -> None:
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, cohe)
    rulings.confirm(Actor(cora.id, cora.name), cohe, ruling.id)


def claim_part_time(person: Person) -> None:
    half = {"name": "Clinic", "position": "Registered Nurse", "startDate": "2022-03-01", "hoursPerWeek": "20"}
    claims.record(SYSTEM, person, {"work": [half]}, claims.ClaimSource.FORM)


PART_TIME = NUMBER._replace(settles="part-time-credit", reading="calendar", value=None)


def test_what_a_recommendation_freezes_says_so_until_it_is_confirmed(app: Flask, valley: Organisation) -> None:
    ana, book = make_person(valley), app.extensions["rulebook"]
    claim_part_time(ana)
    ruling = in_force(app, valley, PART_TIME)

    def frozen() -> tuple[str, str | None]:
        whole = rests.on(valley, ana, found.of(valley, book), TODAY)
        experience = whole["answer"]["verified"]["requirements"]["experience"]
        assert any("Cora Contract (Contract K-7, section 4)" in each for each in experience["source"])
        return experience["because"], _ruling(whole["rulings"][0]).recorded_by

    because, recorded_by = frozen()
    assert because.endswith(SAID)
    assert recorded_by == "Mia Member"
    confirmed(valley, ruling)
    because, recorded_by = frozen()
    assert "leans on a ruling" not in because
    assert recorded_by is None


def test_what_a_recommendation_freezes_are_the_rulings_it_leans_on_and_no_others(
    app: Flask, valley: Organisation
) -> None:
    full, half, book = make_person(valley), make_person(valley, "Bo Berg"), app.extensions["rulebook"]
    make_claim(full)  # forty hours a week
    claim_part_time(half)
    for facts in (PART_TIME, PART_TIME._replace(settles="deadline-roll-forward", reading="unrolled"), NUMBER):
        in_force(app, valley, facts)

    def frozen(person: Person) -> list[str]:
        return [each["settles"] for each in rests.on(valley, person, found.of(valley, book), TODAY)["rulings"]]

    assert frozen(full) == []
    assert frozen(half) == ["part-time-credit"]


@on_sqlite
def test_the_pages_of_a_person_say_so(app: Flask, valley: Organisation) -> None:
    hired, ana = make_person(valley, "Ida Ibsen", hired_on=date(2025, 8, 1)), make_person(valley)
    claim_part_time(ana)
    ruling = in_force(app, valley, NUMBER)
    others = in_force(app, valley, PART_TIME)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    pages = [f"/at/valley/people/{each}" for each in (hired.id, f"{hired.id}/file", f"{ana.id}/screening")]
    assert [at for at in pages if SAID not in fetch(client, at).main] == []
    confirmed(valley, ruling)
    assert SAID not in fetch(client, pages[0]).main
    assert SAID in fetch(client, pages[2]).main
    assert others.waits_for_lni


def test_the_paper_says_who_recorded_it_on_whose_word() -> None:
    ruling = Printed("A day counts as a day.", "Cora Contract", "Letter of January 5", TODAY, "Mia Member")
    said = " ".join(papers.read(printed(determination(rulings=(ruling,)))).text.split())
    assert "Recorded by Mia Member on the word of Cora Contract." in said
    assert "L&I had not confirmed it" in said
    said = papers.read(printed(determination(rulings=(replace(ruling, recorded_by=None),)))).text
    assert "had not confirmed" not in said
