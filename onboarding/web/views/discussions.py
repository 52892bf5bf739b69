"""The discussion with L&I that a quarter's claims require: its figures, and a note that is drafted, edited and kept."""

from typing import Any

from flask import Blueprint, Response as FileResponse, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError
from onboarding.packets.discussion import printed
from onboarding.permissions import May
from onboarding.queries import discussions as found, organisations
from onboarding.rules import discussion as rules
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Outcome
from onboarding.rules.wording import quarter as said
from onboarding.services import discussions as changes, taken, tampering
from onboarding.web import staffing_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.fields import show_again
from onboarding.web.forms.discussions import NoteForm, TakeBackForm
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, over, sent

views = Blueprint("discussions", __name__, url_prefix="/at/<organisation>/staffing/discussions/<quarter>")


@views.get("")
@members(May.READ_STAFFING)
def show(scope: Scope, quarter: str) -> str:
    """Whether the quarter is to be discussed, its figures, and the note, with what has changed since it was drafted."""
    of = _quarter(scope, quarter)
    notes, now = found.history(scope.organisation, of), _figures(scope, of)
    note = found.latest(scope.organisation, of)
    state = Outcome(now["discussion"]) if now else None
    return render_template(
        "discussions/show.html",
        of=of,
        note=note,
        earlier=[each for each in reversed(notes) if note is None or each.id != note.id],
        rows=rules.rows(now) if now else [],
        changed=rules.changed(note.figures, now or {}) if note else [],
        state=state,
        may_be=state in rules.MAY_BE,
        may_keep=scope.may(May.KEEP_STAFF),
        names=scope.may(May.READ_STAFF),
        to=organisations.contract_managers(scope.organisation),
        words=words,
    )


@views.route("/note", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def edit(scope: Scope, quarter: str) -> str | Response:
    """Write the note: from a draft where none is kept, or a new one is asked for; else from what is kept."""
    of = _quarter(scope, quarter)
    note, now = found.latest(scope.organisation, of), _figures(scope, of)
    where = url_for("discussions.show", quarter=of)
    if note is None and (now is None or Outcome(now["discussion"]) not in rules.MAY_BE):
        return over(where, f"{said(of)} needs no note, or its claims are not recorded.")
    anew = now is not None and (note is None or request.args.get("draft") == "1")
    begun = _begin(scope, of, note, now, anew)
    form = NoteForm(note is not None, data=begun)
    kept = form.text.data, form.held_on.data, form.drafted_from.data or "", form.seen.data or 0, form.why

    def catch_up() -> None:
        show_again(form.seen, begun["seen"])
        show_again(form.drafted_from, begun["drafted_from"])

    if sent(form, lambda: changes.keep(actor(), scope.organisation, of, *kept), catch_up):
        return on_to(where, "The note was saved. It was not sent to anybody.")
    return render_template("discussions/edit.html", form=form, of=of, note=note, rows=rules.rows(now or {}), anew=anew)


@views.route("/take-back", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, quarter: str) -> str | Response:
    """Take the note back, after asking why."""
    of = _quarter(scope, quarter)
    note, where = found.latest(scope.organisation, of), url_for("discussions.show", quarter=of)
    if note is None:
        return over(where, f"There is no note on {said(of)}.")
    form = TakeBackForm(data={"seen": note.id})
    seen, because = form.seen.data or 0, form.because.data
    if sent(
        form,
        lambda: changes.strike(actor(), scope.organisation, of, seen, because),
        lambda: show_again(form.seen, note.id),
    ):
        return on_to(where, "Taken back. The note stays readable.")
    return render_template("discussions/strike.html", form=form, of=of)


@views.get("/note.pdf")
@members(May.READ_STAFFING)
def paper(scope: Scope, quarter: str) -> FileResponse:
    """The note on paper, with the figures it was drafted from. That it was taken is an entry of the trail."""
    of = _quarter(scope, quarter)
    note = found.latest(scope.organisation, of)
    if note is None:
        raise NotFoundError
    tampering.refuse(note)
    changed = rules.changed(note.figures, _figures(scope, of) or {})
    to = [each.name for each in organisations.contract_managers(scope.organisation)]
    body = printed(note, of, scope.organisation.name, to, changed)
    taken.note_paper(actor(), scope.organisation, Action.DISCUSSION_TAKEN, str(of))
    return attachment(body, f"discussion-{of}.pdf", PDF)


def _quarter(scope: Scope, text: str) -> Quarter:
    scope.only_cohe()
    of = Quarter.parse(text)
    if of is None or of > Quarter.of(clock.today()):
        raise NotFoundError
    return of


def _figures(scope: Scope, of: Quarter) -> dict[str, Any] | None:
    return found.figures(scope.organisation, rulings_of(scope), of, clock.today())


def _begin(scope: Scope, of: Quarter, note: Any, now: dict[str, Any] | None, anew: bool) -> dict[str, Any]:
    """What the form begins with."""
    figures = now if anew or note is None else note.figures
    text = rules.draft(scope.organisation.name, of, figures or {}) if anew or note is None else note.text
    return {
        "text": text,
        "held_on": note.held_on if note else None,
        "drafted_from": found.digest(figures or {}),
        "seen": note.id if note else 0,
    }
