"""The commands at the machine: what each does, what it refuses, and that who gave it is recorded."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from onboarding import create_app
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.models.trail import TrailDetail, TrailEntry
from onboarding.queries import members as found, organisations
from onboarding.roles import Role
from onboarding.schema import NO_TABLES
from onboarding.services import accounts
from onboarding.services.change import SYSTEM, change
from tests.make import make_cohe, make_lni, make_member, make_user
from tests.stored import on_postgresql, on_sqlite


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=arguments)


def did(app: Flask, *arguments: str) -> str:
    done = run(app, *arguments)
    assert done.exit_code == 0, done.output
    return done.output


def refused(app: Flask, *arguments: str) -> str:
    done = run(app, *arguments)
    assert done.exit_code == 1, done.output
    assert done.stderr.startswith("Error: ")
    return done.stderr


def test_organisations_are_added_and_listed(app: Flask) -> None:
    assert "/at/valley/" in did(app, "organisations", "add", "cohe", "valley", "Valley COHE")
    assert did(app, "organisations", "list").split() == ["cohe", "valley", "Valley", "COHE"]
    assert "already" in refused(app, "organisations", "add", "lni", "valley", "L&I")
    assert run(app, "organisations", "add", "clinic", "a", "A").exit_code == 2


def test_who_gave_the_command_is_recorded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "ann")
    did(app, "organisations", "add", "cohe", "valley", "Valley COHE")
    entry = db.session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    detail = db.session.scalars(select(TrailDetail).order_by(TrailDetail.entry_id.desc())).first()
    assert entry
    assert detail
    assert entry.actor == "command"
    assert detail.body
    assert detail.body["origin"].endswith("(sudo: ann)")


def test_contract_managers_are_assigned_and_unassigned(app: Flask) -> None:
    make_cohe()
    user = make_member(make_lni(), Role.CONTRACT_MANAGER)
    did(app, "contract-managers", "assign", user.email.upper(), "valley")
    assert [each.slug for each in organisations.assigned(user.id)] == ["valley"]
    assert "already" in refused(app, "contract-managers", "assign", user.email, "valley")
    did(app, "contract-managers", "end", user.email, "valley")
    assert list(organisations.assigned(user.id)) == []
    assert "not assigned" in refused(app, "contract-managers", "end", user.email, "valley")
    assert "not a COHE" in refused(app, "contract-managers", "assign", user.email, "lni")
    assert "no account" in refused(app, "contract-managers", "assign", "nobody@example.org", "valley")
    assert "There are: lni, valley" in refused(app, "contract-managers", "assign", user.email, "vale").replace(
        "valley, lni", "lni, valley"
    )


def test_a_role_is_ended(app: Flask) -> None:
    cohe = make_cohe()
    user = make_member(cohe, Role.HR, Role.SCREENER)
    did(app, "members", "end", "valley", user.email, "hr")
    assert found.held(cohe.id, user.id, Role.HR) is None
    assert found.held(cohe.id, user.id, Role.SCREENER)
    assert "does not have the role" in refused(app, "members", "end", "valley", user.email, "hr")
    last = make_member(cohe, Role.ADMINISTRATOR)
    assert "only administrator" in refused(app, "members", "end", "valley", last.email, "administrator")


@pytest.mark.parametrize(
    ("command", "role"),
    [(("administrators", "add"), None), (("members", "invite"), Role.HR)],
)
def test_an_invitation_prints_its_link_once(app: Flask, command: tuple[str, str], role: Role | None) -> None:
    cohe = make_cohe()
    said = did(app, *command, "valley", "ann@example.org", "Ann Archer", *([role.value] if role else []))
    link = said.split()[-1]
    assert link.startswith("http://127.0.0.1:8000/invitations/")
    assert app.test_client().get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    (invitation,) = found.invitations(cohe.id)
    assert (invitation.email, invitation.role) == ("ann@example.org", role or Role.ADMINISTRATOR)
    assert "cannot give the role" in refused(app, "members", "invite", "valley", "a@b.org", "A", "contract_manager")


def test_a_lost_second_factor_is_reset(app: Flask) -> None:
    user = make_user()
    with change(SYSTEM):
        user.tf_primary_method, user.tf_totp_secret, user.mf_recovery_codes = "authenticator", "sealed", ["a"]
    before = user.fs_uniquifier
    did(app, "accounts", "reset-second-factor", user.email)
    assert (user.tf_primary_method, user.tf_totp_secret, list(user.mf_recovery_codes or ())) == (None, None, [])
    assert user.fs_uniquifier != before
    entry = db.session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert entry
    assert entry.action == "account.second_factor_reset"


def test_an_account_is_disabled_and_enabled(app: Flask) -> None:
    user = make_user()
    before = user.fs_uniquifier
    did(app, "accounts", "disable", user.email)
    assert (user.active, user.fs_uniquifier == before) == (False, False)
    did(app, "accounts", "enable", user.email)
    assert user.active


@pytest.mark.parametrize(
    ("kept", "typed"), [("groß@example.org", " GROß@example.org "), ("ﬁna@example.org", "fina@example.org")]
)
def test_an_account_is_found_however_its_address_is_typed(app: Flask, kept: str, typed: str) -> None:
    with change(SYSTEM) as under_way:
        accounts.start_account(under_way, kept, "Gro")
    assert "is disabled" in did(app, "accounts", "disable", typed)
    assert "no account" in refused(app, "accounts", "disable", "gross@example.org")


def test_nothing_is_done_where_the_product_must_not_run(app: Flask, config: Config) -> None:
    config.instance.chmod(0o755)
    done = run(app, "organisations", "add", "cohe", "valley", "Valley COHE")
    assert done.exit_code == 2
    assert "chmod go=" in done.stderr
    assert not organisations.every()


@on_sqlite
def test_setup_makes_what_is_missing_and_says_what_is_next(config: Config) -> None:
    fresh = config._replace(instance=config.instance.with_name("fresh"))
    before = create_app(fresh)
    assert run(before, "organisations", "list").exit_code == 2
    done = run(before, "setup")
    assert done.exit_code == 0, done.output
    assert (fresh.instance / "keys" / "secret").is_file()
    app = create_app(fresh)  # that has its keys now
    assert NO_TABLES not in did(app, "setup")
    kept = (fresh.instance / "keys" / "secret").read_text()
    assert "flask --app app organisations add" in did(create_app(fresh._replace(mode=Mode.PRODUCTION)), "setup")
    assert (fresh.instance / "keys" / "secret").read_text() == kept


@on_postgresql
def test_setup_shows_no_password(config: Config) -> None:
    url = config.database.replace("onboarding@", "onboarding:canary@")
    app = create_app(config._replace(database=url))
    done = run(app, "setup")
    with app.app_context():
        db.engine.dispose()
    assert done.exit_code == 0, done.output
    assert "postgresql" in done.output
    assert "canary" not in done.output


def test_every_command_has_help(app: Flask) -> None:
    for name, command in app.cli.commands.items():
        if name != "db":
            assert command.help
            for below in getattr(command, "commands", {}).values():
                assert below.help, (name, below.name)
