"""Onboarding, credentialing and training of Health Services Coordinators in Washington State."""

import sys

from flask import Flask

from onboarding.cli.rules import rules
from onboarding.config import Config, from_environment
from onboarding.rules.rulebook_file import load
from onboarding.rules.strict import DataFileError
from onboarding.web import addresses, errors, face, fields, filters, headers, static_files
from onboarding.web.views import rulebook


def create_app(config: Config | None = None) -> Flask:
    """The application. Stops with a message that names the place where the rulebook is at fault."""
    config = config or from_environment()
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    try:
        app.extensions["rulebook"] = load(config.rulebook)
    except DataFileError as error:
        sys.stderr.write(f"The rulebook is at fault, so nothing can be answered.\n{error}\n")
        raise SystemExit(2) from error
    for part in (filters, fields, addresses, face, errors, static_files, headers):
        part.register(app)
    app.register_blueprint(rulebook.views)
    app.cli.add_command(rules)
    return app
