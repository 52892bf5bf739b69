"""What waits of applications, as a home shows it: to screen, to decide, to hire, and what somebody was asked for."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import url_for

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import applications, deadlines, put_offs
from onboarding.queries.applications import State
from onboarding.queries.put_offs import Thing
from onboarding.queries.staff_lines import Rank
from onboarding.rules.duties import About
from onboarding.rules.wording import count
from onboarding.web import duty_words
from onboarding.web.access import Scope
from onboarding.web.queue_item import SHOWN, STEPS, Item, Why, more_of


def of_applications(scope: Scope, today: date, why: Why) -> Iterator[Item]:
    """What the user may do about applications. `why`: of what is put off."""
    if scope.may(May.SCREEN):
        yield from _of_requests(scope, today, why)
        yield from _of_screening(scope, today)
    if scope.may(May.DECIDE):
        yield from _of_decided(scope, today)


def _of_requests(scope: Scope, today: date, why: Why) -> Iterator[Item]:
    """What an applicant or a former employer was asked for by a day that has passed."""
    seen = deadlines.seen(scope.may(May.READ_STAFF), today, scope.user.id if scope.may(May.HIRE) else None)
    rows, total = deadlines.overdue_requests(scope.organisation.id, today, seen, SHOWN)
    for each in rows:
        address = url_for(duty_words.page(each.duty), id=each.person.id)
        what, action = duty_words.what(each.duty), duty_words.ACTIONS[each.duty.kind]
        said, id, day = why.get((each.person.id, each.thing), ""), each.person.id, each.duty.due_on
        yield Item(Rank.OVERDUE, each.person.name, what, day, action, address, id, each.thing, why=said)
    if total > len(rows):
        more = count(total - len(rows), "more request") + " about applications"
        yield more_of(Rank.OVERDUE, more, url_for("deadlines.index", about=About.REQUEST.value, due="overdue"))


def _of_screening(scope: Scope, today: date) -> Iterator[Item]:
    """Whose application is a screener's to go on with."""
    lines, total = applications.to_screen(scope.organisation.id, today, scope.user.id, SHOWN)
    for line in lines:
        nothing = line.application.state is State.EMPTY
        what, action = (
            ("No application yet.", "Add the application") if nothing else (STEPS["screen"], "Screen the applicant")
        )
        yield _of_application(line, "screen", what, action, "screening.show")
    yield from _more(lines, total, ("more applicant waits", "more applicants wait"), "for screening", None)


def _of_decided(scope: Scope, today: date) -> Iterator[Item]:
    """Whom somebody else recommended, to be decided on; who was determined qualified, to be hired."""
    found = applications.to_go_on(scope.organisation.id, today, scope.user.id, SHOWN)
    none: tuple[Sequence[Any], int] = ((), 0)
    lines, total = found.get(State.RECOMMENDED, none)
    for line in lines:
        yield _of_application(line, "decide", STEPS["decide"], "Decide on the application", "determinations.show")
    counted = ("more application waits", "more applications wait")
    yield from _more(lines, total, counted, "for a decision", State.RECOMMENDED)
    lines, total = found.get(State.QUALIFIED, none) if scope.may(May.HIRE) else none
    for line in lines:
        yield _of_application(line, "hire", STEPS["hire"], "Record the hire", "hiring.hire")
    yield from _more(lines, total, ("more applicant waits", "more applicants wait"), "to be hired", State.QUALIFIED)


def _more(lines: Sequence[Any], total: int, counted: tuple[str, str], whose: str, state: str | None) -> Iterator[Item]:
    """How many more there are. They stand with the last that is shown: whom nobody else looks after come first."""
    if total > len(lines):
        address = url_for("applications.index", state=state)
        more = more_of(Rank.WAITING, f"{count(total - len(lines), *counted)} {whose}", address)
        yield more._replace(of=lines[-1].person.id)


def _of_application(line: Any, step: str, what: str, action: str, page: str) -> Item:
    since, id = clock.day_of(line.application.since), line.person.id
    address, thing = url_for(page, id=id), Thing(put_offs.APPLICATION, step)
    return Item(Rank.WAITING, line.person.name, what, since, action, address, id, thing)
