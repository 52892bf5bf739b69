"""Sessions of training: those to come, one of them, offering one, moving or canceling it, and who came."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import absences, bookings, hosts, sign_offs, training_sessions as found
from onboarding.queries.bookings import Stands
from onboarding.queries.training_sessions import Kind, State
from onboarding.rules.wording import count
from onboarding.services import attendance as attending, training_sessions as changes
from onboarding.web import training_words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.forms.training_sessions import FORMS, CancelForm, attendance as form_for, move as form_to_move
from onboarding.web.sent import on_to, over, sent
from onboarding.web.training_session import Seen, host_away, is_cohe, may_offer, the_session, those_seen, warn_away

BEGUN = "This session has begun, or was canceled already."
views = Blueprint("training_sessions", __name__, url_prefix="/at/<organisation>/sessions")


@views.get("")
@members(May.READ_SESSIONS, at_lni=May.OFFER_SESSIONS)
def index(scope: Scope) -> str:
    """The sessions that the organisation sees, those to come or those past."""
    now, past = clock.now(), bool(request.args.get("past"))
    cohe = is_cohe(scope)
    listed = found.listed(scope.organisation, now, past, asked_page())
    return render_template(
        "training_sessions/index.html",
        listed=listed,
        rolls=bookings.rolls(listed.rows),
        past=past,
        scope=scope,
        may_offer=may_offer(scope),
        is_cohe=cohe,
        states={each.id: found.state(each, now) for each in listed.rows},
        name=found.name,
        kinds=[each for each in FORMS if cohe or each != Kind.SHADOWING],
        words=training_words,
    )


@views.get("/<int:id>")
@members(May.READ_SESSIONS, at_lni=May.OFFER_SESSIONS)
def show(scope: Scope, id: int) -> str:
    """One session: to a COHE its own people, to who offers it everybody's name, COHE and role."""
    seen = the_session(scope, id)
    roll, cohe = bookings.roll(seen.session), is_cohe(scope)
    meets = seen.hosts and (seen.is_visit or not cohe)  # others come; else they are the COHE's own
    mine = [row for row in roll.rows if row.organisation_id == scope.organisation.id] if not meets else []
    visible = bookings.seen([row.person_id for row in mine], those_seen(scope)) if mine else set()
    return render_template(
        "training_sessions/show.html",
        seen=seen,
        session=seen.session,
        roll=roll,
        mine=[row for row in mine if row.person_id in visible],
        places={row.id: place for place, row in enumerate(roll.waiting, 1) if bookings.stands(row) is Stands.WAITING},
        coming=bookings.coming(roll) if meets else None,
        visit=seen.is_visit,
        host=found.host(seen.session),
        host_away=host_away(seen.session, clock.today()) if seen.is_visit else None,
        away=_away(seen, [row for row in mine if row.person_id in visible]),
        signed=_signed(seen, roll.rows if meets else mine),
        name=found.name(seen.session),
        IN_WORDS=bookings.IN_WORDS,
        Stands=Stands,
        seats={row.id: bookings.stands(row) for row in roll.rows},
        words=training_words,
        scope=scope,
        is_cohe=cohe,
        today=clock.today(),
    )


def _away(seen: Seen, rows: Sequence[Any]) -> Mapping[int, Any]:
    """Who of the COHE's own people is booked on a day of an absence: which, by their number."""
    ids = [row.person_id for row in rows if bookings.stands(row) in bookings.TO_COME]
    known = absences.of_people(ids, clock.day_of(seen.session.starts_at))
    return {id: row for id, theirs in known.items() if (row := absences.during(theirs, seen.session))}


def _signed(seen: Seen, rows: Sequence[Any]) -> Mapping[int, tuple[Any, sign_offs.SignOffState]] | None:
    """Of a visit that is over, by booking the link to its sign-off, and where that stands."""
    if not seen.is_visit or seen.state is not State.HELD:
        return None
    links = sign_offs.latest(seen.session, [row.person_id for row in rows])
    now = clock.now()
    return {row.id: (link, sign_offs.state(link, now)) for row in rows if (link := links.get(row.person_id))}


