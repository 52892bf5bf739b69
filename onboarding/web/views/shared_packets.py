"""Where the link to a packet leads: opened by a button, read, downloaded, answered line by line. No account is needed.

A look at the page opens nothing: mail filters follow links by themselves. What was opened, the visit remembers.
"""

import json
from typing import Any

from flask import Blueprint, Response as FileResponse, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.formats.zipped import zipped
from onboarding.packets.sections.summary import answered
from onboarding.queries import packet_parts, packet_questions, packet_shares as found, packets as stored
from onboarding.queries.packet_shares import ShareState
from onboarding.queries.paging import turned
from onboarding.rules.packet_lines import lines as lines_of, tally
from onboarding.services import packet_answers, packet_opening, packets
from onboarding.web.access import actor, anyone
from onboarding.web.addresses import asked_page
from onboarding.web.attachments import PDF, ZIP, attachment, streamed
from onboarding.web.forms.packet_shares import OpenForm, on_lines, said_on, unsaid
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, sent

views = Blueprint("shared_packets", __name__, url_prefix="/shared-packets")
OPENED = "packets_opened"  # in the session: by which use each link was opened in this browser
LINES = 20  # on a page: a form that a person fills in at once


@views.route("/<token>", methods=["GET", "POST"])
@anyone
def show(token: str) -> str | Response:
    """The packet, once it was opened; before that what it is. A link that opens nothing any more says why."""
    share = packet_opening.visited(actor(), token)
    if found.state(share, clock.today()) is not ShareState.WORKS:
        return _closed(share)
    use = _opened(share)
    if use is None:
        return _front(share, token, OpenForm(formdata=None))
    told = json.loads(packets.content(share.packet))["told"]
    every, said = lines_of(told), packet_questions.of_share(share)
    page, pages = turned(len(every), asked_page(), LINES)
    shown = every[(page - 1) * LINES : page * LINES]
    form = on_lines(shown, said)
    if not unsaid_of(form, shown) and (
        done := sent(form, lambda: packet_answers.answer(actor(), token, use, said_on(form, shown)))
    ):
        says = f"Your answers were sent to {share.organisation.name}: {done.gave}."
        return on_to(url_for("shared_packets.show", token=token, page=page), says)
    history = packet_questions.history(share)
    return render_template(
        "shared_packets/show.html",
        **_known(share, token),
        form=form,
        lines=list(enumerate(shown)),
        total=len(every),
        page=page,
        pages=pages,
        said=said,
        history=history,
        replies=packet_questions.replies([each for some in history.values() for each in some]),
        answer=answered(told, {"exceptions": 0}),
        tally=tally(told),
        files=len(packet_parts.of(share.packet)),
        IN_WORDS=packet_questions.IN_WORDS,
    )


@views.post("/<token>/open")
@anyone
def open_packet(token: str) -> str | Response:
    """Open the packet: that is a view."""
    share, form = packet_opening.visited(actor(), token), OpenForm()
    if found.state(share, clock.today()) is not ShareState.WORKS:
        return _closed(share)
    if done := sent(form, lambda: packet_opening.open_packet(actor(), token, form.passphrase.data)):
        session[OPENED] = {**session.get(OPENED, {}), str(share.id): done.gave.id}
        return redirect(url_for("shared_packets.show", token=token))
    return _front(share, token, form)


@views.post("/<token>/download")
@anyone
def download(token: str) -> FileResponse | Response:
    """The file, or all files in a ZIP, for who opened the packet: that is a download."""
    share, form = packet_opening.visited(actor(), token), TokenForm()
    use = _opened(share)
    if use is None or not form.validate_on_submit():
        return redirect(url_for("shared_packets.show", token=token))
    name = _number(share).lower()
    if packet_parts.any_of(share.packet):
        return streamed(zipped(packet_opening.download_all(actor(), token, use)), f"{name}.zip", ZIP)
    return attachment(packet_opening.download(actor(), token, use), f"{name}.pdf", PDF)


def unsaid_of(form: Any, lines: Any) -> bool:
    """Whether something was sent that nobody said what it is."""
    return bool(form.is_submitted() and form.validate() and unsaid(form, lines))


def _opened(share: Any) -> int | None:
    """By which use the packet was opened in this browser; None where it was not."""
    use = session.get(OPENED, {}).get(str(share.id))
    return use if isinstance(use, int) and found.was_opened(share, use) else None


def _front(share: Any, token: str, form: Any) -> str:
    return render_template("shared_packets/front.html", **_known(share, token), form=form)


def _closed(share: Any) -> str:
    state = found.state(share, clock.today())
    return render_template("shared_packets/closed.html", state=state, **_known(share, ""))


def _known(share: Any, token: str) -> dict[str, Any]:
    days = stored.Days(share.packet.first_on, share.packet.last_on, share.packet.as_of)
    return {
        "share": share,
        "packet": share.packet,
        "organisation": share.organisation,
        "number": _number(share),
        "says": days.says,
        "token": token,
    }


def _number(share: Any) -> str:
    return stored.number(share.organisation.slug, share.packet.number)
