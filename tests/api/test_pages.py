"""A token's journey on the pages: made, shown once, used, revoked; and at L&I."""

import re

from flask import Flask

from onboarding.queries import organisations as places, trail
from onboarding.roles import Role
from onboarding.services import organisations
from onboarding.services.change import SYSTEM
from tests.api.make import Program, make_token
from tests.make import make_cohe, make_lni, make_member, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
AT = "/at/valley/api-tokens"


def test_a_manager_makes_a_token_that_is_shown_once_and_revokes_it(app: Flask) -> None:
    cohe = make_cohe()
    client = sign_in(app.test_client(), make_member(cohe, Role.MANAGER, name="Mona Manager"))
    page = fetch(client, f"{AT}/new")
    assert "Auditor" not in page.html  # may read the audit trail, which a manager may not
    shown = page.submit(name="HR system", role="screener", scopes=["applicants:read"], days="30")
    (secret,) = re.findall(r"hsc_[\w-]{43}", shown.html)
    assert secret not in fetch(client, AT).html
    program = Program(app, secret)
    assert program.get("/cohes/valley/applicants").status_code == 200
    assert program.get("/cohes/valley/staff").status_code == 403
    assert "Never" not in fetch(client, AT).html
    (link,) = re.findall(rf"{AT}/\d+/revoke", fetch(client, AT).html)
    assert "no longer works" in fetch(client, link).submit().html
    assert program.get("/cohes").status_code == 401
    told = [(each.action, each.actor) for each in trail.listed(cohe.id, trail.Filters()).rows]
    assert [action for action, _ in told if action.startswith("api_token")] == ["api_token.revoked", "api_token.made"]


def test_what_may_not_be_is_said_beside_its_field(app: Flask) -> None:
    client = sign_in(app.test_client(), make_member(make_cohe(), Role.MANAGER))
    new = fetch(client, f"{AT}/new")
    assert "At most 366." in new.html
    for said, words in (
        ({"days": "367"}, "Enter a number of days from 1 to 366."),
        ({"scopes": ["staff:read"]}, "The role does not allow all of this."),
        ({"name": ""}, "Enter a name."),
    ):
        typed = {"name": "HR", "role": "screener", "scopes": ["applicants:read"], "days": "30", **said}
        assert words in new.submit(**typed).html


def test_an_administrator_who_is_no_manager_gives_a_token_nothing_of_a_manager_s(app: Flask) -> None:
    client = sign_in(app.test_client(), make_member(make_cohe(), Role.ADMINISTRATOR))
    page = fetch(client, f"{AT}/new").html
    assert 'value="administrator"' in page
    assert 'value="manager"' not in page


def test_a_contract_manager_makes_one_at_lni_and_none_at_a_cohe(app: Flask) -> None:
    cohe, lni = make_cohe(), make_lni()
    cora = make_member(lni, Role.CONTRACT_MANAGER, name="Cora Castle")
    organisations.assign(SYSTEM, cora, cohe)
    client = sign_in(app.test_client(), cora)
    assert client.get(AT).status_code == 403
    fetch(client, "/at/lni/api-tokens")
    program = Program(app, make_token(lni, cora, Role.CONTRACT_MANAGER))
    assert [each["cohe"] for each in program.get("/cohes").get_json()["items"]] == ["valley"]
    assert program.get("/cohes/lni/applicants").status_code == 404
    assert places.by_slug("lni")
