"""What waits between a COHE and L&I: rulings, and the approval of courses; and completions that rest on a test."""

from collections.abc import Iterator

from flask import url_for

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import approvals, course_tests, courses, own, rulings, source_checks
from onboarding.queries.staff_lines import Rank
from onboarding.rules.wording import count, spoken
from onboarding.web import filters
from onboarding.web.access import Scope
from onboarding.web.law import book
from onboarding.web.queue_item import SHOWN, Item, more_of


def of_rulings(scope: Scope) -> Iterator[Item]:
    """Which rulings are recorded and not in force yet, and which L&I has yet to confirm."""
    for ruling in rulings.proposed(scope.organisation.id):
        since, address = clock.day_of(ruling.proposed_at), url_for("rulings.show", id=ruling.id)
        what = f"A ruling is not in force yet: {spoken(rulings.says(book(), ruling).settles)}"
        yield Item(Rank.WAITING, "", what, since, "See what the ruling changes", address)
    for ruling in rulings.unanswered(scope.organisation.id) if scope.may(May.ANSWER_RULINGS) else ():
        what, address = f"Applies a ruling on the word of {ruling.by}.", url_for("rulings.answer", id=ruling.id)
        asked_on = clock.day_of(ruling.confirmed_at) if ruling.confirmed_at else None
        yield Item(Rank.WAITING, scope.organisation.name, what, asked_on, "Confirm or dispute the ruling", address)


def of_sources(scope: Scope) -> Iterator[Item]:
    """Which pages of L&I were found to say something else than the rulebook rests on."""
    for each in source_checks.unsettled(scope.organisation.id):
        changed = count(each.changed, "passage of L&I's page", "passages of L&I's page") + " changed."
        what = f"Checked on {filters.short_day(each.checked_on)}: {changed}"
        address = url_for("source_pages.show", id=each.id)
        yield Item(Rank.WAITING, "", what, each.checked_on, "See which passages changed", address)


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


def of_completions(scope: Scope) -> Iterator[Item]:
    """Who completed a course by its test, for somebody else to confirm."""
    found, total = course_tests.to_check(scope.organisation.id, SHOWN)
    mine = own.records_of(scope.user.id) if found else set()
    for each in found:
        if each.person.id not in mine:
            what = f"Passed a test, with {each.attempt.right} of {count(len(each.test.questions), 'answer')} right."
            address = url_for("course_tests.check", id=each.person.id, completion=each.attempt.training_id)
            since = clock.day_of(each.attempt.taken_at)
            yield Item(Rank.WAITING, each.person.name, what, since, "Confirm the completion", address, each.person.id)
    if total > len(found):
        more = count(total - len(found), "more completion") + " to confirm"
        yield more_of(Rank.WAITING, more, url_for("courses.index"))
