"""The page of a determination tells what happened to it: sentences with who, and nothing of the rest of the record."""

from flask import Flask

from onboarding.models.determination import Decision
from onboarding.roles import Role
from onboarding.services import determinations
from onboarding.services.change import Actor
from tests.determinations.test_services import rests_on
from tests.make import make_claim, make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite


@on_sqlite
def test_its_page_tells_what_happened_to_it_and_who_did(app: Flask) -> None:
    valley = make_cohe()
    ana = make_person(valley, "Ana Ruiz")
    make_claim(ana)
    selma, max_ = (
        make_member(valley, Role.SCREENER, name="Selma Stone"),
        make_member(valley, Role.MANAGER, name="Max M."),
    )
    client, address = sign_in(app.test_client(), selma), f"/at/valley/people/{ana.id}/determination"
    assert "History" not in fetch(client, address).main
    recommended = determinations.recommend(
        Actor(selma.id, selma.name), ana, rests_on, Decision.QUALIFIED, "As the findings say."
    )
    determinations.decide(Actor(max_.id, max_.name), ana, recommended.id, Decision.QUALIFIED, "Agreed.", rests_on)
    page = fetch(client, address)
    told = page.main.partition("History")[2].partition("Codes of the audit trail")[0]
    assert "Decided on the application: qualified by Max M." in told
    assert "by Selma Stone" in told
    assert told.index("Max M.") < told.index("Selma Stone")
    assert "Added the person" not in told
