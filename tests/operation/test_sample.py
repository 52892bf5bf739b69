"""The sample world: everybody in it, the same when loaded again, refused where real records could be."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock, create_app, sample
from onboarding.config import Config, Mode
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.models.application import Application, ApplicationState
from onboarding.models.message import Message, MessageState
from onboarding.models.person import Person
from onboarding.queries import grounds, members, organisations, owners, people as found, put_offs, sample as links
from onboarding.queries.people import Filters, Stage
from onboarding.roles import ROLES_OF, OrganisationKind, Role
from onboarding.sample import people
from onboarding.sample.people import EXCEPTION, HERE_BEFORE
from tests.make import make_cohe, make_user
from tests.page import fetch
from tests.stored import on_postgresql, on_sqlite


@pytest.fixture
def world(app: Flask, config: Config, sample_world: Callable[[Config], None]) -> Flask:
    sample_world(config)
    return app


def everything() -> dict[str, list[tuple[object, ...]]]:
    db.session.remove()
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in Base.metadata.sorted_tables
        }


@on_postgresql
def test_loading_again_changes_nothing(world: Flask, config: Config) -> None:
    before = everything()
    sample.load(config)
    assert everything() == before


@on_sqlite
def test_a_load_that_was_interrupted_is_completed(world: Flask) -> None:
    """As it was here: `serve_from_nothing` of tests/sampled.py."""
    for each in people.ALL:
        person = found.by_email(organisations.by_slug(each.at.slug).id, each.email)  # type: ignore[union-attr]
        assert person
        assert len(found.versions(person)) >= len(each.postings)  # who is hired upon a determination has one more


@pytest.mark.parametrize("slug", ["cedar-valley", "harbor"])
def test_a_dozen_people_are_in_every_state(world: Flask, slug: str) -> None:
    cohe = organisations.by_slug(slug)
    assert cohe
    for stage in Stage:
        assert found.listed(cohe.id, Filters(stage=stage), clock.today()).total
    assert found.listed(cohe.id, Filters(), clock.today()).total >= 12


def test_applications_are_in_every_state_and_hires_rest_on_each_ground(world: Flask) -> None:
    assert {row.state for row in db.session.scalars(select(Application))} == set(ApplicationState)
    cohe = organisations.by_slug("cedar-valley")
    assert cohe
    hired = [
        each for each in db.session.scalars(select(Person).where(Person.organisation_id == cohe.id)) if each.posting
    ]
    assert {bool(ground and ground.basis) for ground in map(grounds.ground, hired)} == {True, False}
    assert {HERE_BEFORE, EXCEPTION} <= {each.posting.reason for each in hired}
    assert owners.named(cohe.id)
    assert put_offs.waiting(cohe.id, clock.today(), 9)[1]


def test_messages_are_in_every_state_and_somebody_is_invited(world: Flask) -> None:
    stored = {message.state for message in db.session.scalars(select(Message))}
    assert stored == set(MessageState) - {MessageState.CLAIMED}
    for slug in ("cedar-valley", "harbor"):
        assert members.invitations(organisations.by_slug(slug).id)  # type: ignore[union-attr]


def test_every_role_can_be_signed_in_to(world: Flask) -> None:
    held = {(organisation.slug, role) for link in links.links() for organisation, role in link.roles}
    for slug in ("cedar-valley", "harbor"):
        assert {role for at, role in held if at == slug} == set(ROLES_OF[OrganisationKind.COHE])
    assert {role for at, role in held if at == "lni"} == set(ROLES_OF[OrganisationKind.LNI])
    printed = world.test_cli_runner().invoke(args=["sample", "links"])
    assert printed.exit_code == 0
    assert all(role.value in printed.output for role in Role)


def test_production_refuses_the_sample_world(app: Flask, config: Config) -> None:
    with pytest.raises(OnboardingError, match="never loaded in production"):
        sample.load(config._replace(mode=Mode.PRODUCTION))
    assert not organisations.every()


def test_a_database_with_an_organisation_of_its_own_is_refused(app: Flask, config: Config) -> None:
    make_cohe("valley")
    with pytest.raises(OnboardingError, match="valley"):
        sample.load(config)
    assert [each.slug for each in organisations.every()] == ["valley"]


def test_a_database_with_accounts_of_its_own_is_refused(app: Flask, config: Config) -> None:
    make_user()
    with pytest.raises(OnboardingError, match="accounts"):
        sample.load(config)


def test_signing_in_by_link(world: Flask) -> None:
    client = world.test_client()
    page = fetch(client, "/sample")
    assert page.heading == "The sample world"
    address = next(each for each in page.links.items() if each[0].endswith("as Hugo Harper"))[1]
    page = fetch(client, address)
    assert page.heading == "Sign in as Hugo Harper"
    page = page.submit()
    assert page.status == 200
    assert "Hugo Harper" in page.html
    assert page.address.startswith("/at/cedar-valley/")


def test_opening_a_link_signs_nobody_in(world: Flask) -> None:
    client = world.test_client()
    fetch(client, f"/sample/sign-in/{links.links()[0].token}")
    assert client.get("/organisations").status_code == 302


def test_a_wrong_or_disabled_token_signs_nobody_in(world: Flask) -> None:
    client = world.test_client()
    assert not any(link.user.name == "Lou Locked" for link in links.links())
    for token in ("x", "é", links.links()[0].token[:-1]):
        assert client.get(f"/sample/sign-in/{token}").headers["Location"] == "/sample"
        world.config["WTF_CSRF_ENABLED"] = False
        assert client.post(f"/sample/sign-in/{token}").headers["Location"] == "/sample"
    assert client.get("/organisations").status_code == 302


@on_sqlite
def test_there_are_no_links_in_production(world: Flask, config: Config) -> None:
    app = create_app(config._replace(mode=Mode.PRODUCTION))
    assert app.test_client().get("/sample").status_code == 404
    with app.app_context():
        token = links.links()[0].token
        assert app.test_client().get(f"/sample/sign-in/{token}").status_code == 404
        done = app.test_cli_runner().invoke(args=["sample", "links"])
        assert done.exit_code == 2
        assert token not in done.output
        db.session.remove()
        db.engine.dispose()


def test_other_installations_have_other_tokens(world: Flask, config: Config) -> None:
    before = links.links()[0].token
    Path(config.instance, "keys", "secret").write_text("abcdefghijklmnopqrstuvwxyz0123456789" * 2)
    with create_app(config).app_context():
        assert links.links()[0].token != before
        db.session.remove()
        db.engine.dispose()
