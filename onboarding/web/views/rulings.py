"""Rulings of a COHE: what is settled and what is open, its effect, L&I's answer, withdrawing."""

from typing import Any

from flask import Blueprint, Response as FileResponse, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import impact as effects, organisations, people, rulings as found
from onboarding.roles import StaffRole
from onboarding.rules import training
from onboarding.rules.rulebook import OpenQuestion
from onboarding.services import ruling_papers as papers, rulings as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import attachment
from onboarding.web.forms.people import TokenForm
from onboarding.web.forms.rulings import HIRES, PaperForm, RulingAnswerForm, RulingForm, WithdrawalForm
from onboarding.web.law import book, rulings_of
from onboarding.web.sent import on_to, over, sent
from onboarding.web.uploads import takes_files

views = Blueprint("rulings", __name__, url_prefix="/at/<organisation>/rulings")


@views.get("")
@members(May.READ_APPLICANTS)
def index(scope: Scope) -> str:
    """Every ruling of the COHE, and what is open or could be replaced."""
    scope.only_cohe()
    law = rulings_of(scope).in_force(clock.today(), scope.organisation.slug, None)
    rows = found.listed(scope.organisation.id)
    return render_template(
        "rulings/index.html", rows=rows, book=book(), law=law, may_rule=scope.may(May.RULE), says=_says
    )


@views.route("/new", methods=["GET", "POST"])
@members(May.RULE)
def new(scope: Scope) -> str | Response:
    """Record a ruling on the question or number named in the address."""
    scope.only_cohe()
    subject = found.subject(book(), request.args.get("settles", ""))
    if subject is None:
        return redirect(url_for("rulings.index", _anchor="open"))
    form = RulingForm()
    if isinstance(subject, OpenQuestion):
        form.ask_reading(subject)
    else:
        form.ask_value(subject)
    form.ask_whom(str(subject.id) in training.HANGS_ON)
    if done := sent(form, lambda: changes.propose(actor(), scope.organisation, book(), _facts(form, str(subject.id)))):
        recorded = "The ruling was recorded. It is not applied yet: look at its effect first."
        return on_to(url_for("rulings.show", id=done.gave.id), recorded)
    return render_template("rulings/new.html", form=form, subject=subject)


@views.get("/<int:id>")
@members(May.READ_APPLICANTS)
def show(scope: Scope, id: int) -> str:
    """One ruling; while it waits, with whose answers it would change."""
    return _shown(scope, scope.load(found.one, id), PaperForm(formdata=None))


@views.post("/<int:id>/papers")
@members(May.RULE)
@takes_files
def add_paper(scope: Scope, id: int) -> str | Response:
    """Add a file in which the ruling is written."""
    ruling, form = scope.load(found.one, id), PaperForm()
    if sent(form, lambda: _kept(ruling, form.file.data)):
        return on_to(url_for("rulings.show", id=id), "The paper was added.")
    ruling = scope.load(found.one, id)
    return _shown(scope, ruling, form)


def _kept(ruling: Any, file: Any) -> Any:
    return papers.add(actor(), ruling, file.read(), file.filename)


@views.get("/papers/<int:id>")
@members(May.READ_APPLICANTS)
def paper(scope: Scope, id: int) -> FileResponse:
    """The copy of a paper. That it was handed out is written to the trail."""
    row = scope.load(found.paper, id)
    return attachment(papers.hand_out(actor(), row), row.file_name)


def _shown(scope: Scope, ruling: Any, form: PaperForm) -> str:
    files, theirs = found.papers(ruling), organisations.contract_managers(scope.organisation)
    return render_template(
        "rulings/show.html",
        ruling=ruling,
        papers=files,
        needs_paper=_needs_paper(scope, ruling, files, theirs),
        form=form,
        says=_says(ruling),
        may_rule=scope.may(May.RULE),
        may_answer=scope.may(May.ANSWER_RULINGS),
        contract_managers=theirs,
    )


