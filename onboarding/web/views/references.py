"""References: where the link of a question leads. Whoever holds it sees what was asked, and nothing else."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.queries.references import Answer
from onboarding.services import references as changes
from onboarding.web.access import actor, anyone
from onboarding.web.forms.references import LABELS, AnswerForm, answering
from onboarding.web.sent import sent

views = Blueprint("references", __name__)


@views.route("/references/<token>", methods=["GET", "POST"])
@anyone
def answer(token: str) -> str | Response:
    """The question, while its link works. One that was answered says so; any other is like none."""
    request = changes.visited(actor(), token)
    if request is None:
        if changes.was_answered(token):
            return render_template("references/answered.html")
        raise NotFoundError
    form = answering(request.asked)
    if sent(form, lambda: changes.answer(actor(), token, _facts(form))):
        return redirect(url_for("references.answer", token=token))
    return render_template("references/answer.html", request=request, form=form, labels=LABELS)


def _facts(form: AnswerForm) -> changes.AnswerFacts:
    answered = Answer(form.answered.data)
    said = form.corrections.data.items() if answered is Answer.CORRECTED else ()
    corrections = {key: value for key, value in said if value}
    return changes.AnswerFacts(
        answered, corrections, form.note.data, form.name.data.strip(), form.position.data.strip()
    )
