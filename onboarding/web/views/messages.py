"""An organisation's messages: which wait, which went out, which could not, and what to do about those."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding.config import Mode
from onboarding.permissions import May
from onboarding.queries import messages as found
from onboarding.services import outbox
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.messages import FilterForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, sent

views = Blueprint("messages", __name__, url_prefix="/at/<organisation>/messages")


@views.get("")
@members(May.READ_MESSAGES)
def index(scope: Scope) -> str:
    """The list, those that were given up first."""
    asked = request.args.get("state", "")
    state = found.State(asked) if asked in {each.value for each in found.State} else None
    return render_template(
        "messages/index.html",
        found=found.listed(
            scope.organisation.id,
            state,
            request.args.get("page", 1, type=int),
            scope.may(May.READ_MESSAGES_ABOUT_PEOPLE),
        ),
        addressee=found.addressee,
        form=FilterForm(request.args),
        narrowed=state is not None,
        states=found.IN_WORDS,
        server=current_app.extensions["config"].mail is not None,
    )


@views.get("/<int:id>")
@members(May.READ_MESSAGES)
def show(scope: Scope, id: int) -> str:
    """One message. A link that signs somebody in is shown to nobody but its recipient, except where nothing is real."""
    message = _message(scope, id)
    hidden = message.secret and current_app.extensions["config"].mode is not Mode.SAMPLE
    may_change = scope.may(May.RESEND_MESSAGES)
    return render_template(
        "messages/show.html",
        message=message,
        addressee=found.addressee,
        hidden=hidden,
        may_change=may_change,
        states=found.IN_WORDS,
    )


@views.route("/<int:id>/retry", methods=["GET", "POST"])
@members(May.RESEND_MESSAGES)
def retry(scope: Scope, id: int) -> str | Response:
    """Send it again, after asking."""
    return _decided(scope, id, outbox.retry, "messages/retry.html", "The message will be sent again.")


@views.route("/<int:id>/withdraw", methods=["GET", "POST"])
@members(May.RESEND_MESSAGES)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Do not send it, after asking."""
    return _decided(scope, id, outbox.withdraw, "messages/withdraw.html", "The message will not be sent.")


def _message(scope: Scope, id: int) -> Any:
    """The message. Who only keeps accounts gets those about accounts: a letter tells what was decided of somebody."""
    return scope.load(found.one if scope.may(May.READ_MESSAGES_ABOUT_PEOPLE) else found.of_accounts, id)


def _decided(scope: Scope, id: int, do: Callable[..., None], template: str, said: str) -> str | Response:
    message, form = _message(scope, id), TokenForm()
    if sent(form, lambda: do(actor(), scope.organisation, id)):
        return on_to(url_for("messages.show", id=id), said)
    return render_template(template, form=form, message=message, addressee=found.addressee)