def _needs_paper(scope: Scope, ruling: Any, files: Any, contract_managers: Any) -> bool:
    """Whether this user cannot put the ruling in force before its paper is here."""
    theirs = bool(ruling.answer) or scope.user.id in {each.id for each in contract_managers}
    return ruling.state == "proposed" and not files and not theirs


@views.route("/<int:id>/answer", methods=["GET", "POST"])
@members(May.ANSWER_RULINGS)
def answer(scope: Scope, id: int) -> str | Response:
    """Say whether a ruling that the COHE applies is L&I's; one that is not is no longer applied."""
    ruling, form = scope.load(found.one, id), RulingAnswerForm()
    if not ruling.waits_for_lni:
        return over(
            url_for("rulings.show", id=id), "This ruling does not wait for an answer: it has one, or is not in force."
        )
    if done := sent(form, lambda: _answered(scope, id, form)):
        confirmed = "The ruling is confirmed as L&I's." if done.gave.confirmed else "The ruling is no longer applied."
        return on_to(url_for("rulings.show", id=id), confirmed)
    return render_template(
        "rulings/answer.html", form=form, ruling=ruling, says=_says(ruling), papers=found.papers(ruling)
    )


def _answered(scope: Scope, id: int, form: RulingAnswerForm) -> Any:
    if form.answer.data == "yes":
        return changes.confirm(actor(), scope.organisation, id)
    return changes.dispute(actor(), scope.organisation, book(), id, form.because.data)


@views.get("/<int:id>/effect")
@members(May.READ_APPLICANTS)
def effect(scope: Scope, id: int) -> str:
    """The next part of whose answers would change; asked for again and again until everybody was asked.

    Without a script, a page with a link to the next part.
    """
    ruling = scope.load(found.one, id)
    past = request.args.get("past", 0, type=int)
    on = found.effective_day(ruling, clock.today())
    after = found.with_change(scope.organisation, book(), ruling)
    who = people.seen(scope.may(May.READ_STAFF), clock.today())
    part = effects.part(scope.organisation, rulings_of(scope), after, on, past, who=who)
    so_far = effects.Tally(*(request.args.get(name, 0, type=int) for name in effects.Tally._fields))
    whole = "HX-Request" not in request.headers
    tally = so_far.and_of(part, clock.today())
    return render_template("rulings/effect.html", ruling=ruling, part=part, on=on, tally=tally, whole=whole)


@views.route("/<int:id>/confirm", methods=["GET", "POST"])
@members(May.RULE)
def confirm(scope: Scope, id: int) -> str | Response:
    """Put a ruling in force, after asking."""
    ruling, form = scope.load(found.one, id), TokenForm()
    theirs = organisations.contract_managers(scope.organisation)
    if _needs_paper(scope, ruling, found.papers(ruling), theirs):
        return over(url_for("rulings.show", id=id), "First add the letter or message from L&I.")
    if sent(form, lambda: changes.put_in_force(actor(), scope.organisation, book(), id)):
        return on_to(url_for("rulings.show", id=id), "The ruling is in force.")
    return render_template("rulings/confirm.html", form=form, ruling=ruling, says=_says(ruling))


@views.route("/<int:id>/withdraw", methods=["GET", "POST"])
@members(May.RULE)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Have a ruling no longer applied, with the reason."""
    ruling, form = scope.load(found.one, id), WithdrawalForm()
    if sent(form, lambda: changes.withdraw(actor(), scope.organisation, id, form.because.data)):
        return on_to(url_for("rulings.index"), "The ruling was withdrawn.")
    return render_template("rulings/withdraw.html", form=form, ruling=ruling, says=_says(ruling))


def _says(ruling: Any) -> found.Said:
    return found.says(book(), ruling)


def _facts(form: RulingForm, settles: str) -> changes.RulingFacts:
    if form.since.data is None:
        abort(400)
    role = StaffRole(form.role.data) if form.role.data else None
    reading = form.reading.data if "reading" in form else None
    value = form.exact if "value" in form else None
    hires_only = "holds_for" in form and form.holds_for.data == HIRES
    return changes.RulingFacts(
        settles, reading, value, form.since.data, role, form.by.data, form.reference.data, hires_only
    )
