"""A browser that somebody signed in with is known again by a secret: what others fail at does not shut its owner out.

It opens nothing: whoever has it may guess ten times in a quarter of an hour, as anybody may.
"""

import re
import secrets

from flask import Flask, Response, current_app, g, request

from onboarding.config import Config
from onboarding.services.throttle import Place
from onboarding.services.visits import ATTEMPTS_KEPT

WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{43}")


def here() -> Place:
    """Where the request comes from."""
    given = request.cookies.get(_name(), "")
    return Place(request.remote_addr or "", given if WELL_FORMED.fullmatch(given) else None)


def keep() -> Place:
    """The same, with a browser that is known from now on: somebody has just shown whose it is."""
    place = here()
    g.known_browser = place.browser or secrets.token_urlsafe(32)
    return place._replace(browser=g.known_browser)


def register(app: Flask) -> None:
    """Give the browser its secret, anew at each sign-in, so that it is kept for as long again."""

    @app.after_request
    def _give(response: Response) -> Response:
        if known := g.get("known_browser"):
            response.set_cookie(
                _name(),
                known,
                max_age=ATTEMPTS_KEPT,
                path="/",
                secure=_https(),
                httponly=True,
                samesite="Lax",
            )
        return response


def _name() -> str:
    return "__Host-browser" if _https() else "browser"


def _https() -> bool:
    config: Config = current_app.extensions["config"]
    return config.base_url.startswith("https:")
