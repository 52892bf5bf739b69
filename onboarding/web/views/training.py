"""The training of one person: what is owed and by when, what is recorded; recorded, corrected, taken away."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.packets import training_window
from onboarding.packets.timeline import NARROW, WIDE
from onboarding.permissions import May
from onboarding.queries import (
    bookings,
    certificates,
    courses,
    evidence,
    payments,
    reminder_ledger,
    sign_offs,
    training as found,
    training_reminders,
    training_sessions,
)
from onboarding.queries.evidence import Proves
from onboarding.rules.training_options import SETTLED, source
from onboarding.rules.training_options_wording import OPTION, STANDS, START, advice, effects, why_due
from onboarding.rules.wording import count
from onboarding.services import evidence as files, training as changes
from onboarding.services.training import TrainingFacts
from onboarding.web import certificate_words, payment_words, training_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.completing import offer as offer_versions
from onboarding.web.forms.training import FORMS, AreasForm, StrikeForm, TrainingForm, as_typed, correction_of, facts_of
from onboarding.web.law import rulings_of
from onboarding.web.person import entry_of, the_person, the_worker
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files

views = Blueprint("training", __name__, url_prefix="/at/<organisation>/people/<int:id>/training")
TONES = {
    "done": "good",
    "hangs": "open",
    "asked": "waiting",
    "possible": "waiting",
    "short": "soon",
    "late": "bad",
    "gone": "bad",
}


@views.get("")
@members(May.READ_STAFF, own=True)
def show(scope: Scope, id: int) -> str:
    """What somebody still needs and by when, the options as a picture, and everything that is recorded."""
    person, today = the_person(scope, id), clock.today()
    known = found.trained(scope.organisation, person, rulings_of(scope), today)
    if known is None or person.posting is None:
        return render_template("training/show.html", person=person, known=None, scope=scope)
    judged, lines = known.answer.claimed.additional, payments.of_person(person, known.all)
    paid = [line for line in lines if line.now.fee or line.payment]
    return render_template(
        "training/show.html",
        person=person,
        known=known,
        scope=scope,
        advice=advice(judged, known.options),
        why_due=list(why_due(judged)),
        effects=list(effects(judged, known.options)),
        windows=[
            training_window.drawn(known.options, person.posting.hired_on, today, width) for width in (WIDE, NARROW)
        ],
        settled=judged.outcome in SETTLED,
        sources=dict.fromkeys(each for part in known.answer.claimed for each in part.source)
        | dict.fromkeys(source(judged)),
        checked=sum(sign_offs.is_confirmed(row) for row in known.rows),
        earlier={row.id: row for row in known.all},
        state=evidence.state,
        booked=[row for row in bookings.of_person(person) if bookings.is_to_come(row, clock.now())],
        session_name=training_sessions.name,
        SEAT=bookings.IN_WORDS,
        stands=bookings.stands,
        may_record=scope.may(May.KEEP_STAFF) and not scope.own_only and person.user_id != scope.user.id,
        has_courses=scope.may(May.KEEP_STAFF) and bool(courses.to_complete(scope.organisation.id)),
        today=today,
        paid=paid,
        without_fee=len(lines) - len(paid),
        payment_words=payment_words,
        certificates=certificates.of_person(person),
        certificate_words=certificate_words,
        is_own=person.user_id == scope.user.id,
        reminders=reminder_ledger.of(
            training_reminders.owing_by(known.answer, person, person.posting.hired_on),
            today,
            rulings_of(scope).in_force(today, scope.organisation.slug, None).numbers,
        ),
        words=words,
        OPTION=OPTION,
        STANDS=STANDS,
        START=START,
        TONES=TONES,
    )


@views.get("/new")
@members(May.KEEP_STAFF)
def new(scope: Scope, id: int) -> str:
    """Which kind of training to record."""
    return render_template("training/new.html", person=the_worker(scope, id), words=words)


@views.route("/areas", methods=["GET", "POST"])
@takes_files
@members(May.KEEP_STAFF)
def areas(scope: Scope, id: int) -> str | Response:
    """Record initial training, several areas at once."""
    person = the_worker(scope, id)
    form = AreasForm(data={"areas": [each for each in request.args.getlist("area") if each in words.AREAS]})
    _offer(form, person)
    if done := sent(form, lambda: _recorded(scope, person, words.INITIAL, form)):
        return on_to(url_for("training.show", id=id), f"{count(len(done.gave), 'area was', 'areas were')} recorded.")
    return render_template("training/record.html", person=person, form=form, kind=words.INITIAL, words=words)


@views.route(
    "/<any(lni_required, course, approved_content, orientation, shadowing, conference):sort>/new",
    methods=["GET", "POST"],
)
@takes_files
@members(May.KEEP_STAFF)
def record(scope: Scope, id: int, sort: str) -> str | Response:
    """Record a training of one kind."""
    person = the_worker(scope, id)
    form = FORMS[sort](data={"name": request.args.get("name", "")[:200]})
    _offer(form, person)
    if not offer_versions(scope, form):
        return render_template("training/no_course.html", person=person, words=words)
    if sent(form, lambda: _recorded(scope, person, sort, form)):
        return on_to(url_for("training.show", id=id), "The training was recorded.")
    return render_template("training/record.html", person=person, form=form, kind=sort, words=words)


@views.route("/entries/<int:entry>", methods=["GET", "POST"])
@takes_files
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int, entry: int) -> str | Response:
    """Put what is right, or what shows it, in the place of a training that was recorded."""
    person, row = the_worker(scope, id), entry_of(scope, found.one, id, entry)
    sort = words.kind(row)
    form = correction_of(sort)(data={**as_typed(row.facts), "version": row.version_id, "item": row.item_id})
    _offer(form, person)
    offer_versions(scope, form, row.version)
    if sent(form, lambda: _corrected(scope, person, row, form, sort)):
        return on_to(url_for("training.show", id=id), "Corrected. The earlier entry stays readable.")
    return render_template("training/correct.html", person=person, form=form, row=row, words=words)


@views.route("/entries/<int:entry>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int, entry: int) -> str | Response:
    """Take away a training that never was, after asking why."""
    person, row, form = the_worker(scope, id), entry_of(scope, found.one, id, entry), StrikeForm()
    if sent(form, lambda: changes.strike(actor(), person, row, form.because.data)):
        return on_to(url_for("training.show", id=id), "Taken away. The entry stays readable.")
    return render_template("training/strike.html", person=person, form=form, row=row, words=words)


def _offer(form: TrainingForm, person: Any) -> None:
    """The files that the person has, to choose from."""
    own = [item for item in evidence.of_person(person) if evidence.counts(item) and item.person_id == person.id]
    form.item.choices = [SelectChoice("", "No file"), *(SelectChoice(str(item.id), item.title) for item in own)]


def _recorded(scope: Scope, person: Any, sort: str, form: TrainingForm) -> list[Any]:
    said = facts_of(sort, form)
    item = _item(scope, person, form, said)
    return changes.record_several(actor(), the_person(scope, person.id), said, item)


def _corrected(scope: Scope, person: Any, row: Any, form: Any, sort: str) -> None:
    (said,) = facts_of(sort, form)
    item = _item(scope, person, form, [said])
    changes.correct(actor(), the_person(scope, person.id), row, said, form.because.data, item)


def _item(scope: Scope, person: Any, form: TrainingForm, said: list[TrainingFacts]) -> Any:
    """The file that shows the trainings: one of those that are here, or one that was sent along, which is taken in."""
    file = form.file.data
    if not file or not file.filename:
        return scope.load(evidence.one, form.item.data) if form.item.data else None
    if form.item.data:
        raise OnboardingError("Choose a file of before or add one, not both.", "file")
    for each in said:
        changes.check(person, each)
    return files.take_in(actor(), person, file.read(), file.filename, files.ItemFacts(None, Proves.TRAINING))
