"""Certificates that HSCs add of their own training: adding and taking back, accepting and sending back."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import certificates as found, evidence, training as trainings
from onboarding.rules.wording import count
from onboarding.services import certificates as changes
from onboarding.services.certificates import Brought
from onboarding.web import beside, certificate_words as says, training_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.forms.certificates import CertificateForm, SendBackForm, form_of
from onboarding.web.forms.training import facts_of
from onboarding.web.person import entry_of, the_person
from onboarding.web.sent import on_to, over, sent
from onboarding.web.uploads import takes_files

views = Blueprint("certificates", __name__, url_prefix="/at/<organisation>")


@views.get("/certificates")
@members(May.READ_STAFF)
def index(scope: Scope) -> str:
    """Those that wait for a manager, or those that were answered."""
    scope.only_cohe()
    answered = bool(request.args.get("answered"))
    return render_template(
        "certificates/index.html",
        listed=found.listed(scope.organisation, answered, asked_page()),
        answered=answered,
        **_words(),
    )


@views.get("/people/<int:id>/certificates/new")
@members(May.KEEP_STAFF, own=True)
def new(scope: Scope, id: int) -> str:
    """What the certificate is of: one of the trainings that are recorded, or another."""
    person = the_person(scope, id)
    rows = trainings.of(person)[::-1] if person.posting else []
    return render_template("certificates/new.html", person=person, rows=rows, mine=_is_own(scope, person), **_words())


@views.route("/people/<int:id>/certificates/new/of/<int:entry>", methods=["GET", "POST"])
@takes_files
@members(May.KEEP_STAFF, own=True)
def add_to(scope: Scope, id: int, entry: int) -> str | Response:
    """Add a certificate of a training that is recorded."""
    person, row, form = the_person(scope, id), scope.load(trainings.one, entry), CertificateForm()
    if row.person_id != id:
        raise NotFoundError
    title = says.called([row])
    return _added(scope, person, form, Brought(title, training=row, note=form.note.data), title)


@views.route(
    "/people/<int:id>/certificates/new/"
    "<any(initial, lni_required, approved_content, orientation, shadowing, conference):sort>",
    methods=["GET", "POST"],
)
@takes_files
@members(May.KEEP_STAFF, own=True)
def add(scope: Scope, id: int, sort: str) -> str | Response:
    """Add a certificate of a training that is not recorded yet, with what it was."""
    person, form, title = the_person(scope, id), form_of(sort), words.RECORD[sort]
    said = facts_of(sort, form) if form.is_submitted() and form.validate() else []
    brought = Brought(says.called(said) if said else title, said=said, note=form.note.data)
    return _added(scope, person, form, brought, title)


@views.get("/people/<int:id>/certificates/<int:certificate>")
@members(May.READ_STAFF, own=True)
def show(scope: Scope, id: int, certificate: int) -> str:
    """One certificate, with what it is of and what became of it; its file for those who may see all of it."""
    person, row = the_person(scope, id), entry_of(scope, found.one, id, certificate)
    waits = row.answered is None
    sees = scope.own_only or scope.may(May.READ_ORIGINALS)
    return render_template(
        "certificates/show.html",
        person=person,
        row=row,
        entries=found.entries(row),
        beside=beside.of_item(row.item) if sees and evidence.counts(row.item) else None,
        may_answer=waits and scope.may(May.KEEP_STAFF) and not _is_own(scope, person),
        may_take_back=waits and _is_own(scope, person),
        form=FlaskForm(),
        scope=scope,
        **_words(),
    )


@views.route("/people/<int:id>/certificates/<int:certificate>/accept", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def accept(scope: Scope, id: int, certificate: int) -> str | Response:
    """Record what a certificate is of, or attach it to what is recorded, after saying which."""
    person, row, form = the_person(scope, id), entry_of(scope, found.one, id, certificate), FlaskForm()
    if done := sent(form, lambda: changes.accept(actor(), person, certificate)):
        return on_to(
            url_for("training.show", id=id),
            f"Accepted. {count(len(done.gave), 'training is', 'trainings are')} shown by it.",
        )
    if row.answered is not None and not form.is_submitted():
        return over(_address(row), f"This was {found.IN_WORDS[row.answered]} already.")
    return render_template("certificates/accept.html", person=person, row=row, form=form, **_words())


@views.route("/people/<int:id>/certificates/<int:certificate>/send-back", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def send_back(scope: Scope, id: int, certificate: int) -> str | Response:
    """Refuse a certificate, and say why to who added it."""
    person, row, form = the_person(scope, id), entry_of(scope, found.one, id, certificate), SendBackForm()
    if sent(form, lambda: changes.send_back(actor(), person, certificate, form.because.data)):
        return on_to(_address(row), f"Sent back. {person.name} can add another.")
    return render_template("certificates/send_back.html", person=person, row=row, form=form, **_words())


@views.route("/people/<int:id>/certificates/<int:certificate>/take-back", methods=["GET", "POST"])
@members(May.KEEP_STAFF, own=True)
def take_back(scope: Scope, id: int, certificate: int) -> str | Response:
    """Have a certificate wait no more, for who added it."""
    person, row, form = the_person(scope, id), entry_of(scope, found.one, id, certificate), FlaskForm()
    if sent(form, lambda: changes.take_back(actor(), person, certificate)):
        return on_to(url_for("training.show", id=id), "Taken back. Your manager does not see it as waiting any more.")
    return render_template("certificates/take_back.html", person=person, row=row, form=form, scope=scope, **_words())


def _added(scope: Scope, person: Any, form: Any, brought: Brought, title: str) -> str | Response:
    def take() -> Any:
        file = form.file.data
        return changes.add(actor(), the_person(scope, person.id), file.read(), file.filename, brought)

    if done := sent(form, take):
        said = "Your manager sees it. It counts once they accept it."
        return on_to(url_for("certificates.show", id=person.id, certificate=done.gave.id), said)
    mine = _is_own(scope, person)
    return render_template("certificates/add.html", person=person, form=form, title=title, mine=mine, scope=scope)


def _is_own(scope: Scope, person: Any) -> bool:
    return bool(person.user_id == scope.user.id)


def _address(row: Any) -> str:
    return url_for("certificates.show", id=row.person_id, certificate=row.id)


def _words() -> dict[str, Any]:
    return {"words": words, "says": says, "day": trainings.day}
