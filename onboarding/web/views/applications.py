"""Applicants: the list by state, answer and days of waiting, as a file, screened again; and who will qualify when."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from onboarding import clock
from onboarding.actions import Action
from onboarding.formats.tables.writing import Value
from onboarding.permissions import May
from onboarding.queries import applications as found, owners, people
from onboarding.queries.applications import STATES, Filters, ListedApplicant, Order, State
from onboarding.roles import StaffRole
from onboarding.rules.wording import count
from onboarding.services import applications as changes
from onboarding.web.access import Scope, members
from onboarding.web.addresses import HIGHEST, asked_page, asked_word
from onboarding.web.filters import role
from onboarding.web.forms.applications import OUTCOMES, UNDER_WAY, FilterForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.law import book
from onboarding.web.lists_out import as_file

views = Blueprint("applications", __name__, url_prefix="/at/<organisation>/applicants")
PART = 200  # people screened again at once
HEADINGS = ("Number", "Name", "Applied for", "Applied on", "State", "Since", "Days in this state", "Owner",
            "As stated", "As verified", "Qualifies as assistant", "Experience of an HSC from",
            "Screened as of")  # fmt: skip


@views.get("")
@members(May.READ_APPLICANTS)
def index(scope: Scope) -> str:
    """The applicants, those who wait longest first, narrowed by what the address asks for."""
    scope.only_cohe()
    today, form, asked = clock.today(), FilterForm(request.args), _asked()
    form.offer(owners.candidates(scope.organisation.id))
    form.validate()
    lines = found.listed(scope.organisation.id, asked, today)
    return render_template(
        "applications/index.html",
        lines=lines,
        asked=asked,
        form=form,
        states=STATES,
        days={line.person.id: found.days_waiting(line.application, today) for line in lines.rows},
        owners=owners.named(scope.organisation.id, [line.person.id for line in lines.rows]),
        due=found.due(scope.organisation.id, today, book()),
        narrowed=bool(_narrowing()),
        token=TokenForm(),
        scope=scope,
        may_screen=scope.may(May.SCREEN),
        narrowing=_narrowing(),
    )


@views.get("/watch")
@members(May.READ_APPLICANTS)
def watch(scope: Scope) -> str:
    """Who does not have the experience of an HSC yet, with the day from which they will."""
    scope.only_cohe()
    today, page = clock.today(), asked_page()
    lines = found.watched(scope.organisation.id, today, page, scope.may(May.READ_STAFF))
    stages = {line.person.id: people.stage_on(line.person, today) for line in lines.rows}
    return render_template("applications/watch.html", lines=lines, stages=stages, today=today)


@views.get("/applicants.<any(csv, xlsx):kind>")
@members(May.READ_APPLICANTS)
def export(scope: Scope, kind: str) -> Response:
    """The list as it is narrowed and ordered, whole, as a file. That it was taken is an entry of the trail."""
    scope.only_cohe()
    today = clock.today()
    lines = found.every(scope.organisation.id, _asked(), today)
    named = owners.named(scope.organisation.id)
    rows = [_row(line, found.days_waiting(line.application, today), named.get(line.person.id)) for line in lines]
    return as_file(scope, Action.APPLICANTS_EXPORTED, kind, HEADINGS, rows)


@views.route("/screen-again", methods=["GET", "POST"])
@members(May.SCREEN)
def screen_again(scope: Scope) -> str | BaseResponse:
    """Screen the narrowed list, or those chosen in it, again: a part at a time, telling whose answers changed."""
    scope.only_cohe()
    form, chosen = TokenForm(), request.form.getlist("id", type=int)
    if not form.validate_on_submit():
        return redirect(url_for("applications.index", **_narrowing()))
    if "all" in request.form:
        return _next_part(scope, form)
    if chosen:
        rows = scope.load_all(found.several, chosen)
        changed = changes.recompute([person.id for person in rows])
        again, answers = count(len(rows), "person was", "people were"), count(len(changed), "answer")
        flash(f"{again} screened again. {answers if changed else 'No answer'} changed.", "success")
    else:
        flash("Choose applicants first, or screen all applicants again.", "error")
    return redirect(url_for("applications.index", **_narrowing(), **_place()))


def _next_part(scope: Scope, form: TokenForm) -> str:
    past, done = (request.form.get(name, 0, type=int) for name in ("past", "done"))
    today, asked = clock.today(), _asked()
    total = request.form.get("total", type=int) or found.count(scope.organisation.id, asked, today)
    ids = found.part(scope.organisation.id, asked, today, past, PART)
    changed = changes.recompute(ids)
    return render_template(
        "applications/part.html" if "HX-Request" in request.headers else "applications/screened.html",
        changed=changed,
        done=done + len(ids),
        total=max(total, done + len(ids)),
        all_changed=request.form.get("changed", 0, type=int) + len(changed),
        past=ids[-1] if len(ids) == PART else None,
        narrowing=_narrowing(),
        form=form,
    )


def _row(line: ListedApplicant, days: int, owner: Any) -> list[Value]:
    person, application = line.person, line.application
    return [
        person.id,
        person.name,
        role(line.role),
        person.applied_on,
        STATES[application.state],
        clock.day_of(application.since),
        days,
        owner.name if owner else None,
        OUTCOMES.get(application.claimed or ""),
        OUTCOMES.get(application.verified or ""),
        application.also_assistant,
        application.met_from,
        application.as_of,
    ]


def _narrowing() -> dict[str, Any]:
    """What of the address narrows the list."""
    names = ("q", "state", "role", "claimed", "verified", "owner", "waits")
    return {name: text for name in names if (text := request.args.get(name, "").strip())}


def _place() -> dict[str, Any]:
    """What of the address says where in the list somebody is."""
    return {name: request.args[name] for name in ("sort", "descending", "page") if request.args.get(name)}


def _owner(id: int | None) -> int | None:
    return None if id is None else min(max(id, 0), HIGHEST)


def _asked() -> Filters:
    outcomes = {name: request.args.get(name) for name in ("claimed", "verified")}
    return Filters(
        name=request.args.get("q", "").replace("\0", "").strip()[:200],
        state=asked_word(State, "state"),
        under_way=request.args.get("state") == UNDER_WAY,
        role=asked_word(StaffRole, "role"),
        claimed=outcomes["claimed"] if outcomes["claimed"] in OUTCOMES else None,
        verified=outcomes["verified"] if outcomes["verified"] in OUTCOMES else None,
        owner=_owner(request.args.get("owner", type=int)),
        waits=min(max(request.args.get("waits", 0, type=int), 0), 99_999) or None,
        order=asked_word(Order, "sort") or Order.SINCE,
        descending=request.args.get("descending") == "1",
        page=asked_page(),
    )
