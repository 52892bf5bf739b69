"""The session of a request, kept in the database. The cookie is a bare secret: nothing to read in it, or to forge."""

from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SessionInterface

from onboarding import clock
from onboarding.services import visits

WITHOUT = ("/static/", "/health", "/ready")  # what nobody signs in to see


class Session(SecureCookieSession):
    """What is kept between requests; `token` is the secret it was found by, None before it is kept."""

    def __init__(self, token: str | None = None, opened: visits.Opened | None = None) -> None:
        super().__init__(opened.data if opened else None)
        self.before = dict(self)
        self.token = token if opened else None
        self.seen_at = opened.seen_at if opened else None


class Visits(SessionInterface):
    """Flask's way to sessions, over services.visits."""

    def open_session(self, app: Flask, asked: Request) -> Session:
        token = asked.cookies.get(self.get_cookie_name(app))
        if not token or asked.path.startswith(WITHOUT):
            return Session()
        return Session(token, visits.opened(token))

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        assert isinstance(session, Session)
        if not session:
            self._forget(app, session, response)
        elif session.modified:
            token = visits.keep(session.token, session.before, dict(session), _address())
            if token and token != session.token:
                session.token = token
                self._set(app, response, token)
        elif session.token and session.seen_at and clock.now() - session.seen_at > visits.SEEN_EVERY:
            visits.seen(session.token)

    def _forget(self, app: Flask, session: Session, response: Response) -> None:
        if session.token:
            visits.end(session.token)
            response.delete_cookie(
                self.get_cookie_name(app),
                path="/",
                secure=self.get_cookie_secure(app),
                httponly=True,
                samesite=self.get_cookie_samesite(app),
            )

    def _set(self, app: Flask, response: Response, token: str) -> None:
        response.set_cookie(
            self.get_cookie_name(app),
            token,
            path="/",
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite=self.get_cookie_samesite(app),
        )


def _address() -> str:
    return request.remote_addr or ""


def register(app: Flask) -> None:
    """Keep every session of the application here."""
    app.session_interface = Visits()
