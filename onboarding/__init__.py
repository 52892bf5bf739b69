"""Onboarding, credentialing and training of Health Services Coordinators in Washington State."""

import sys

from flask import Flask

from onboarding import models  # noqa: F401 - the tables, known before the first query
from onboarding.cli.rules import rules
from onboarding.config import ROOT, Config, from_environment
from onboarding.extensions import csrf, db, migrate
from onboarding.rules.rulebook_file import load
from onboarding.rules.strict import DataFileError
from onboarding.web import (
    access,
    accounts,
    addresses,
    errors,
    face,
    fields,
    filters,
    headers,
    navigation,
    requests,
    static_files,
)
from onboarding.web.views import home, members, people, rulebook


def create_app(config: Config | None = None) -> Flask:
    """The application. Stops with a message that names the place where the rulebook is at fault."""
    config = config or from_environment()
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.extensions["config"] = config
    try:
        app.extensions["rulebook"] = load(config.rulebook)
    except DataFileError as error:
        sys.stderr.write(f"The rulebook is at fault, so nothing can be answered.\n{error}\n")
        raise SystemExit(2) from error
    app.config.update(SQLALCHEMY_DATABASE_URI=config.database_url, SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True})
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    csrf.init_app(app)
    accounts.register(app, config)
    for part in (requests, filters, fields, addresses, face, errors, static_files, headers):
        part.register(app)
    access.register(app, accounts.POLICIES)
    navigation.register(app)
    for views in (rulebook, home, people, members):
        app.register_blueprint(views.views)
    app.cli.add_command(rules)
    return app
