"""What each message says: a function each, which gives its subject and its body with the addresses of pages in it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app, render_template

from onboarding.config import Config
from onboarding.models.account import User
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.determination import InformationItem
from onboarding.models.organisation import Invitation, Organisation
from onboarding.models.packet import Packet
from onboarding.models.person import Person
from onboarding.models.reference import ReferenceRequest
from onboarding.models.ruling import RecordedRuling
from onboarding.models.sign_off import SignOffLink
from onboarding.models.staffing import CoverRequest
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries.packets import number as packet_number, tally
from onboarding.queries.rulings import Said
from onboarding.queries.training_sessions import host as host_of, name
from onboarding.queries.wordings import Wording, filled
from onboarding.rules.duties import About, Duty
from onboarding.rules.numbers import Numbers
from onboarding.rules.training_ladder import To
from onboarding.rules.wording import ahead, count, long_day


class Words(NamedTuple):
    """What a message says."""

    subject: str
    body: str


class Trained(NamedTuple):
    """What is told of one person's training on a day. `says` None: it is done. `meant_for`: an earlier day, if late."""

    person: Person
    due_on: date
    says: str | None
    meant_for: date | None
    to: tuple[To, ...]


def address(endpoint: str, **values: Any) -> str:
    """The whole address of a page, as a message carries it: outside of a request nothing else knows where we are."""
    config: Config = current_app.extensions["config"]
    return config.base_url + current_app.url_map.bind("").build(endpoint, values)


def invitation(invitation: Invitation, organisation: Organisation, link: str) -> Words:
    """To a person invited to a role."""
    said = {"invitation": invitation, "organisation": organisation, "link": link}
    return Words(f"Your invitation to {organisation.name}", render_template("emails/invitation.txt", **said))


def reset(user: User, token: str, lasts: timedelta) -> Words:
    """To a person who asked for a new password."""
    link, hours = address("security.reset_password", token=token), lasts // timedelta(hours=1)
    body = render_template("emails/reset.txt", user=user, link=link, hours=hours)
    return Words("A new password for HSC onboarding", body)


def application(link: ApplicantLink, token: str, times: int) -> Words:
    """To an applicant who is to fill in the application, or was reminded of it so many times."""
    said = {"person": link.person, "organisation": link.organisation, "until": link.expires_at}
    body = render_template("emails/applicant_link.txt", link=address("applicant_links.form", token=token), **said)
    return Words(f"{'Reminder: your' if times else 'Your'} application at {link.organisation.name}", body)


def handed_in(user: User, person: Person, organisation: Organisation) -> Words:
    """To the colleague who sent an applicant the link: the application is there."""
    link = address("screening.show", organisation=organisation.slug, id=person.id)
    body = render_template("emails/handed_in.txt", user=user, person=person, link=link)
    return Words(f"{person.name} handed in the application", body)


def reference(request: ReferenceRequest, token: str, times: int) -> Words:
    """To an employer or a school that is asked for a reference, or was reminded of it so many times."""
    body = render_template("emails/reference.txt", request=request, link=address("references.answer", token=token))
    return Words(f"{'Reminder: please' if times else 'Please'} confirm what an applicant says", body)


def information(
    person: Person,
    organisation: Organisation,
    items: Sequence[InformationItem],
    token: str | None = None,
    until: datetime | None = None,
) -> Words:
    """To an applicant of whom these things are asked. `token`: of the link by which they can answer, `until` then."""
    link = address("applicant_links.form", token=token) if token else None
    said = {"person": person, "organisation": organisation, "items": items, "link": link, "until": until}
    body = render_template("emails/information.txt", **said)
    return Words(f"{organisation.name} still needs something from you", body)


def ruling(user: User, organisation: Organisation, row: RecordedRuling, said: Said) -> Words:
    """To a contract manager: the COHE has put a ruling in force on their word."""
    link = address("rulings.answer", organisation=organisation.slug, id=row.id)
    known = {"user": user, "organisation": organisation, "ruling": row, "says": said, "link": link}
    body = render_template("emails/ruling.txt", **known)
    return Words(f"{organisation.name} follows a ruling by L&I: please confirm it", body)


def ruling_disputed(user: User, organisation: Organisation, row: RecordedRuling, said: Said, because: str) -> Words:
    """To a manager: the contract manager says that a ruling is not L&I's."""
    link = address("rulings.show", organisation=organisation.slug, id=row.id)
    known = {"user": user, "because": because, "ruling": row, "says": said, "link": link}
    return Words("L&I disputes a ruling", render_template("emails/disputed.txt", **known))


def credentials(user: User, organisation: Organisation, due: Sequence[tuple[int, Duty]], numbers: Numbers) -> Words:
    """To a manager, of what is to be done about these people with L&I. It leads to pages, and names nobody itself."""
    at = organisation.slug
    told = [(duty, _page_of(at, person_id, duty)) for person_id, duty in due]
    said = {"name": user.name, "organisation": organisation, "told": told, "numbers": numbers}
    body = render_template("emails/credentials.txt", board=address("credentials.index", organisation=at), **said)
    of = "L&I credentials" if all(duty.about is About.CREDENTIALS for duty, _ in told) else "L&I"
    return Words(f"{count(len(told), 'thing')} to do with {of} at {organisation.name}", body)


def _page_of(at: str, person_id: int, duty: Duty) -> str:
    """Where it is done: a vacancy is the whole COHE's."""
    if duty.about is About.STAFFING:
        return address("staffing.index", organisation=at)
    return address("credentials.show", organisation=at, id=person_id)


