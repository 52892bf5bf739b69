"""Plans of staffing: each beside today, by a link that stays; begun, changed, renamed and taken away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import look_ahead, staffing as known, what_ifs as found
from onboarding.rules.what_if import WhatIfKind
from onboarding.services import what_ifs as changes
from onboarding.web import ahead_words, staffing_words, what_if_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.time_splits import TakeAwayForm
from onboarding.web.forms.what_ifs import FORMS, ChangeForm, NameForm, OfSomebody, Seen
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, over, sent

views = Blueprint("what_ifs", __name__, url_prefix="/at/<organisation>/staffing/ahead/what-ifs")
KINDS = ", ".join(WhatIfKind)
View = Callable[..., str | Response]


def of_plan(view: View) -> View:
    """Have a view get the plan of its address. Of one that was taken away, the page that looks ahead says so."""

    @wraps(view)
    def loaded(scope: Scope, id: int, **parts: Any) -> str | Response:
        plan = scope.load(found.one, id)
        if plan.struck:
            says = f"The what-if “{plan.name}” was removed: {plan.because}"
            return over(url_for("look_ahead.index"), says)
        return view(scope, plan, **parts)

    return loaded


@views.route("/new", methods=["GET", "POST"])
@members(May.PLAN)
def new(scope: Scope) -> str | Response:
    """Begin a plan, by its name."""
    scope.only_cohe()
    form = NameForm()
    if done := sent(form, lambda: changes.save(actor(), scope.organisation, form.name.data)):
        return on_to(url_for("what_ifs.show", id=done.gave.key), "Saved. Now add what changes.")
    return render_template("what_ifs/name.html", form=form, plan=None)


@views.get("/<int:id>")
@members(May.READ_PLANS)
@of_plan
def show(scope: Scope, plan: Any) -> str:
    """The quarters ahead today and with the plan, side by side."""
    today, rulings = clock.today(), rulings_of(scope)
    recorded = known.recorded(scope.organisation)
    facts = look_ahead.facts_on(scope.organisation, recorded, rulings, today)
    numbers = rulings.in_force(today, scope.organisation.slug, None).numbers
    now = look_ahead.looked(scope.organisation, recorded, rulings, today)
    then = look_ahead.looked(scope.organisation, recorded, rulings, today, found.changes(plan, recorded))
    return render_template(
        "what_ifs/show.html",
        plan=plan,
        planned=[
            words.Shown(place, words.says(each, recorded), found.matters(each, recorded, facts.staff, numbers))
            for place, each in enumerate(found.planned(plan))
        ],
        now=now,
        then=then,
        quarters=list(zip(now.quarters, then.quarters, strict=True)),
        sides=words.sides(now, then),
        versions=found.versions(scope.organisation.id, plan.key),
        may_plan=scope.may(May.PLAN),
        today=today,
        words=words,
        ahead_words=ahead_words,
        staffing_words=staffing_words,
    )


@views.route("/<int:id>/name", methods=["GET", "POST"])
@members(May.PLAN)
@of_plan
def rename(scope: Scope, plan: Any) -> str | Response:
    """Give a plan another name."""
    form = NameForm(data={"name": plan.name, "seen": plan.id})

    def rename_it() -> Any:
        return changes.rename(actor(), scope.organisation, plan.key, form.name.data, form.seen.data or 0)

    if sent(form, rename_it, lambda: form.catch_up(plan.id)):
        return on_to(url_for("what_ifs.show", id=plan.key), "The name was changed.")
    return render_template("what_ifs/name.html", form=form, plan=plan)


@views.route(f"/<int:id>/<any({KINDS}):change>", methods=["GET", "POST"])
@members(May.PLAN)
@of_plan
def add(scope: Scope, plan: Any, change: str) -> str | Response:
    """Add a change of a kind."""
    kind = WhatIfKind(change)
    form = FORMS[kind](data={"seen": plan.id})
    _offer(scope, form)

    def put() -> Any:
        return changes.put(actor(), scope.organisation, plan.key, form.said, None, form.seen.data or 0)

    if sent(form, put, lambda: form.catch_up(plan.id)):
        return on_to(url_for("what_ifs.show", id=plan.key), "The change was added.")
    return render_template("what_ifs/change.html", form=form, plan=plan, title=words.BUTTONS[kind], place=None)


@views.route("/<int:id>/changes/<int:place>", methods=["GET", "POST"])
@members(May.PLAN)
@of_plan
def correct(scope: Scope, plan: Any, place: int) -> str | Response:
    """Put another change in the place of one."""
    planned = found.planned(plan)
    if place >= len(planned):
        raise NotFoundError
    said = planned[place]
    form = FORMS[said.kind](data={**said._asdict(), "person": str(said.person or ""), "seen": plan.id})
    _offer(scope, form)
    before = found.version(scope.organisation.id, plan.key, form.seen.data or 0)

    def put() -> Any:
        return changes.put(actor(), scope.organisation, plan.key, form.said, place, form.seen.data or 0)

    def catch_up() -> None:
        if before and found.planned(before)[place : place + 1] == [said]:  # else it is another change's place now
            form.catch_up(plan.id)

    if sent(form, put, catch_up):
        return on_to(url_for("what_ifs.show", id=plan.key), "The change was corrected.")
    return render_template("what_ifs/change.html", form=form, plan=plan, title=words.KINDS[said.kind], place=place)


@views.post("/<int:id>/changes/<int:place>/out")
@members(May.PLAN)
@of_plan
def take_out(scope: Scope, plan: Any, place: int) -> Response:
    """Take a change out of a plan."""
    form, back = Seen(), url_for("what_ifs.show", id=plan.key)
    try:
        if form.validate_on_submit():
            changes.take_out(actor(), scope.organisation, plan.key, place, form.seen.data or 0)
    except NotFoundError:
        raise
    except OnboardingError as error:
        return over(back, str(error))
    return on_to(back, "The change was taken out.")


@views.route("/<int:id>/strike", methods=["GET", "POST"])
@members(May.PLAN)
@of_plan
def strike(scope: Scope, plan: Any) -> str | Response:
    """Take a plan away, after asking why."""
    form = TakeAwayForm()
    if sent(form, lambda: changes.strike(actor(), scope.organisation, plan.key, form.because.data)):
        return on_to(url_for("look_ahead.index"), "The what-if was removed.")
    return render_template("what_ifs/strike.html", form=form, plan=plan)


def _offer(scope: Scope, form: ChangeForm) -> None:
    """Have the people to choose from, of whom it can be said."""
    if isinstance(form, OfSomebody):
        may: Any = found.unbillable if form.kind is WhatIfKind.BILLS else found.staying
        form.offer(may(known.recorded(scope.organisation), clock.today()))
