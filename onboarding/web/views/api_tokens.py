"""Tokens by which programs use the API: the list, making and revoking one; and the page that says what they can do."""

from flask import Blueprint, current_app, render_template, session, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import SCOPES_IN_WORDS, May
from onboarding.queries import api_tokens as found, rulings
from onboarding.roles import OrganisationKind, Role
from onboarding.services import api_tokens as changes
from onboarding.web.access import Scope, actor, anyone, members
from onboarding.web.forms.api_tokens import TokenForm
from onboarding.web.forms.people import TokenForm as ButtonForm
from onboarding.web.sent import on_to, over, sent

views = Blueprint("api_tokens", __name__)
AT = "/at/<organisation>/api-tokens"
SHOWN_ONCE = "api_token"  # what a visit keeps of a new token until it is shown: nothing that opens it without our key
STATES = {
    found.State.WORKS: ("Works", "good"),
    found.State.EXPIRED: ("Expired", "plain"),
    found.State.REVOKED: ("Revoked", "plain"),
    found.State.MAKER_LEFT: ("Maker left", "bad"),
}


@views.get(AT)
@members(May.KEEP_TOKENS, at_lni=May.KEEP_LNI_TOKENS)
def index(scope: Scope) -> str:
    """The tokens of the organisation; a new one is shown once."""
    now = clock.now()
    return render_template(
        "api_tokens/index.html",
        rows=found.listed(scope.organisation.id, now),
        new=_new(scope),
        states=STATES,
        words=SCOPES_IN_WORDS,
        webhooks=scope.organisation.kind is OrganisationKind.COHE,
    )


@views.route(f"{AT}/new", methods=["GET", "POST"])
@members(May.KEEP_TOKENS, at_lni=May.KEEP_LNI_TOKENS, fresh=True)
def new(scope: Scope) -> str | Response:
    """Make a token."""
    form, numbers = TokenForm(), rulings.numbers(scope.organisation.id, clock.today())
    form.offer(found.roles_for(scope.organisation, scope.roles), numbers.api_token_days)
    made = sent(
        form,
        lambda: changes.make(
            actor(),
            scope.organisation,
            scope.user,
            form.name.data,
            Role(form.role.data),
            form.chosen,
            form.days.data,
            numbers,
        ),
    )
    if made:
        session[SHOWN_ONCE] = [scope.organisation.id, made.gave]
        return on_to(url_for("api_tokens.index"), "The token is ready.")
    return render_template("api_tokens/new.html", form=form)


@views.route(f"{AT}/<int:id>/revoke", methods=["GET", "POST"])
@members(May.KEEP_TOKENS, at_lni=May.KEEP_LNI_TOKENS, fresh=True)
def revoke(scope: Scope, id: int) -> str | Response:
    """Have a token open nothing any more, after asking."""
    token, form = scope.load(found.one, id), ButtonForm()
    if token.revoked_at:
        return over(url_for("api_tokens.index"), f"The token {token.name} was revoked already.")
    if sent(form, lambda: changes.revoke(actor(), scope.organisation, id)):
        return on_to(url_for("api_tokens.index"), f"The token {token.name} no longer works.")
    return render_template("api_tokens/revoke.html", form=form, token=token)


@views.get("/api-docs")
@anyone
def docs() -> str:
    """What programs can do, each operation as it is declared: nothing of anybody's is in it."""
    described = current_app.extensions["api"]["description"]()
    nouns: dict[str, list[tuple[str, str, dict[str, object]]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            nouns.setdefault(operation["tags"][0], []).append((method.upper(), path, operation))
    return render_template("api_tokens/docs.html", nouns=nouns, schemas=described["components"]["schemas"])


def _new(scope: Scope) -> str | None:
    """The token that was made just now, which no page shows again."""
    organisation_id, nonce = session.get(SHOWN_ONCE) or (None, "")
    if organisation_id != scope.organisation.id:
        return None
    del session[SHOWN_ONCE]
    return changes.secret_of(nonce)
