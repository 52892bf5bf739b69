"""The product without a database, for tests of pages that keep nothing: its sessions are Flask's own cookies."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from onboarding import create_app


def plain_app() -> Flask:
    """An application whose forms have their tokens, and which nobody can sign in to."""
    app = create_app()
    app.secret_key = "of a test"
    app.session_interface = SecureCookieSessionInterface()
    return app
