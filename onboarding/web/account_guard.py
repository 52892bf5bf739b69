"""Around every request for an account: what is sent comes from a page of ours, and an answer leads to one of ours.

Flask-Security decides what happens in between. It lets `next` be any address of this host, and says in an ordinary page
that something was tried too often; here neither does.
"""

import re

from flask import Flask, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException

from onboarding.services import accounts

# Blueprints.
OURS = frozenset({"security", "account", "sign_on", "passkeys", "passkey_sign_in", "invitations", "references"})
WITH_A_SECRET = frozenset(
    {
        "invitations.show",
        "sign_on.invitation",
        "references.answer",
        "sign_offs.answer",
        "security.reset_password",
        "security.two_factor_setup_validate",
    }
)
# A path of ours and a query: no second slash or dot at the start of a part, no sign that a browser reads as a slash.
LOCAL = re.compile(r"(?:/|(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?)(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?")


def local(address: str) -> bool:
    """Whether an address is a page of this product, however leniently a browser reads it."""
    return LOCAL.fullmatch(address) is not None


def register(app: Flask) -> None:
    """Look at every request for an account, and at its answer."""

    @app.before_request
    def _take() -> None:
        if request.blueprint not in OURS:
            return
        request.args = _with_local_next(request.args)
        request.form = _with_local_next(request.form)

    handle = app.handle_user_exception

    def _undo(error: Exception) -> ResponseReturnValue | HTTPException:
        accounts.undo()  # the library has promised to commit when the request is over, whatever became of it
        return handle(error)

    app.handle_user_exception = _undo  # type: ignore[method-assign, assignment]

    @app.after_request
    def _answer(response: Response) -> Response:
        if request.blueprint in OURS and response.location and not local(response.location):
            response.location = "/"
        if g.get("first_factor") and response.location:
            response.location = url_for("security.mf_recovery_codes")
        if request.endpoint in WITH_A_SECRET:
            response.headers["Referrer-Policy"] = "no-referrer"  # the address of the page holds the secret
        if g.get("wait") and response.status_code == 200:
            response.status_code = 429
            response.headers["Retry-After"] = str(g.wait)
        return response


def _with_local_next(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict((name, value) for name, value in sent.items(multi=True) if name != "next" or local(value))