@views.route("/<any(orientation, conference, shadowing):sort>/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF, at_lni=May.OFFER_SESSIONS)
def new(scope: Scope, sort: str) -> str | Response:
    """Offer a session; at a COHE, record one that L&I told of, or offer a visit."""
    form = FORMS[sort]()
    if sort == Kind.SHADOWING:
        scope.only_cohe()
        people = hosts.candidates(scope.organisation, clock.today())
        form.host.choices = [SelectChoice("", "Choose"), *(SelectChoice(str(each.id), each.name) for each in people)]
    if done := sent(form, lambda: changes.offer(actor(), scope.organisation, form.facts())):
        warn_away(done.gave, [done.gave.hosting.person] if done.gave.hosting else [])
        return on_to(url_for("training_sessions.show", id=done.gave.id), "The session can be booked.")
    return render_template(
        "training_sessions/new.html", form=form, sort=sort, is_cohe=is_cohe(scope), words=training_words
    )


@views.route("/<int:id>/move", methods=["GET", "POST"])
@members(May.KEEP_STAFF, at_lni=May.OFFER_SESSIONS)
def move(scope: Scope, id: int) -> str | Response:
    """Have a session take place at another time or place, after telling who hears of it."""
    seen = the_session(scope, id)
    if not seen.keeps:
        raise NotFoundError
    if not seen.may_cancel:
        return over(url_for("training_sessions.show", id=id), BEGUN)
    form, facts = form_to_move(seen.session), seen.session.facts
    if done := sent(form, lambda: changes.move(actor(), scope.organisation, id, form.moved(facts), form.moves.data)):
        told = " Everybody who was booked is told by mail." if done.gave.moves > form.moves.data else ""
        warn_away(done.gave, [done.gave.hosting.person] if done.gave.hosting else [])
        return on_to(url_for("training_sessions.show", id=id), f"Saved.{told}")
    held = bookings.roll(seen.session).standing(*bookings.HOLDING)
    return render_template(
        "training_sessions/move.html", form=form, seen=seen, held=held, name=found.name(seen.session)
    )


@views.route("/<int:id>/cancel", methods=["GET", "POST"])
@members(May.KEEP_STAFF, at_lni=May.OFFER_SESSIONS)
def cancel(scope: Scope, id: int) -> str | Response:
    """Cancel a session, after telling who hears of it."""
    seen, form = the_session(scope, id), CancelForm()
    if not seen.keeps:
        raise NotFoundError
    if not seen.may_cancel:
        return over(url_for("training_sessions.show", id=id), BEGUN)
    if sent(form, lambda: changes.cancel(actor(), scope.organisation, id, form.because.data)):
        return on_to(url_for("training_sessions.show", id=id), "Canceled. Everybody who was booked is told by mail.")
    held = bookings.roll(seen.session).standing(*bookings.HOLDING)
    return render_template(
        "training_sessions/cancel.html", form=form, seen=seen, held=held, name=found.name(seen.session)
    )


@views.route("/<int:id>/attendance", methods=["GET", "POST"])
@members(May.KEEP_STAFF, at_lni=May.OFFER_SESSIONS)
def attendance(scope: Scope, id: int) -> str | Response:
    """Who came: recorded, or corrected."""
    seen = the_session(scope, id)
    if not seen.keeps or seen.is_visit:
        raise NotFoundError
    if not seen.may_record:
        return over(url_for("training_sessions.show", id=id), "Who came is recorded once the session has begun.")
    form = form_for(bookings.coming(bookings.roll(seen.session)))
    if done := sent(form, lambda: attending.record(actor(), scope.organisation, id, form.came(), form.because.data)):
        return on_to(
            url_for("training_sessions.show", id=id), f"{count(len(done.gave), 'person was', 'people were')} recorded."
        )
    return render_template("training_sessions/attendance.html", form=form, seen=seen, name=found.name(seen.session))
