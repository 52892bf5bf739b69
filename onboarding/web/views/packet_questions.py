"""What recipients of packets asked: all of it, and one of them with its answer."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import messages, packet_questions as found, packets
from onboarding.services import packet_replies as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import show_again
from onboarding.web.forms.packet_shares import AnotherReplyForm, ReplyForm
from onboarding.web.packet_shared import lines_of, mail_of
from onboarding.web.sent import on_to, sent

views = Blueprint("packet_questions", __name__, url_prefix="/at/<organisation>/packets/questions")


@views.get("")
@members(May.READ_PACKET_SHARES)
def index(scope: Scope) -> str:
    """What is open, by its day, and what was answered."""
    scope.only_cohe()
    asked = found.listed(scope.organisation.id)
    return render_template(
        "packet_questions/index.html",
        open=[each for each in asked if each.is_open],
        answered=[each for each in asked if not each.is_open],
        lines=lines_of(asked),
        number=lambda of: packets.number(scope.organisation.slug, of),
        IN_WORDS=found.IN_WORDS,
        may_answer=scope.may(May.SHARE_PACKETS),
        today=clock.today(),
    )


@views.route("/<int:id>", methods=["GET", "POST"])
@members(May.SHARE_PACKETS)
def reply(scope: Scope, id: int) -> str | Response:
    """Answer one, or correct the answer."""
    question = scope.load(found.one, id)
    had = question.reply
    data = {"text": had.text if had else None, "seen": str(had.id if had else 0)}
    form = AnotherReplyForm(data=data) if had else ReplyForm(data=data)
    why = form.because.data if had else None

    def catch_up() -> None:
        now = scope.load(found.one, id).reply
        show_again(form.seen, now.id if now else 0)

    if sent(form, lambda: changes.reply(actor(), scope.organisation, id, form.text.data, why, form.number), catch_up):
        return on_to(url_for("packet_questions.index"), "The answer is on its way to the recipient.")
    question = scope.load(found.one, id)
    return render_template(
        "packet_questions/reply.html",
        question=question,
        line=lines_of([question])[id],
        mail=mail_of(scope.organisation.id, [question]).get(id),
        MAIL=messages.IN_WORDS,
        form=form,
        today=clock.today(),
        number=packets.number(scope.organisation.slug, question.packet.number),
        IN_WORDS=found.IN_WORDS,
    )
