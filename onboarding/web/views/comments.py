"""Comments on a person: added from their page, where they are read."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.services import comments as changes, own
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.comments import CommentForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

views = Blueprint("comments", __name__, url_prefix="/at/<organisation>/people/<int:id>/comments")


@views.route("/new", methods=["GET", "POST"])
@members(May.SCREEN)
def new(scope: Scope, id: int) -> str | Response:
    """Add a comment; never to a record that is, or was, the user's own."""
    person, form = the_person(scope, id), CommentForm()
    if own.is_own(scope.user.id, person):
        raise NotFoundError
    if sent(form, lambda: changes.comment(actor(), person, form.says.data)):
        return on_to(url_for("people.show", id=id, _anchor="comments"), "The comment was added.")
    return render_template("comments/new.html", form=form, person=person)
