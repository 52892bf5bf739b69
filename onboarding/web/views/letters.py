"""Letters about determinations: writing one, reading and printing those that went out, and how the COHE words them."""

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.packets.letter import printed
from onboarding.permissions import May
from onboarding.queries import letters as found
from onboarding.queries.determinations import Decided
from onboarding.services import letters as changes, tampering
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.forms.letters import LetterForm, WordingForm
from onboarding.web.person import the_person, the_person_read
from onboarding.web.sent import on_to, sent

views = Blueprint("letters", __name__, url_prefix="/at/<organisation>")


@views.route("/people/<int:id>/determination/letter", methods=["GET", "POST"])
@members(May.DECIDE)
def write(scope: Scope, id: int) -> str | Response:
    """Write to the applicant about the determination that stands; what the wording says can be changed first."""
    person = the_person(scope, id)
    about = found.can_be_about(person)
    form = LetterForm()
    if about is None and not form.is_submitted():
        flash("There is no decision to write about yet.", "error")
        return redirect(url_for("determinations.show", id=id))
    if about and not form.is_submitted():
        draft = found.draft(scope.organisation, person, about)
        form.subject.data, form.text.data, form.determination.data = draft.subject, draft.text, about.id
        form.how.data = "mail" if person.email else "paper"
    by_mail = form.how.data == "mail"
    said = (form.determination.data or 0, form.subject.data, form.text.data, by_mail)
    if sent(form, lambda: changes.write(actor(), person, *said)):
        where = url_for("determinations.show", id=id)
        return on_to(where, "The letter is on its way." if by_mail else "The letter was saved. Download it below.")
    return render_template("letters/write.html", form=form, person=person)


@views.get("/people/<int:id>/determination/letters/<int:number>.pdf")
@members(May.READ_APPLICANTS)
def paper(scope: Scope, id: int, number: int) -> FileResponse:
    """A letter as it went out, on paper."""
    person, letter = the_person_read(scope, id).person, scope.load(found.one, number)
    if letter.person_id != person.id:
        raise NotFoundError
    tampering.refuse(letter, person)
    on = clock.day_of(letter.written_at)
    body = printed(scope.organisation.name, person.name, on, letter.subject, letter.text)
    return attachment(body, f"letter-{id}-{letter.id}.pdf", PDF)


@views.get("/letters")
@members(May.DECIDE)
def index(scope: Scope) -> str:
    """How the letters are worded."""
    scope.only_cohe()
    wordings = {each: found.wording(scope.organisation.id, each) for each in found.DECISIONS}
    return render_template("letters/index.html", wordings=wordings, may_word=scope.may(May.WORD_LETTERS))


@views.route("/letters/<any(qualified, not_qualified):decision>", methods=["GET", "POST"])
@members(May.WORD_LETTERS)
def word(scope: Scope, decision: str) -> str | Response:
    """Word a letter; what went out before stays as it was."""
    scope.only_cohe()
    about = Decided(decision)
    form = WordingForm(obj=found.wording(scope.organisation.id, about))
    said = (form.subject.data, form.text.data, form.version.data or 0)
    if sent(form, lambda: changes.word(actor(), scope.organisation, about, *said)):
        return on_to(url_for("letters.index"), "The new wording was saved.")
    return render_template("letters/word.html", form=form, about=about, blanks=found.BLANKS)
