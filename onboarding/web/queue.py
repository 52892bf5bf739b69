"""What waits for a member, as their home shows it: overdue, due this week, waiting for them, and what is coming.

Each line says who, what, since when or by when, and leads to the page on which it is done.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import url_for

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import (
    cover_requests,
    duties,
    grounds,
    hiring,
    keeping,
    members,
    messages,
    overview,
    owners,
    people,
    put_offs,
    staff_lines,
    webhooks,
)
from onboarding.queries.put_offs import Thing
from onboarding.queries.staff_lines import Rank
from onboarding.roles import OrganisationKind, Role
from onboarding.rules.duties import About
from onboarding.rules.wording import count
from onboarding.web import certificate_words, duty_words, filters, queue_lni
from onboarding.web.access import Scope
from onboarding.web.law import rulings_of
from onboarding.web.queue_applications import of_applications
from onboarding.web.queue_item import SHOWN, Group, Item, Place, Why, may, more_of, put_off_address, what
from onboarding.web.queue_packets import of_questions

REFUSALS = timedelta(days=7)


def of(scope: Scope, whole: Place | None = None) -> list[Group]:
    """What waits for the user in the organisation, by place; one with nothing in it is left out. `whole`: one that is
    not cut short.
    """
    items = _with_owners(scope, sorted(_items(scope, clock.today(), whole), key=lambda item: item.when or date.max))
    groups = [
        Group(
            place,
            [each for each in items if each.place is place and each.action],
            [each for each in items if each.place is place and not each.action],
        )
        for place in Place
    ]
    return [group for group in groups if group.items or group.more]


def _with_owners(scope: Scope, items: Sequence[Item]) -> list[Item]:
    """The same, each with who else looks after whom it is about."""
    ids = {each.of for each in items if each.of}
    named = owners.named(scope.organisation.id, ids) if ids else {}
    return [
        each._replace(owner=owner.name)
        if each.of and (owner := named.get(each.of)) and owner.id != scope.user.id
        else each
        for each in items
    ]


def _items(scope: Scope, today: date, whole: Place | None) -> Iterator[Item]:
    why: Why = {}
    if scope.may(May.SCREEN):
        yield from _of_what_is_put_off(scope, today, whole, why)
    yield from of_applications(scope, today, why)
    if Role.HSC in scope.roles:
        yield from _of_their_own(scope, today)
    if scope.may(May.KEEP_STAFF) and scope.organisation.kind is OrganisationKind.COHE:
        yield from _of_staff(scope, today, whole, why)
        yield from queue_lni.of_completions(scope)
    if scope.may(May.RULE):
        yield from queue_lni.of_rulings(scope)
        yield from queue_lni.of_courses(scope)
    yield from _of_what_is_rare(scope)
    if scope.may(May.KEEP_STAFF):
        yield from _of_hires(scope, today)
    if scope.may(May.KEEP_MEMBERS):
        yield from _of_grants(scope)
        yield from _of_invitations(scope.organisation.id)
    if scope.may(May.RESEND_MESSAGES):
        yield from _of_messages(scope.organisation.id, scope.may(May.READ_MESSAGES_ABOUT_PEOPLE))
    if scope.may(May.READ_TRAIL):
        yield from _of_refusals(scope.organisation.id)


def _of_what_is_rare(scope: Scope) -> Iterator[Item]:
    if not any(map(scope.may, (May.HOLD, May.KEEP_STAFF, May.CHECK_SOURCES))):
        return
    there = overview.rare(scope.organisation.id)
    if there.erasures and scope.may(May.HOLD):
        yield from _of_erasures(scope)
    if there.liftings and scope.may(May.HOLD):
        yield from _of_liftings(scope)
    if there.certificates and scope.may(May.KEEP_STAFF):
        yield from certificate_words.waiting(scope, SHOWN)
    if there.webhooks and scope.may(May.KEEP_TOKENS):
        what = count(webhooks.stopped(scope.organisation.id), "webhook was", "webhooks were") + " stopped."
        yield Item(Rank.WAITING, "", what, None, "See the webhooks", url_for("webhooks.index"))
    if there.sources and scope.may(May.CHECK_SOURCES) and scope.organisation.kind is OrganisationKind.COHE:
        yield from queue_lni.of_sources(scope)
    if there.questions and scope.may(May.SHARE_PACKETS):
        yield from of_questions(scope, clock.today())


def _of_what_is_put_off(scope: Scope, today: date, whole: Place | None, why: Why) -> Iterator[Item]:
    """What the user could do and is put off; `why` is told of each, for what is overdue all the same."""
    rows, _ = put_offs.waiting(scope.organisation.id, today, staff_lines.MOST)
    said = {
        (row.person.id, row.thing): f"Until {filters.day(row.put_off.until)}: {row.put_off.because}" for row in rows
    }
    why.update(said)
    ours = [row for row in rows if not row.is_overdue(today) and scope.may(may(row.thing))]
    for row in ours[: None if whole is Place.PUT_OFF else SHOWN]:
        id, thing = row.person.id, row.thing
        address, says = put_off_address(id, thing), what(thing, row.duty)
        yield Item(Rank.COMING, row.person.name, says, None, "List the task again", address, id, why=said[id, thing])
    if whole is not Place.PUT_OFF and len(ours) > SHOWN:
        address = url_for("home.index", organisation=scope.organisation.slug, show=Place.PUT_OFF.name.lower())
        yield more_of(Rank.COMING, count(len(ours) - SHOWN, "more thing"), address)._replace(why="Put off")


def _of_staff(scope: Scope, today: date, whole: Place | None, why: Why) -> Iterator[Item]:
    """What is due about people in a role, and who cannot bill yet."""
    rank_of = next((each for each in Rank if whole is not None and each.name == whole.name), None)
    found = staff_lines.summary(scope.organisation, rulings_of(scope), today, SHOWN, rank_of)
    shown = dict.fromkeys(Rank, 0)
    for rank, duty, person in found.told:
        shown[rank] += 1
        when = duty.due_on or duty.remind_on or duty.since
        address = url_for(duty_words.page(duty), id=person.id)
        thing, action = Thing(duty.about, duty.kind, duty.place), duty_words.ACTIONS[duty.kind]
        said = why.get((person.id, thing), "")
        yield Item(rank, person.name, duty_words.what(duty), when, action, address, person.id, thing, why=said)
    for rank, total in found.totals.items():
        if total > shown[rank]:
            more = count(total - shown[rank], "more thing") + " about people in a role"
            address = url_for("home.index", organisation=scope.organisation.slug, show=rank.name.lower())
            yield more_of(rank, more, address)
    if idle := found.not_billing_total:
        who = found.not_billing[0].name if idle == 1 else f"{idle} people in a role"
        what = "cannot bill L&I yet."
        yield Item(Rank.WAITING, who, what, None, "See the applications to L&I", url_for("credentials.index"))


def _of_their_own(scope: Scope, today: date) -> Iterator[Item]:
    """What is to be done about the user, who is an HSC: what is due, and of training also what is coming."""
    person = people.own(scope.organisation.id, scope.user.id)
    for asked in cover_requests.asked_of(person, today) if person else ():
        if asked.state is cover_requests.State.OPEN:
            row, address = asked.row, url_for("cover_requests.answer", id=asked.row.id)
            says = f"Asked to cover from {filters.short_day(row.first_on)} to {filters.short_day(row.last_on)}."
            yield Item(Rank.WAITING, row.person.name, says, row.first_on, "Accept or decline", address)
    owed = duties.of_all(scope.organisation, [person], rulings_of(scope), today) if person and person.posting else {}
    for duty in owed[person.id].duties if person and owed else ():
        ranked, training = staff_lines.rank(duty, today), duty.about is About.TRAINING
        if ranked is None or (ranked is Rank.COMING and not training):
            continue
        page, action = ("training.show", "See what you still need") if training else ("people.show", "See your record")
        when = duty.due_on or duty.remind_on or duty.since
        yield Item(ranked, "You", duty_words.what(duty), when, action, url_for(page, id=person.id if person else 0))


def _of_erasures(scope: Scope) -> Iterator[Item]:
    """Who is to be erased, for whoever did not ask for it."""
    for erasure, person in keeping.waiting_erasures(scope.organisation.id):
        if erasure.asked_by_id != scope.user.id:
            address = url_for("keeping.confirm", id=person.id)
            yield Item(Rank.WAITING, person.name, "Is to be erased.", None, "Confirm or refuse the erasure", address)


def _of_liftings(scope: Scope) -> Iterator[Item]:
    """Which holds are to end, for whoever did not ask for it."""
    for lifting in keeping.waiting_liftings(scope.organisation.id):
        if lifting.asked_by_id != scope.user.id:
            address = url_for("keeping.lift", id=lifting.hold_id)
            yield Item(Rank.WAITING, "", "A legal hold is to end.", None, "Lift or keep the hold", address)


def _of_hires(scope: Scope, today: date) -> Iterator[Item]:
    """Who works without a supervising HSC, or without a determination."""
    id = scope.organisation.id
    rows, total = hiring.unsupervised(id, today, SHOWN)
    for person in rows:
        what, address = (
            "An Assistant HSC without a supervising HSC.",
            url_for("hiring.supervisor", id=person.id),
        )
        yield Item(Rank.WAITING, person.name, what, None, "Name a supervisor", address)
    if total > len(rows):
        more = count(total - len(rows), "more Assistant HSC") + " without a supervising HSC"
        yield more_of(Rank.WAITING, more, url_for("people.index", stage="staff", role="assistant"))
    without = grounds.undetermined(id, today, size=1)
    if without.total:
        who = without.rows[0].person.name if without.total == 1 else f"{without.total} people in a role"
        was = "was" if without.total == 1 else "were"
        what, address = f"{was} hired without a determination.", url_for("hiring.undetermined")
        yield Item(Rank.WAITING, who, what, None, "See why, and settle each hire", address)


def _of_grants(scope: Scope) -> Iterator[Item]:
    """Which roles wait for a second administrator, for whoever did not give them."""
    for membership in members.waiting(scope.organisation):
        if membership.grant and scope.user.id not in (membership.grant.granted_by_id, membership.user_id):
            what = f"Was given the role {filters.role(membership.role)} at {membership.organisation.name}."
            address = url_for("members.confirm", id=membership.id)
            yield Item(Rank.WAITING, membership.user.name, what, None, "Confirm the role", address)


def _of_invitations(organisation_id: int) -> Iterator[Item]:
    waiting, expired = overview.open_invitations(organisation_id, clock.now())
    if waiting:
        what = count(expired or waiting, "invitation", "invitations")
        what += " expired unanswered." if expired else " not answered yet."
        address, action = url_for("members.index"), "See the expired invitations" if expired else "See the invitations"
        yield Item(Rank.WAITING, "", what, None, action, address)


def _of_messages(organisation_id: int, about_people: bool) -> Iterator[Item]:
    """What keeps messages from going out."""
    if hold := messages.held():
        what = f"No mail is sent: this is {hold.because}. Ask your system administrator to release it."
        yield Item(Rank.OVERDUE, "", what, None, "See the messages", url_for("messages.index"))
    if failed := overview.undelivered(organisation_id, about_people):
        what = count(failed, "message", "messages") + " could not be delivered."
        address = url_for("messages.index", state="given_up")
        yield Item(Rank.WAITING, "", what, None, "See why, and send the messages again", address)


def _of_refusals(organisation_id: int) -> Iterator[Item]:
    if refused := overview.refused_since(organisation_id, clock.in_utc(clock.now() - REFUSALS)):
        what = count(refused, "attempt was refused", "attempts were refused") + f" in the last {REFUSALS.days} days."
        yield Item(Rank.WAITING, "", what, None, "Read the audit trail", url_for("trail.index"))
