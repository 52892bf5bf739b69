"""The log: a line of JSON for each request and each fault, on standard error. The only importer of structlog.

A line names the route, not the address, since addresses carry tokens and ids; and never a query, a form, an e-mail
address or a name. Of an exception it tells where and of what kind, and what the system or a database says of it by
number and text. Other messages may quote a record, and are left out.
"""

import logging
import re
import sys
import time
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import orjson
import sqlalchemy
import structlog
from flask import Flask, Response, g, has_app_context, request

from onboarding import clock, troubles

ADDRESS = re.compile(r"[^\s@<>\"'=(]+@[^\s@<>\"')]+")
FRAMES = 30  # of a traceback, the innermost
SAFE_MESSAGES = {  # name tables, servers and files of ours, never what a record holds
    "sqlite3.Error",
    "psycopg.OperationalError",
    "onboarding.keys.KeyFileError",
    "onboarding.documents.sealing.SealError",
    "onboarding.documents.store.MissingFileError",
    "onboarding.services.checkpoints.UnsignedError",
}
Event = MutableMapping[str, Any]


def _finish(_logger: Any, level: str, event: Event) -> bytes:
    """The line: when, how grave, what, in which request, and the rest as given."""
    line = {"at": clock.in_utc(clock.now()), "level": level, "event": event.pop("event", "")}
    if has_app_context() and (id := g.get("request_id")):
        line["request"] = id
    if error := event.pop("exc_info", None):
        event["fault"] = fault(error if isinstance(error, BaseException) else sys.exception())
    return orjson.dumps({**line, **event}, default=str)


class _Lines:
    """Writes each line whole, to whatever standard error is at the time."""

    def write(self, line: bytes) -> None:
        sys.stderr.write(line.decode() + "\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = write


structlog.configure(processors=[_finish], logger_factory=lambda *_: _Lines(), cache_logger_on_first_use=True)
log: Any = structlog.get_logger()


def fault(error: BaseException | None) -> list[dict[str, Any]]:
    """An exception and what caused it, the outermost first: its kind, and the places it came through."""
    found: list[dict[str, Any]] = []
    while error and len(found) < 5:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        each = {
            "kind": f"{type(error).__module__}.{type(error).__qualname__}",
            "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        found.append(each | _cause(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _cause(error: BaseException) -> dict[str, Any]:
    """What the system or a database said: its number or code, and its text, without the name of a file."""
    if isinstance(error, OSError) and error.errno is not None:
        return {"errno": error.errno, "says": masked(str(error.strerror))}
    cause = {"code": code} if (code := troubles.code(error)) else {}
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    return cause | ({"says": masked(str(error))} if kinds & SAFE_MESSAGES else {})


def masked(text: str) -> str:
    """The text without e-mail addresses."""
    return ADDRESS.sub("(address)", text)


class LoggedFlask(Flask):
    """Flask, with unexpected exceptions written to our log."""

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
    ) -> None:
        """Flask's own line would name the address."""
        log.error("fault", route=_route(), exc_info=exc_info[1])


def register(app: Flask) -> None:
    """Write a line for each request."""

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _write(response: Response) -> Response:
        user = g.get("_login_user")
        identity = user and sqlalchemy.inspect(user, raiseerr=False)  # the log asks the database nothing
        line = {
            "method": request.method if request.method in METHODS else "other",
            "route": _route(),
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
            "user": identity.identity[0] if identity and identity.identity else None,
            "token": g.get("token"),
            "organisation": g.at if "scope" in g else None,
        }
        log.info("request", **{key: value for key, value in line.items() if value is not None})
        return response


METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


def _route() -> str | None:
    """The route's pattern; none where no route fits."""
    return request.url_rule.rule if request and request.url_rule else None


class Libraries(logging.Handler):
    """What libraries log, as lines of ours. Gunicorn quotes requests it cannot read: of those, only that it was so."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        quotes = record.name == "gunicorn.error" and "request" in str(record.msg)
        said = str(record.msg) if quotes else record.getMessage()
        given = {"exc_info": record.exc_info[1]} if record.exc_info else {}
        log.log(max(record.levelno, logging.INFO), masked(said), logger=record.name, **given)


def take_over(level: int = logging.WARNING) -> None:
    """Have what libraries log written in the same way."""
    logging.basicConfig(handlers=[Libraries()], level=level, force=True)
    logging.getLogger("onboarding").setLevel(logging.INFO)
