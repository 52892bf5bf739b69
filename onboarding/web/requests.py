"""What every request has: an id, by which its line in the log and its entry in the trail are found."""

import secrets

from flask import Flask, Response, g


def register(app: Flask) -> None:
    """Give each request its id, and tell it in the answer."""

    @app.before_request
    def _name() -> None:
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def _tell(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response
