"""Determining an application: one person recommends, another decides; asking for more; printing; reopening."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response as FileResponse, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.packets.determined import page as printed
from onboarding.permissions import May
from onboarding.queries import (
    applications,
    determinations as found,
    hiring,
    history as histories,
    letters,
    reminders,
    rests,
)
from onboarding.queries.determinations import Decided, Move
from onboarding.rules.ladder import Ladder
from onboarding.services import determinations as changes, information, tampering
from onboarding.web import history as told
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.forms.determinations import DecideForm, RecommendForm, SettleForm, WhyForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person, the_person_read
from onboarding.web.sent import on_to, sent

views = Blueprint("determinations", __name__, url_prefix="/at/<organisation>/people/<int:id>/determination")


@views.get("")
@members(May.READ_APPLICANTS)
def show(scope: Scope, id: int) -> str:
    """Where the application stands, what was recommended and decided, and whose move it is."""
    return _page(scope, id)


@views.post("/recommend")
@members(May.SCREEN)
def recommend(scope: Scope, id: int) -> str | Response:
    """Recommend, freezing what it rests on."""
    person, form = the_person(scope, id), RecommendForm()

    def act() -> None:
        what = Decided(form.recommends.data)
        changes.recommend(actor(), person, lambda: _rests(scope, person), what, form.why.data)

    return _after(scope, id, form, act, "It was recommended. Somebody else decides now.", recommending=form)


@views.post("/decide")
@members(May.DECIDE)
def decide(scope: Scope, id: int) -> str | Response:
    """Decide on the recommendation that waits, as somebody else than who made it."""
    person, form = the_person(scope, id), DecideForm()

    def act() -> None:
        what, items = Decided(form.decision.data), (form.items.data or "").splitlines()
        number, because = form.recommendation.data or 0, form.because.data
        changes.decide(actor(), person, number, what, because, lambda: _rests(scope, person), items)

    return _after(scope, id, form, act, "The decision was recorded.", deciding=form)


@views.route("/withdraw", methods=["GET", "POST"])
@members(May.SCREEN)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Record that the applicant withdrew."""
    return _why(scope, id, "Record that the applicant withdrew", changes.withdraw)


@views.route("/reopen", methods=["GET", "POST"])
@members(May.DECIDE)
def reopen(scope: Scope, id: int) -> str | Response:
    """Look at a determination again, as the applicant asked."""
    return _why(scope, id, "Reopen the application", changes.reopen)


@views.route("/items/<int:item>/settle", methods=["GET", "POST"])
@members(May.SCREEN)
def settle(scope: Scope, id: int, item: int) -> str | Response:
    """Say that something that was asked for came, or is no longer needed."""
    person, asked, form = the_person(scope, id), scope.load(found.item, item), SettleForm()
    if asked.person_id != person.id:
        raise NotFoundError
    if sent(form, lambda: information.settle(actor(), scope.organisation, item, form.how.data)):
        return on_to(url_for("determinations.show", id=id), "Marked as settled.")
    return render_template("determinations/settle.html", person=person, asked=asked, form=form)


@views.get("/<int:number>.pdf")
@members(May.READ_APPLICANTS)
def paper(scope: Scope, id: int, number: int) -> FileResponse:
    """A determination as one page, from its frozen record alone."""
    person = the_person_read(scope, id).person
    row = next((each for each in found.recommendations(person) if each.number == number), None)
    if row is None or row.determination is None:
        raise NotFoundError
    tampering.refuse(row, row.determination)
    return attachment(printed(row, scope.organisation.name), f"determination-{id}-{number}.pdf", PDF)


def _rests(scope: Scope, person: Any) -> dict[str, Any]:
    return rests.on(scope.organisation, person, rulings_of(scope), clock.today())


def _at_hire(scope: Scope, person: Any) -> dict[str, Any] | None:
    """The answer as of the first day in the role, from what is recorded now; None of who was not hired."""
    if person.posting is None:
        return None
    found: dict[str, Any] = rests.on(scope.organisation, person, rulings_of(scope), person.posting.hired_on)["answer"]
    return found


def _after(scope: Scope, id: int, form: Any, act: Callable[[], None], says: str, **shown: Any) -> str | Response:
    if sent(form, act):
        return on_to(url_for("determinations.show", id=id), says)
    return _page(scope, id, **shown)


def _why(scope: Scope, id: int, heading: str, act: Callable[..., Any]) -> str | Response:
    person, form = the_person(scope, id), WhyForm()
    if sent(form, lambda: act(actor(), person, form.why.data)):
        return on_to(url_for("determinations.show", id=id), "Recorded.")
    return render_template("determinations/why.html", person=person, form=form, heading=heading)


def _page(scope: Scope, id: int, recommending: Any = None, deciding: Any = None) -> str:
    person = the_person(scope, id)
    rows, standing = found.recommendations(person), found.move_of(person)
    waiting = rows[0] if rows and standing is Move.RECOMMENDED else None
    rests_on = _rests(scope, person)
    may_decide = (
        waiting is not None
        and scope.may(May.DECIDE)
        and scope.user.id not in (waiting.recommended_by_id, person.user_id)
    )
    latest, past = found.latest(person), histories.of(person, kinds=histories.DETERMINATION)
    line, empty = applications.of(person), not (rests_on["facts"]["work"] or rests_on["facts"]["education"])
    may_recommend = standing is Move.OPEN and scope.may(May.SCREEN) and not empty
    return render_template(
        "determinations/show.html",
        person=person,
        standing=standing,
        state=line.state if line else applications.State.EMPTY,
        states=applications.STATES,
        nothing_entered=empty,
        may_enter=standing is Move.OPEN and scope.may(May.SCREEN),
        rows=rows,
        waiting=waiting,
        latest=latest,
        letters=letters.about(latest) if latest else (),
        may_write=scope.may(May.DECIDE) and letters.can_be_about(person) is not None,
        asked=found.asked_for(person),
        times=reminders.times(Ladder.INFORMATION, person.organisation_id, person.id),
        answer=rests_on["answer"],
        at_hire=_at_hire(scope, person),
        recommending=(recommending or RecommendForm()) if may_recommend else recommending,
        deciding=_deciding(deciding, waiting.id, empty) if may_decide and waiting else deciding,
        may_withdraw=standing is not Move.DECIDED and scope.may(May.SCREEN),
        may_reopen=standing is Move.DECIDED and scope.may(May.DECIDE),
        may_settle=scope.may(May.SCREEN),
        may_hire=scope.may(May.HIRE) and bool(hiring.roles_open_to(person)),
        events=told.told(past),
        more_happened=past.before is not None,
        scope=scope,
    )


def _deciding(form: Any, waiting: int, empty: bool) -> Any:
    """The form to decide by. Of an application with nothing in it nothing can be decided; more can be asked for."""
    form = form or DecideForm(recommendation=waiting)
    if empty:
        form.decision.choices = [each for each in form.decision.choices if each.value == Decided.MORE_INFORMATION]
    return form