def _of(session: TrainingSession) -> dict[str, str | None]:
    """What a session is called, and who is shadowed there."""
    return {"what": name(session), "host": host_of(session)}


def seats_of_a_cohe(user: User, session: TrainingSession, rows: Sequence[Booking], says: str) -> Words:
    """To a colleague of people who were booked: what became of their seats, which nobody of the COHE did."""
    organisation = rows[0].organisation
    link = address("training_sessions.show", organisation=organisation.slug, id=session.id)
    known = {"user": user, "session": session, "rows": rows, "says": says, "link": link, **_of(session)}
    return Words(f"{says}: {name(session)}", render_template("emails/seats.txt", **known))


def seat(row: Booking, session: TrainingSession, says: str) -> Words:
    """To somebody who was booked: what became of their seat."""
    known = {"row": row, "session": session, "says": says, **_of(session)}
    return Words(f"{says}: {name(session)}", render_template("emails/seat.txt", **known))


def seat_given_back(user: User, session: TrainingSession, row: Booking) -> Words:
    """To who offers a session: somebody of a COHE does not come. They see the name, the COHE and the role."""
    link = address("training_sessions.show", organisation=session.organisation.slug, id=session.id)
    known = {"user": user, "session": session, "row": row, "link": link, "what": name(session)}
    body = render_template("emails/seat_given_back.txt", **known)
    return Words(f"{row.organisation.name} gave a seat back: {name(session)}", body)


def of_a_visit(host: Person, session: TrainingSession, row: Booking | None) -> Words:
    """To who is shadowed: who comes, or no longer does; without a `row` that the visit is moved, or canceled."""
    known = {"host": host, "session": session, "row": row, "what": name(session)}
    says = "Session canceled" if session.canceled_at else "Session moved to another time or place"
    if row:
        says = f"{row.person.name} {'does not come' if row.seat is Seat.WITHDRAWN else 'comes to shadow you'}"
    return Words(f"{says}: {name(session)}", render_template("emails/host.txt", **known))


def sign_off(link: SignOffLink, host: Person, token: str, times: int) -> Words:
    """To who was shadowed: the link to sign the visit off, or a reminder of it."""
    known = {"link": link, "host": host, "session": link.session, "address": address("sign_offs.answer", token=token)}
    says = f"{'Reminder: please' if times else 'Please'} sign off the visit of {link.person.name}"
    return Words(says, render_template("emails/sign_off.txt", **known))


def cover(user: User, organisation: Organisation, row: CoverRequest, says: str, page: str, **at: int) -> Words:
    """To who was asked to cover for somebody, or to who asked: what became of it, and on which page."""
    link = address(page, organisation=organisation.slug, **at)
    return Words(says, render_template("emails/cover.txt", user=user, row=row, says=says, link=link))


def training(organisation: Organisation, told: Trained, on: date, wording: Wording) -> Words:
    """To an HSC, of their own training. Who has no account gets no address of a page. That it is done, we word."""
    if told.says is None:
        body = render_template("emails/training_done.txt", organisation=organisation, told=told)
        return Words("Your training is recorded as done", body)
    link = address("training.show", organisation=organisation.slug, id=told.person.id) if told.person.user_id else None
    when = ahead(told.due_on, on)
    says = (
        f"Your training is {when}" if told.due_on < on else f"Your training is due {when}, on {long_day(told.due_on)}"
    )
    reminder = render_template("emails/training.txt", organisation=organisation, told=told, on=on, link=link)
    return _worded(wording, told.person.name, organisation, says, reminder=reminder)


def training_of_staff(
    user: User, organisation: Organisation, told: Sequence[Trained], to: To, on: date, wording: Wording
) -> Words:
    """To a manager or HR, of the training of these people. HR may not open the pages of training."""
    lines = [
        (
            each,
            address("training.show", organisation=organisation.slug, id=each.person.id) if to is To.MANAGER else None,
        )
        for each in told
    ]
    says = f"Training of {count(len(told), 'person', 'people')} at {organisation.name}"
    reminders = render_template("emails/training_of_staff.txt", told=lines, on=on)
    return _worded(wording, user.name, organisation, says, reminders=reminders)


def _worded(wording: Wording, name: str, organisation: Organisation, says: str, **more: str) -> Words:
    """A message in the words of the COHE."""
    blanks = {
        "name": name,
        "cohe": organisation.name,
        "says": says,
        **{key: text.strip() for key, text in more.items()},
    }
    said = filled(wording, blanks)
    return Words(said.subject, said.text.rstrip())


def packet(
    user: User,
    organisation: Organisation,
    row: Packet,
    because: str | None,
    waits: Sequence[str] | None,
    large: str | None = None,
) -> Words:
    """To who asked for a packet: it is ready, could not be built, and `because`, waits to be looked at, or is too large
    to be issued, and what to do.
    """
    number = packet_number(organisation.slug, row.number)
    link = address("packets.show", organisation=organisation.slug, id=row.id)
    said = {"user": user, "organisation": organisation, "packet": row, "number": number, "link": link}
    said["tally"] = tally(row)
    body = render_template("emails/packet.txt", because=because, waits=waits, large=large, **said)
    waiting = "is too large to be issued" if large else "waits for you to issue it"
    state = "could not be built" if because else "is ready" if waits is None else waiting
    return Words(f"Packet {number} {state}", body)
