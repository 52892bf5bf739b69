"""What goes with a tie: the list of members, the operator's command, an erasure, and a backup."""

import re

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import accounts, sign_on
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member, enrolled, is_in, link_in
from tests.keeping.test_messages_about import erase
from tests.make import make_member, make_person, sign_in
from tests.page import fetch
from tests.sign_on.provider import Idp
from tests.sign_on.steps import tied, ties, without_a_password
from tests.stored import on_sqlite


@on_sqlite
def test_the_list_of_members_says_who_signs_in_how(app: Flask, trusting: Idp, valley: Organisation) -> None:
    both, alone = enrolled(app, valley, name="Bo Both"), enrolled(app, valley, name="Al Alone")
    enrolled(app, valley, name="Pat Password")
    tied(both, trusting)
    tied(alone, trusting, "subject-2")
    without_a_password(alone)
    admin = sign_in(app.test_client(), make_member(valley, Role.ADMINISTRATOR, name="Zoe Admin"))
    rows = fetch(admin, "/at/valley/members").rows()
    assert {row["Name"]: row["Signs in with"] for row in rows} == {
        "Al Alone": "Skagit Health",
        "Bo Both": "Skagit Health or password",
        "Pat Password": "Password",
        "Zoe Admin": "Nothing yet",
    }
    app.extensions["config"] = app.extensions["config"]._replace(sign_on=None)
    assert "Signs in with" not in fetch(admin, "/at/valley/members").rows()[0]


@pytest.mark.parametrize("has", [True, False])
def test_an_operator_unties_somebody_who_is_told_how_to_go_on(
    app: Flask, trusting: Idp, mia: Member, has: bool
) -> None:
    tied(mia, trusting)
    client = mia.signed_in()
    if not has:
        without_a_password(mia)
    ran = app.test_cli_runner().invoke(args=["accounts", "untie-sign-on", mia.email])
    assert ran.exit_code == 0, ran.output
    assert ("It has no password" in ran.output) is not has
    assert (ties(), is_in(client)) == ([], False)
    said = db.session.query(Message).filter_by(kind="sign_on_untied").one()
    assert (said.to_address, bool(re.search(r"http\S+/reset", said.body))) == (mia.email, not has)
    if not has:
        assert fetch(app.test_client(), link_in(said.body)).heading == "A new password"
    again = app.test_cli_runner().invoke(args=["accounts", "untie-sign-on", mia.email])
    assert again.output == f"{mia.email} is not tied to a sign-in provider. Nothing was changed.\n"


@pytest.mark.usefixtures("by_day")
@pytest.mark.parametrize("worked", [False, True])
def test_an_erasure_takes_the_tie_where_it_takes_the_account(
    app: Flask, trusting: Idp, valley: Organisation, worked: bool
) -> None:
    user = make_member(valley, Role.HSC, *([Role.SCREENER] if worked else []), name="Ana Ruiz")
    user.sample = False
    with accounts.writing():
        db.session.commit()
    sign_on.tie(SYSTEM, user, app.extensions["config"].sign_on, "subject-1")
    erase(make_person(valley, "Ana Ruiz", user=user))
    assert bool(ties()) is worked


@on_sqlite
def test_one_of_the_sample_world_is_not_tied(app: Flask, trusting: Idp, valley: Organisation) -> None:
    sample = make_member(valley, Role.MANAGER)
    sample.sample = True
    with accounts.writing():
        db.session.commit()
    with pytest.raises(sign_on.OnboardingError, match="cannot be tied"):
        sign_on.tie(SYSTEM, sample, app.extensions["config"].sign_on, "subject-1")
