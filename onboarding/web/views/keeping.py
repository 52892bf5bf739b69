"""Keeping and erasing: legal holds, and erasing a person as two people together."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import determinations, facts, keeping as found, people
from onboarding.rules.retention import RetentionFinding, keep
from onboarding.rules.wording import count
from onboarding.services import erasures, holds
from onboarding.services.going import IN_WORDS
from onboarding.web.access import Scope, actor, members
from onboarding.web.filters import day
from onboarding.web.forms.keeping import ConfirmationForm, ErasureForm, HoldForm, LiftForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, over, sent

views = Blueprint("keeping", __name__, url_prefix="/at/<organisation>")


@views.get("/holds")
@members(May.READ_HOLDS)
def index(scope: Scope) -> str:
    """The holds of the organisation, those that hold first."""
    scope.only_cohe()
    return render_template(
        "keeping/index.html", holds=found.holds(scope.organisation.id), may_hold=scope.may(May.HOLD), scope=scope
    )


@views.route("/holds/new", methods=["GET", "POST"])
@members(May.HOLD)
def hold_all(scope: Scope) -> str | Response:
    """Hold everything of the organisation."""
    scope.only_cohe()
    form = HoldForm()
    if sent(form, lambda: holds.place(actor(), scope.organisation, None, form.because.data)):
        return on_to(url_for("keeping.index"), "All records here are on hold. Nothing can be erased.")
    return render_template("keeping/hold.html", form=form, person=None)


@views.route("/people/<int:id>/hold", methods=["GET", "POST"])
@members(May.ERASE)
def hold(scope: Scope, id: int) -> str | Response:
    """Hold everything about one person."""
    person, form = scope.load(people.one, id), HoldForm()
    if sent(form, lambda: holds.place(actor(), scope.organisation, person, form.because.data)):
        return on_to(url_for("keeping.index"), f"Nothing about {person.name} can be erased now.")
    return render_template("keeping/hold.html", form=form, person=person)


@views.route("/holds/<int:id>/lift", methods=["GET", "POST"])
@members(May.HOLD, fresh=True)
def lift(scope: Scope, id: int) -> str | Response:
    """Ask for the end of a hold, with the reason; or end it, where somebody else asked."""
    hold = scope.load(found.hold, id)
    if hold.lifted_at:
        return _ended(hold)
    waiting = found.open_lifting(hold)
    asks = "because" in request.form if request.method == "POST" else waiting is None
    form = LiftForm() if asks else TokenForm()
    if not asks and sent(form, lambda: holds.lift(actor(), scope.organisation, id)):
        return on_to(url_for("keeping.index"), "The hold was lifted.")
    if asks and sent(form, lambda: holds.ask_to_lift(actor(), scope.organisation, id, form.because.data)):
        asked = "You asked to lift the hold. Somebody else has to lift it."
        return on_to(url_for("keeping.index"), asked)
    own = waiting is not None and waiting.asked_by_id == scope.user.id
    return render_template("keeping/lift.html", form=form, hold=hold, waiting=waiting, own=own)


@views.route("/holds/<int:id>/keep", methods=["GET", "POST"])
@members(May.HOLD)
def keep_hold(scope: Scope, id: int) -> str | Response:
    """Take back that a hold is to end, after asking."""
    hold, form = scope.load(found.hold, id), TokenForm()
    if hold.lifted_at:
        return _ended(hold)
    if found.open_lifting(hold) is None:
        return over(url_for("keeping.index"), "Nobody asks for the end of this hold. It goes on.")
    if sent(form, lambda: holds.withdraw_lifting(actor(), scope.organisation, id)):
        return on_to(url_for("keeping.index"), "The hold stays in force.")
    return render_template("keeping/keep.html", form=form, hold=hold)


@views.route("/people/<int:id>/erasure", methods=["GET", "POST"])
@members(May.ERASE)
def erasure(scope: Scope, id: int) -> str | Response:
    """What erasing a person would take away; asking for it."""
    person, form = scope.load(people.one, id), ErasureForm()
    waiting = found.open_erasure(scope.organisation.id, id)
    if sent(form, lambda: erasures.ask(actor(), person, form.because.data)):
        return on_to(
            url_for("keeping.erasure", id=id),
            "You asked for the erasure. Somebody else has to confirm it.",
        )
    return render_template(
        "keeping/erasure.html",
        form=form,
        person=person,
        waiting=waiting,
        erased=found.was_erased(scope.organisation.id, id),
        holds=found.holds_on(scope.organisation.id, id),
        goes=_goes(erasures.preview(person)),
        own=waiting is not None and waiting.asked_by_id == scope.user.id,
        kept=_kept(scope, person),
    )


@views.route("/people/<int:id>/erasure/withdraw", methods=["GET", "POST"])
@members(May.HOLD)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Take the question back, after asking."""
    person, form = scope.load(people.one, id), TokenForm()
    if found.open_erasure(scope.organisation.id, id) is None:
        return _nothing_to_erase(scope, person)
    if sent(form, lambda: erasures.withdraw(actor(), scope.organisation, id)):
        return on_to(url_for("home.index"), "The erasure was canceled.")
    return render_template("keeping/withdraw.html", form=form, person=person)


@views.route("/people/<int:id>/erasure/confirm", methods=["GET", "POST"])
@members(May.HOLD, fresh=True)
def confirm(scope: Scope, id: int) -> str | Response:
    """Erase, as somebody else than who asked, after looking at what goes."""
    person, form = scope.load(people.one, id), ConfirmationForm()
    waiting = found.open_erasure(scope.organisation.id, id)
    if waiting is None:
        return _nothing_to_erase(scope, person)
    if sent(form, lambda: erasures.confirm(actor(), scope.organisation, id)):
        return on_to(url_for("home.index"), "The person was erased. The files will be gone within a few minutes.")
    return render_template(
        "keeping/confirm.html", form=form, person=person, waiting=waiting, goes=_goes(erasures.preview(person))
    )


def _ended(hold: Any) -> Response:
    return over(url_for("keeping.index"), f"This hold ended on {day(clock.day_of(hold.lifted_at))}.")


def _nothing_to_erase(scope: Scope, person: Any) -> Response:
    erased = found.was_erased(scope.organisation.id, person.id)
    says = "This person was erased already." if erased else f"Nobody asks for the erasure of {person.name}."
    return over(url_for("home.index"), f"{says} Nothing was changed.")


def _kept(scope: Scope, person: Any) -> RetentionFinding:
    """How long the rules have the records kept."""
    law = rulings_of(scope).in_force(clock.today(), scope.organisation.slug, None)
    return keep(facts.retained(person, determinations.latest(person)), law)


def _goes(preview: erasures.Preview) -> list[str]:
    """What goes, in words, with how many there are."""
    counted = [count(number, *IN_WORDS[table]) for table, number in preview.rows.items() if number]
    return [*counted, *([count(preview.messages, "message")] if preview.messages else [])]
