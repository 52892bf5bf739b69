"""Who looks after a person's record, and what about them is put off until a day."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import owners, put_offs
from onboarding.queries.put_offs import Thing
from onboarding.services import owners as naming, putting_off
from onboarding.web import queue_item
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import show_again
from onboarding.web.filters import day
from onboarding.web.forms.attention import OwnerForm, PutOffForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, over, sent

views = Blueprint("attention", __name__, url_prefix="/at/<organisation>/people/<int:id>")
NOBODY = SelectChoice("", "Nobody")


@views.route("/owner", methods=["GET", "POST"])
@members(May.SCREEN)
def owner(scope: Scope, id: int) -> str | Response:
    """Say who looks after the person's record."""
    person = the_person(scope, id)
    now, who = owners.of(person), owners.candidates(scope.organisation.id)
    form = OwnerForm(data={"user": now and now.id, "before": now.id if now else 0})
    form.user.choices = [*(SelectChoice(str(each.id), each.name) for each in who), NOBODY]
    if sent(form, lambda: naming.name_owner(actor(), person, form.user.data, form.before.data or None)):
        named = next((each.name for each in who if each.id == form.user.data), "Nobody")
        return on_to(url_for("people.show", id=id), f"{named} looks after {person.name} now.")
    return render_template("attention/owner.html", form=form, person=person)


@views.route("/put-off/<subject>/<task>", methods=["GET", "POST"])
@members(May.SCREEN)
def put_off(scope: Scope, id: int, subject: str, task: str) -> str | Response:
    """Have one thing to do wait until a day, and say why."""
    person, thing = the_person(scope, id), _thing(scope, subject, task)
    home = url_for("home.index", organisation=scope.organisation.slug)
    standing = put_offs.standing(person, thing)
    if standing is None and request.method == "POST":
        return over(home, f"{person.name}: this is not to be done any more. Somebody did it, and nothing was put off.")
    if standing is None:
        raise NotFoundError
    before = put_offs.of(person, thing)
    waits = before is not None and before.until > clock.today()
    form = PutOffForm(obj=before if waits else None, seen=putting_off.as_seen(before))
    if "again" in request.form and sent(TokenForm(), lambda: putting_off.take_up(actor(), person, thing)):
        return on_to(home, f"{person.name} is listed again.")
    if done := sent(form, lambda: _put_off(person, thing, form)):
        return on_to(home, f"The task about {person.name} is put off until {day(done.gave.until)}.")
    show_again(form.seen, putting_off.as_seen(before))  # who was told that somebody put it off may send it again
    return render_template(
        "attention/put_off.html",
        form=form,
        person=person,
        what=queue_item.what(thing, standing),
        before=before if waits else None,
        home=home,
    )


def _put_off(person: Any, thing: Thing, form: PutOffForm) -> Any:
    assert form.until.data is not None  # required by the form
    said = (form.until.data, form.because.data, form.seen.data or "")
    return putting_off.put_off(actor(), person, thing, *said)


def _thing(scope: Scope, subject: str, task: str) -> Thing:
    """What the address names. Raises NotFoundError where it is not the user's to do."""
    thing = Thing(subject, task, request.args.get("place", ""))
    if not scope.may(queue_item.may(thing)):
        raise NotFoundError
    return thing
