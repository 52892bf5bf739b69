"""The session of a request, kept in the database. The cookie is a bare secret: nothing to read in it, or to forge."""

from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, request, session
from flask.sessions import SecureCookieSession, SessionInterface

from onboarding import clock
from onboarding.services import visits

WITHOUT = ("/static/", "/health", "/ready", "/api/")  # what nobody signs in to see
BY_ITSELF = frozenset({"account.visit", "packets.progress"})  # what an open page asks with nobody there


class Session(SecureCookieSession):
    """What is kept between requests; `token` is the secret it was found by, None before it is kept."""

    def __init__(self, token: str | None = None, opened: visits.Opened | None = None) -> None:
        super().__init__(opened.data if opened else None)
        self.before = dict(self)
        self.token = token if opened else None
        self.opened = opened

    @property
    def left(self) -> timedelta | None:
        """How long it goes on if nothing more is asked for after this request; None for one that just begins."""
        if self.opened is None:
            return None
        now = clock.now()
        idle = now + visits.IDLE if self.to_be_seen else self.opened.idle_at
        return min(idle, self.opened.over_at) - now

    @property
    def longest(self) -> timedelta:
        """How long it can go on at most."""
        return self.opened.over_at - clock.now() if self.opened else visits.LONGEST

    @property
    def to_be_seen(self) -> bool:
        """Whether this request shows that somebody is there, and the last that did is some time ago."""
        by_itself = request.endpoint in BY_ITSELF
        return bool(self.opened and not by_itself and clock.now() - self.opened.seen_at > visits.SEEN_EVERY)


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
        elif session.token and session.to_be_seen:
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


def secret_here() -> str:
    """The secret of this request's session; empty where it has none yet."""
    kept = session._get_current_object()  # type: ignore[attr-defined]
    return (kept.token or "") if isinstance(kept, Session) else ""


def register(app: Flask) -> None:
    """Keep every session of the application here."""
    app.session_interface = Visits()
