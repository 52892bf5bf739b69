"""One thing recorded for several people: a training, an event of an application to L&I, a step of the first weeks."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import checklist as steps, credentials as tracks, forms, own
from onboarding.queries.credentials import TrackName as Track
from onboarding.queries.evidence import Proves
from onboarding.rules.wording import count, listed, short_day
from onboarding.services import checklist, credentials, training as trainings
from onboarding.services.several import Several
from onboarding.web import credential_words, training_words
from onboarding.web.access import Scope, actor, members
from onboarding.web.completing import offer as offer_versions
from onboarding.web.filters import role
from onboarding.web.forms.several import event_form, shared, step_form, training_form
from onboarding.web.forms.training import facts_of
from onboarding.web.law import rulings_of
from onboarding.web.sent import Done, on_to, over, sent
from onboarding.web.uploads import takes_files

views = Blueprint("several", __name__, url_prefix="/at/<organisation>/several")


@views.get("")
@members(May.KEEP_STAFF)
def index(scope: Scope) -> str:
    """What can be recorded for several people."""
    scope.only_cohe()
    return render_template(
        "several/index.html",
        trainings=training_words.RECORD,
        tracks=credential_words.TRACKS,
        steps=[each for each in steps.every(scope.organisation.id) if not each.dropped],
    )


@views.route(
    "/training/<any(initial, lni_required, course, approved_content, orientation, shadowing, conference):sort>",
    methods=["GET", "POST"],
)
@takes_files
@members(May.KEEP_STAFF)
def training(scope: Scope, sort: str) -> str | Response:
    """Record a training of one kind for all who had it."""
    form = training_form(sort)
    if not offer_versions(scope, form):
        return over(url_for("courses.index"), "No course is in the register that can be completed.")
    offered = _offer(scope, form)

    def record() -> Several:
        file = shared(form, Proves.TRAINING)
        return trainings.record_for(actor(), scope.organisation, form.people.data, facts_of(sort, form), file)

    return _answer(sent(form, record), form, offered, training_words.RECORD[sort], "Record training")


@views.route("/credentials/<any(provider, supplemental):track>", methods=["GET", "POST"])
@takes_files
@members(May.KEEP_STAFF)
def credential(scope: Scope, track: str) -> str | Response:
    """Record an event of an application for all to whose application it happened."""
    on, law, today = Track(track), rulings_of(scope), clock.today()
    form = event_form(on, today, forms.edition(scope.organisation.id, on))
    offered = _offer(scope, form)
    known = tracks.of_all(scope.organisation, offered.people, law, today)
    form.people.choices = [_choice(each, _state(known[each.id].answer, on)) for each in offered.people]

    def record() -> Several:
        file = shared(form, Proves.CREDENTIAL)
        return credentials.record_for(actor(), scope.organisation, form.people.data, form.facts(on), law, file)

    return _answer(sent(form, record), form, offered, credential_words.TRACKS[on], "Record the event")


@views.route("/checklist/<key>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def step(scope: Scope, key: str) -> str | Response:
    """Mark a step of the first weeks as done for all for whom it is."""
    found = steps.step(scope.organisation.id, key)
    if found is None or found.dropped:
        raise NotFoundError
    form = step_form(clock.today())
    offered = _offer(scope, form)
    done = steps.done_of(scope.organisation.id, offered.people, key)
    offered = offered._replace(done=[each for each in offered.people if each.id in done])
    if not form.is_submitted():  # who sends it again is told that it is done
        form.people.choices = [each for each in form.people.choices if each.value not in done]

    def mark() -> Several:
        people, on = form.people.data, form.done_on.data
        return checklist.mark_for(actor(), scope.organisation, people, key, on, form.note.data)

    return _answer(sent(form, mark), form, offered, found.says, "Mark as done")


class Offered(NamedTuple):
    """Who can be chosen, and who not: whose own record it is, and for whom it is done."""

    people: Sequence[Any]
    own: Sequence[Any]
    done: Sequence[Any] = ()


def _offer(scope: Scope, form: Any) -> Offered:
    """Offer everybody in a role but the user; all chosen where the address says so."""
    scope.only_cohe()
    staff, mine = tracks.staff(scope.organisation, clock.today()), own.records_of(scope.user.id)
    people = [each for each in staff if each.id not in mine]
    form.people.choices = [_choice(each) for each in people]
    if not form.is_submitted() and request.args.get("all") == "yes":
        form.people.data = [each.id for each in people]
    return Offered(people, [each for each in staff if each.id in mine])


def _choice(person: Any, state: str = "") -> SelectChoice:
    """Somebody with what tells two of one name apart."""
    says = f"{person.name}, {role(person.posting.role)} since {short_day(person.posting.hired_on)}"
    return SelectChoice(person.id, f"{says}. {state}" if state else says)


def _state(answer: Any, track: Track) -> str:
    if answer is None:
        return ""  # the record contradicts itself; the board says so
    return credential_words.STATES[(answer.provider if track is Track.PROVIDER else answer.supplemental).state]


def _answer(done: Done[Several] | None, form: Any, offered: Offered, title: str, submit: str) -> str | Response:
    if done:
        return on_to(url_for("several.index"), _said(*done.gave))
    chooses_all = form.people.data and len(form.people.data) == len(form.people.choices)
    return render_template(
        "several/record.html", form=form, offered=offered, title=title, submit=submit, chooses_all=chooses_all
    )


def _said(recorded: list[str], already: list[str]) -> str:
    """For whom it was recorded, and who was skipped."""
    skipped = f" It was there already for {listed(already)}, and was not added again." if already else ""
    return f"Recorded for {count(len(recorded), 'person', 'people')}: {listed(recorded)}.{skipped}"
