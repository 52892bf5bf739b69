"""Asking somebody to cover for who is away: by a manager; and the answer, on the pages of who was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import absences as away, cover_requests as found, people
from onboarding.queries.cover_requests import State
from onboarding.rules.wording import listed
from onboarding.services import cover_requests as changes
from onboarding.web import filters
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.absences import CoverForm
from onboarding.web.forms.cover_requests import YES, AnswerForm
from onboarding.web.person import entry_of, the_worker
from onboarding.web.sent import on_to, over, sent
from onboarding.web.staffing_words import COVER as TONES

views = Blueprint("cover_requests", __name__, url_prefix="/at/<organisation>")


@views.route("/people/<int:id>/absences/<int:entry>/ask", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def ask(scope: Scope, id: int, entry: int) -> str | Response:
    """Ask somebody to cover on days of an absence."""
    person, row = the_worker(scope, id), entry_of(scope, away.one, id, entry)
    form = CoverForm(data={"first_on": max(row.first_on, clock.today()), "last_on": row.last_on})
    form.by.label.text = "Who is asked"
    others = away.who_can_cover(person, row.first_on)
    can, busy = found.with_account(others), away.held(scope.organisation.id, [each.id for each in others])[0]
    form.by.choices = [
        SelectChoice("", "Choose"),
        *(SelectChoice(str(each.id), _called(each, row, busy)) for each in others if each.id in can),
    ]
    if sent(form, lambda: _asked(scope, id, form)):
        return on_to(url_for("absences.show", id=id), "The request was sent. The days count as covered once accepted.")
    return render_template(
        "cover_requests/ask.html",
        person=person,
        form=form,
        row=row,
        can=can,
        cannot=[each for each in others if each.id not in can],
    )


@views.route("/people/<int:id>/cover-requests/<int:entry>/withdraw", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def withdraw(scope: Scope, id: int, entry: int) -> str | Response:
    """Ask somebody no longer, after asking."""
    person, row, form = the_worker(scope, id), entry_of(scope, found.one, id, entry), FlaskForm()
    back = url_for("absences.show", id=id)
    if row.answered is not None and not form.is_submitted():
        return over(back, f"This request was {found.IN_WORDS[State(row.answered.value)]} already.")
    if sent(form, lambda: changes.withdraw(actor(), person, entry)):
        return on_to(back, f"{row.asked.name} is no longer asked.")
    return render_template("cover_requests/withdraw.html", person=person, form=form, row=row)


@views.get("/cover")
@members(May.ANSWER_COVER)
def mine(scope: Scope) -> str:
    """For whom the user was asked to cover, and for whom they cover."""
    scope.only_cohe()
    person, today = people.own(scope.organisation.id, scope.user.id), clock.today()
    return render_template(
        "cover_requests/mine.html",
        person=person,
        rows=sorted(found.asked_of(person, today), key=lambda each: each.state is not State.OPEN) if person else [],
        covers=[each for each in away.covered_by(person) if each.last_on >= today] if person else [],
        words=found.IN_WORDS,
        tones=TONES,
        today=today,
    )


@views.route("/cover/<int:id>", methods=["GET", "POST"])
@members(May.ANSWER_COVER)
def answer(scope: Scope, id: int) -> str | Response:
    """Accept to cover, or decline and say why."""
    person, row, form = people.own(scope.organisation.id, scope.user.id), scope.load(found.one, id), AnswerForm()
    if person is None or row.asked_id != person.id:
        raise NotFoundError
    (asked,) = found.stands([row], clock.today())
    if asked.state is not State.OPEN and not form.is_submitted():
        return over(url_for("cover_requests.mine"), f"There is nothing to answer: {found.IN_WORDS[asked.state]}.")
    if not asked.away:
        del form.though_away
    if sent(form, lambda: _answered(person, id, form)):
        says = "You cover on these days." if form.answer.data == YES else "You declined. Your manager was told."
        return on_to(url_for("cover_requests.mine"), says)
    return render_template("cover_requests/answer.html", form=form, asked=asked, row=row)


def _called(person: Any, row: Any, busy: Mapping[int, Sequence[Any]]) -> str:
    """Whom one can choose, with when they are away too."""
    both = [f"{filters.short_day(first)} to {filters.short_day(last)}" for first, last in _common(person, row, busy)]
    return f"{person.name}, away too {listed(both)}" if both else str(person.name)


def _common(person: Any, row: Any, busy: Mapping[int, Sequence[Any]]) -> Sequence[Any]:
    return found.common(row, busy.get(person.id, ()))


def _asked(scope: Scope, id: int, form: CoverForm) -> Any:
    if form.by.data is None:
        raise OnboardingError("Choose who is asked.", "by")
    by = scope.load(people.one, form.by.data)
    return changes.ask(actor(), the_worker(scope, id), by, form.days)


def _answered(person: Any, id: int, form: AnswerForm) -> None:
    if form.answer.data == YES:
        changes.accept(actor(), person, id, bool(form.though_away and form.though_away.data))
    else:
        changes.decline(actor(), person, id, form.because.data)
