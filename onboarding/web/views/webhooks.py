"""Webhooks: the list, adding one, how one fares, and what can be done about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, session, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import rulings, webhooks as found
from onboarding.queries.webhook_kinds import KINDS, TEST, Kind
from onboarding.services import webhooks as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.people import TokenForm as ButtonForm
from onboarding.web.forms.webhooks import ChangeForm, SecretForm, WebhookForm
from onboarding.web.sent import on_to, over, sent

views = Blueprint("webhooks", __name__, url_prefix="/at/<organisation>/webhooks")
SOON = "The test is sent within seconds. Reload this page to see what was answered."
SHOWN_ONCE = "webhook_secret"  # the number of a secret that is to be shown: what opens it is our key
STATES = {
    found.State.WORKS: ("Works", "good"),
    found.State.FAILING: ("Failing", "waiting"),
    found.State.PAUSED: ("Paused", "plain"),
    found.State.STOPPED: ("Stopped", "bad"),
    found.State.ENDED: ("Ended", "plain"),
}
WORDS = {TEST: "A test", **{kind.value: told.words for kind, told in KINDS.items()}}


@views.get("")
@members(May.KEEP_TOKENS)
def index(scope: Scope) -> str:
    """The webhooks of the COHE, what needs somebody first."""
    scope.only_cohe()
    rows = found.listed(scope.organisation.id)
    return render_template("webhooks/index.html", rows=rows, states=STATES, may=bool(_offered(scope)))


@views.route("/new", methods=["GET", "POST"])
@members(May.KEEP_TOKENS, fresh=True)
def new(scope: Scope) -> str | Response:
    """Add one."""
    scope.only_cohe()
    form, offered = WebhookForm(), _offered(scope)
    form.offer(offered)
    made = sent(form, lambda: changes.add(actor(), scope.organisation, scope.user, form.url.data, form.chosen))
    if made:
        return _with_secret(scope, made.gave, "The webhook is ready.")
    return render_template("webhooks/new.html", form=form, offered=offered)


@views.get("/<int:id>")
@members(May.KEEP_TOKENS)
def show(scope: Scope, id: int) -> str:
    """How one fares, and what was tried of late; a new secret is shown once."""
    webhook = scope.load(found.one, id)
    return render_template(
        "webhooks/show.html",
        webhook=webhook,
        state=found.state(webhook),
        states=STATES,
        words=WORDS,
        why=found.WHY,
        tried=found.deliveries(webhook),
        new=_new(scope, webhook.id),
        may_change=bool(_offered(scope)),
    )


@views.route("/<int:id>/edit", methods=["GET", "POST"])
@members(May.KEEP_TOKENS, fresh=True)
def edit(scope: Scope, id: int) -> str | Response:
    """Have another address told, or of other kinds; the secret stays."""
    webhook, offered = scope.load(found.one, id), _offered(scope)
    back = url_for("webhooks.show", id=id)
    if webhook.ended_at:
        return over(back, "This webhook ended.")
    form = ChangeForm(data={"url": webhook.url, "kinds": webhook.kinds, "seen": changes.as_seen(webhook)})
    form.offer(offered)

    def do() -> None:
        changes.edit(actor(), scope.organisation, scope.user, id, form.url.data, form.chosen, form.seen.data)

    if sent(form, do, lambda: _catch_up(scope, id, form)):
        return on_to(back, "The webhook was changed. A new address gets a test within seconds.")
    return render_template("webhooks/edit.html", form=form, webhook=webhook, offered=offered)


def _catch_up(scope: Scope, id: int, form: ChangeForm) -> None:
    """Have the form carry how it is now."""
    form.seen.data = changes.as_seen(scope.load(found.one, id))


@views.route("/<int:id>/secret", methods=["GET", "POST"])
@members(May.KEEP_TOKENS, fresh=True)
def replace_secret(scope: Scope, id: int) -> str | Response:
    """Sign with another secret, after asking."""
    webhook, form = scope.load(found.one, id), SecretForm()
    if webhook.ended_at:
        return over(url_for("webhooks.show", id=id), "This webhook ended.")
    numbers = rulings.numbers(scope.organisation.id, clock.today())
    seen = form.seen.data or 0
    made = sent(form, lambda: changes.replace_secret(actor(), scope.organisation, id, seen, numbers))
    if made:
        return _with_secret(scope, made.gave, "The secret was replaced.")
    form.seen.data = found.secrets(webhook, clock.now())[0].id if not form.is_submitted() else seen
    hours = numbers.webhook_old_secret_hours
    return render_template("webhooks/secret.html", form=form, webhook=webhook, hours=hours)


@views.post("/<int:id>/test")
@members(May.KEEP_TOKENS)
def test(scope: Scope, id: int) -> Response:
    """Have a test sent."""
    return _done(scope, id, changes.ask_test, SOON)


@views.post("/<int:id>/pause")
@members(May.KEEP_TOKENS)
def pause(scope: Scope, id: int) -> Response:
    """Send nothing for now."""
    return _done(scope, id, changes.pause, "Nothing is sent there until you resume it.")


@views.post("/<int:id>/resume")
@members(May.KEEP_TOKENS)
def resume(scope: Scope, id: int) -> Response:
    """Go on where it stopped."""
    return _done(scope, id, changes.resume, "The webhook goes on where it stopped.")


@views.route("/<int:id>/end", methods=["GET", "POST"])
@members(May.KEEP_TOKENS, fresh=True)
def end(scope: Scope, id: int) -> str | Response:
    """Never send anything there again, after asking."""
    webhook, form = scope.load(found.one, id), ButtonForm()
    if webhook.ended_at:
        return over(url_for("webhooks.index"), "This webhook ended already.")
    if sent(form, lambda: changes.end(actor(), scope.organisation, id)):
        return on_to(url_for("webhooks.index"), "The webhook ended. Nothing is sent there any more.")
    return render_template("webhooks/end.html", form=form, webhook=webhook)


def _done(scope: Scope, id: int, do: Callable[..., None], says: str) -> Response:
    """Do what a button of the page asks for, and back to it."""
    scope.load(found.one, id)
    form, back = ButtonForm(), url_for("webhooks.show", id=id)
    if sent(form, lambda: do(actor(), scope.organisation, id)):
        return on_to(back, says)
    return over(back, " ".join(form.form_errors))


def _offered(scope: Scope) -> list[Kind]:
    return changes.offered(scope.organisation, scope.user)


def _with_secret(scope: Scope, secret: Any, says: str) -> Response:
    """On to the page of the webhook, which shows the new secret."""
    session[SHOWN_ONCE] = [scope.organisation.id, secret.id]
    return on_to(url_for("webhooks.show", id=secret.webhook_id), says)


def _new(scope: Scope, id: int) -> str | None:
    """The secret that was made just now, which no page shows again."""
    organisation_id, secret_id = session.get(SHOWN_ONCE) or (None, 0)
    shown = changes.shown(scope.organisation, secret_id) if organisation_id == scope.organisation.id else None
    if shown is None or shown[0] != id:
        return None
    del session[SHOWN_ONCE]
    return shown[1]
