"""What waits between a COHE and its contract manager at L&I: rulings, and the approval of courses."""

from collections.abc import Iterator

from flask import url_for

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import approvals, courses, rulings
from onboarding.queries.staff_lines import Rank
from onboarding.web.access import Scope
from onboarding.web.queue_item import Item


def of_rulings(scope: Scope) -> Iterator[Item]:
    """Which rulings are recorded and not in force yet, and which L&I has yet to confirm."""
    for ruling in rulings.proposed(scope.organisation.id):
        since, address = clock.day_of(ruling.proposed_at), url_for("rulings.show", id=ruling.id)
        yield Item(Rank.WAITING, "", "A ruling is not in force yet.", since, "See what the ruling changes", address)
    for ruling in rulings.unanswered(scope.organisation.id) if scope.may(May.ANSWER_RULINGS) else ():
        what, address = f"Applies a ruling on the word of {ruling.by}.", url_for("rulings.answer", id=ruling.id)
        asked_on = clock.day_of(ruling.confirmed_at) if ruling.confirmed_at else None
        yield Item(Rank.WAITING, scope.organisation.name, what, asked_on, "Confirm or dispute the ruling", address)


def of_courses(scope: Scope) -> Iterator[Item]:
    """Which versions of courses L&I is asked to approve, and which answers it has yet to confirm."""
    if not scope.may(May.APPROVE_COURSES):
        return
    cohe = scope.organisation
    for version in approvals.asked(cohe.id):
        asked = approvals.standing(version).asked
        since = clock.day_of(asked.recorded_at) if asked else None
        what = f"Asks you to approve {courses.name(version)}."
        address = url_for("course_approvals.answer", id=version.id)
        yield Item(Rank.WAITING, cohe.name, what, since, "Approve or refuse the course", address)
    for version in approvals.unanswered(cohe.id):
        decision = approvals.standing(version).decision
        since = clock.day_of(decision.recorded_at) if decision else None
        what = f"Recorded L&I's answer on {courses.name(version)}."
        address = url_for("course_approvals.confirm", id=version.id)
        yield Item(Rank.WAITING, cohe.name, what, since, "Confirm or dispute the answer", address)
