"""A résumé that was sent before anybody is recorded: looked at and typed from, and then the applicant is added."""

from flask import Blueprint, Response as FileResponse, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.formats.faults import Refused
from onboarding.permissions import May
from onboarding.queries import duplicates, owners
from onboarding.services import resumes
from onboarding.web.access import Scope, actor, members
from onboarding.web.beside import of_waiting
from onboarding.web.fields import put_error
from onboarding.web.forms.claims import IntakeForm
from onboarding.web.sent import on_to, over
from onboarding.web.views.claims import put_faults
from onboarding.web.views.duplicates import applicants_on
from onboarding.web.views.evidence import picture
from onboarding.web.views.people import person_facts

views = Blueprint("resumes", __name__, url_prefix="/at/<organisation>/people/new")
ALIKE = "Somebody with this name or phone is recorded already. See who it is, then add the applicant all the same."


@views.route("/<int:id>", methods=["GET", "POST"])
@members(May.SCREEN)
def show(scope: Scope, id: int) -> str | Response:
    """A résumé that waits, beside the form that is typed from it; sending that adds the applicant with all of it."""
    try:
        waits = resumes.opened(resumes.one(scope.organisation, scope.user.id, id))
    except NotFoundError:
        return _added_before(scope)
    form = IntakeForm(formdata=request.form if request.method == "POST" else MultiDict(waits.typed))
    if not form.is_submitted():
        form.show_rows(waits.claim or {})
    who = (scope.organisation.id, form.name.data or "", form.phone.data)
    alike = duplicates.alike(*who, applicants_on(scope))
    ids = [str(each.id) for each in alike]
    if form.is_submitted() and not form.rearrange(request.form) and form.validate():
        if not form.named.issuperset(ids):
            form.form_errors = [ALIKE]
        elif answer := _added(scope, id, form):
            return answer
    form.alike.data = " ".join(ids)
    return render_template(
        "resumes/show.html", form=form, id=id, waits=waits, alike=alike, beside=of_waiting(id, waits)
    )


@views.get("/<int:id>/pages/<int:page>")
@members(May.SCREEN)
def page(scope: Scope, id: int, page: int) -> FileResponse:
    """A page of a résumé that waits, as an image."""
    return picture(resumes.page(resumes.opened(resumes.one(scope.organisation, scope.user.id, id)), page))


@views.post("/<int:id>/discard")
@members(May.SCREEN)
def discard(scope: Scope, id: int) -> Response:
    """Have nothing left of a résumé that was sent."""
    resumes.one(scope.organisation, scope.user.id, id)
    resumes.discard(actor(), scope.organisation, id)
    return on_to(url_for("people.new"), "The résumé was discarded. Nobody was added.")


def _added(scope: Scope, id: int, form: IntakeForm) -> Response | None:
    """Add the applicant; None where it was refused, and then the form says why."""
    try:
        person = resumes.take_in(actor(), scope.organisation, id, person_facts(form), form.document)
    except NotFoundError:
        return _added_before(scope)
    except Refused as refused:
        put_faults(form, refused)
    except OnboardingError as error:
        put_error(form, error)
    else:
        return on_to(url_for("people.show", id=person.id), f"{person.name} was added.")
    return None


def _added_before(scope: Scope) -> Response:
    """Of a form that was sent twice, on to whom the first made. Raises NotFoundError where there is none."""
    name = " ".join(request.form.get("name", "").split())
    person = owners.begun(scope.organisation.id, scope.user.id, name) if name else None
    if person is None:
        raise NotFoundError
    return over(url_for("people.show", id=person.id), f"{person.name} was added already.")
