"""Letters about determinations: writing one, reading and printing those that went out; and how the COHE words letters
and reminders.
"""

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.messages.words import Words
from onboarding.packets.letter import printed
from onboarding.permissions import May
from onboarding.queries import letters as found, training_reminders, wordings as wording
from onboarding.queries.wordings import Worded
from onboarding.services import letters as changes, tampering, wordings
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.fields import put_error
from onboarding.web.forms.letters import LetterForm, ReminderWordingForm, WordingForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person, the_person_read
from onboarding.web.sent import on_to, sent

views = Blueprint("letters", __name__, url_prefix="/at/<organisation>")
TITLES = {
    Worded.QUALIFIED: "Letter about Qualified",
    Worded.NOT_QUALIFIED: "Letter about Not qualified",
    Worded.TRAINING: "Reminder of training to an HSC",
    Worded.TRAINING_OF_STAFF: "Reminder of training to managers and HR",
}
REMINDERS = (Worded.TRAINING, Worded.TRAINING_OF_STAFF)


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
    """How letters and reminders are worded."""
    scope.only_cohe()
    wordings = {each: wording.wording(scope.organisation.id, each) for each in Worded}
    return render_template("letters/index.html", wordings=wordings, may_word=scope.may(May.WORD_LETTERS), TITLES=TITLES)


@views.route("/letters/<any(qualified, not_qualified, training, training_of_staff):worded>", methods=["GET", "POST"])
@members(May.WORD_LETTERS)
def word(scope: Scope, worded: str) -> str | Response:
    """Word a letter or a reminder; what went out before stays as it was. What a reminder would say is shown first."""
    scope.only_cohe()
    about = Worded(worded)
    form = (ReminderWordingForm if about in REMINDERS else WordingForm)(
        obj=wording.wording(scope.organisation.id, about)
    )
    said = (form.subject.data, form.text.data)
    preview = _preview(scope, about, form) if about in REMINDERS else None
    if not form.previewed:
        version = form.version.data or 0
        if sent(form, lambda: wordings.word(actor(), scope.organisation, about, *said, version)):
            return on_to(url_for("letters.index"), "The new wording was saved.")
    return render_template(
        "letters/word.html", form=form, about=about, kind=wording.KINDS[about], preview=preview, TITLES=TITLES
    )


def _preview(scope: Scope, about: Worded, form: ReminderWordingForm) -> Words | None:
    """What the reminder would say today: to the HSC who is chosen, or to the user. None where nobody owes training."""
    owing = training_reminders.owing_now(scope.organisation, rulings_of(scope), clock.today())
    form.offer(owing if about is Worded.TRAINING else [])
    if not owing or (form.is_submitted() and not form.validate()):
        return None
    if about is Worded.TRAINING:
        owing = [each for each in owing if each.person.id == form.person.data] or owing[:1]
    try:
        return wordings.preview(scope.user, scope.organisation, about, form.subject.data, form.text.data, owing)
    except OnboardingError as error:
        put_error(form, error)
        return None
