"""The pages for what went wrong: what happened, and what to do. HTML only; the API says it in its own way.

A page never repeats the address or what was sent: "not found" is the same page whether a record does not exist or
belongs to somebody else.
"""

from typing import NamedTuple

from flask import Flask, Response, current_app, g, make_response, request
from werkzeug.exceptions import HTTPException

from onboarding.errors import BusyError, OnboardingError, TamperedError
from onboarding.web.face import ANONYMOUS, face

OURS = 500  # from here on it is our fault


class Wrong(NamedTuple):
    """What the page of one status says."""

    heading: str
    happened: str
    todo: str


PAGES = {
    400: Wrong(
        "The request could not be understood",
        "Something that was sent is missing or does not fit. Nothing was changed.",
        "If you sent a form, it may have been open for too long. Go back, reload the page and send the form again.",
    ),
    401: Wrong(
        "You are signed out",
        "You were away for a while, or signed out in another tab. Nothing was saved.",
        "Sign in again in another tab. Then come back and send the form again. What you typed is still here.",
    ),
    403: Wrong(
        "You may not do this",
        "You are signed in, but your role does not include this. Nothing was changed.",
        "If it is part of your work, ask your organization's administrator to give you the role.",
    ),
    404: Wrong(
        "Page not found",
        "There is nothing at this address that you can see.",
        "Check the address if you typed it. If you followed a link, what it led to may have been moved or may belong to"
        " another organization.",
    ),
    405: Wrong(
        "That does not work here",
        "The page cannot be opened this way, for example by reloading it after a form was sent. Nothing was changed.",
        "Go back to the page you came from and start from there.",
    ),
    409: Wrong(
        "That cannot be done now",
        "It does not fit what is recorded. Nothing was changed.",
        "Go back and reload the page to see what is recorded. Then try again.",
    ),
    413: Wrong(
        "That is too large",
        "You sent more than we can take at once. Nothing was kept.",
        "Send a smaller file: scan in black and white or at a lower resolution, or send the pages as separate files.",
    ),
    429: Wrong(
        "Too many tries",
        "There were too many tries in a short time. Nothing was changed.",
        "Wait a few minutes, then try again.",
    ),
    500: Wrong(
        "Something went wrong on our side",
        "The page could not be shown because of a fault in this product. What you sent may not have been saved.",
        "Try again in a few minutes. If it happens again, tell your system administrator when it happened and what you"
        " were doing.",
    ),
    503: Wrong(
        "Not available at the moment",
        "This product is starting, being updated, or cannot reach its database. Nothing was changed.",
        "Try again in a few minutes.",
    ),
}

BUSY = Wrong(
    "Too much at once",
    "",
    "Go back, then send the form again. In most browsers, what you typed is still there.",
)
NOT_FRESH = Wrong(
    "Your password is needed again",
    "You can do this only shortly after entering your password. Nothing was saved.",
    "Open this page in another tab and enter your password. Then come back to this tab and send the form again.",
)
TAMPERED = Wrong(
    "This file cannot be opened",
    "",
    "The log names the record. Nothing is shown until they know what happened.",
)


def page(status: int, wrong: Wrong | None = None) -> str:
    """The page for a status; one that has none of its own is said as the most general of its kind.

    Where the fault is ours, nothing is asked that could fail again: no user, no session, no context processor.
    """
    wrong = wrong or PAGES.get(status) or PAGES[OURS if status >= OURS else 400]
    template = current_app.jinja_env.get_template("errors/page.html")
    shown = ANONYMOUS if status >= OURS else face()
    return template.render(face=shown, wrong=wrong, status=status)


def register(app: Flask) -> None:
    """Answer every HTTP error and every unexpected one with its page, but where others say that they answer them."""
    app.extensions["says errors"] = {}  # by the beginning of the addresses below which they do

    @app.errorhandler(BusyError)
    def _put_off(error: BusyError) -> tuple[str, int]:
        return page(503, BUSY._replace(happened=str(error))), 503

    @app.after_request
    def _say_when(answer: Response) -> Response:
        """Of a page that a form is shown on again, because something did not come to its turn, too."""
        if "busy" in g and (answer.status_code < 300 or answer.status_code == 422 or answer.status_code >= OURS):
            answer.status_code = 503
            answer.headers["Retry-After"] = str(g.busy)
        return answer

    @app.errorhandler(TamperedError)
    def _keep_back(error: TamperedError) -> tuple[str, int]:
        return page(409, TAMPERED._replace(happened=str(error))), 409

    @app.errorhandler(OnboardingError)
    def _refuse(error: OnboardingError) -> tuple[str, int]:
        return page(409, PAGES[409]._replace(happened=str(error))), 409

    @app.errorhandler(HTTPException)
    def _answer(error: HTTPException) -> Response:
        for below, says in app.extensions["says errors"].items():
            if request.path.startswith(below) and error.response is None:
                said: Response = says(error)
                return said
        answer = make_response(error.get_response())
        if error.response is None and answer.status_code >= 400:
            answer.set_data(page(answer.status_code))
            answer.mimetype = "text/html"
        return answer
