"""What every request has: an id, by which its line in the log and its entry in the trail are found."""

import re
import secrets

from flask import Flask, Response, current_app, g, request

from onboarding.services import rulebooks

# Who arrives, signs in, checks a file of theirs or asks whether we are well is answered without the rules.
WITHOUT_RULES = {"health", "metrics", "security", "packet_checks", "home.front"}
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")


def register(app: Flask) -> None:
    """Give each request its id, and tell it in the answer."""

    @app.before_request
    def _name() -> None:
        g.request_id = _given() or secrets.token_hex(8)

    @app.before_request
    def _work_by_what_is_in_force() -> None:
        if request.blueprint and not {request.blueprint, request.endpoint} & WITHOUT_RULES:
            rulebooks.refresh()

    @app.after_request
    def _tell(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response


def _given() -> str | None:
    """The id that a proxy of ours gave, if it is one; a visitor cannot choose it."""
    given = request.headers.get("X-Request-ID", "")
    return given if current_app.extensions["config"].proxies and WELL_FORMED.fullmatch(given) else None
