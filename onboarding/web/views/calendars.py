"""Calendars: links to one's own, and to that of everybody whom one sees; and what programs fetch by them."""

import hashlib
from typing import Any

from flask import Blueprint, Response, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.formats.calendar import feed as written
from onboarding.messages.words import address
from onboarding.permissions import May
from onboarding.queries import calendar_links as found, organisations
from onboarding.queries.calendar_links import Whose
from onboarding.services import calendar_links as changes
from onboarding.web import calendars
from onboarding.web.access import Scope, actor, anyone, members
from onboarding.web.attachments import attachment
from onboarding.web.forms.calendars import LinkForm
from onboarding.web.sent import on_to, over, sent

views = Blueprint("calendars", __name__)
SHOWN_ONCE = "calendar"  # what a visit keeps of a new link until it is shown: nothing that opens it without our key
AT = "/at/<organisation>/calendar"


@views.get(AT)
@members(May.READ_APPLICANTS, own=True, fresh=True)
def index(scope: Scope) -> str:
    """The calendars that the member can have, each with its link: a new one is shown once."""
    scope.only_cohe()
    offered, links = calendars.offered(scope), found.of_user(scope.organisation.id, scope.user.id)
    return render_template(
        "calendars/index.html",
        offered=[(each, links.get(each)) for each in offered],
        new=_new(scope),
        scope=scope,
        Whose=Whose,
    )


@views.post(f"{AT}/<any(own, team):whose>")
@members(May.READ_APPLICANTS, own=True, fresh=True)
def make(scope: Scope, whose: str) -> BaseResponse:
    """Make a link, in the place of the one there is."""
    which, form = _offered(scope, whose), LinkForm()
    done = sent(form, lambda: changes.make(actor(), scope.organisation, scope.user, which, form.link.data))
    if not done:
        return over(url_for("calendars.index"), " ".join(form.form_errors) or changes.MEANWHILE)
    session[SHOWN_ONCE] = [scope.organisation.id, which.value, done.gave]
    return on_to(url_for("calendars.index"), "The link is ready.")


@views.post(f"{AT}/<any(own, team):whose>/withdraw")
@members(May.READ_APPLICANTS, own=True, fresh=True)
def withdraw(scope: Scope, whose: str) -> BaseResponse:
    """Have a link open nothing any more."""
    which, form = _offered(scope, whose), LinkForm()
    if sent(form, lambda: changes.withdraw(actor(), scope.organisation, scope.user, which, form.link.data)):
        return on_to(url_for("calendars.index"), "The link is off. Nobody can open the calendar by it any more.")
    return over(url_for("calendars.index"), " ".join(form.form_errors) or changes.MEANWHILE)


@views.get("/calendars/<token>.ics")
@anyone
def feed(token: str) -> Response:
    """A calendar, for the program that has its link."""
    link = changes.by_token(token)
    there = organisations.roles_of(link.user) if link else ()
    standing = next((each for each in there if link and each.organisation.id == link.organisation_id), None)
    if link is None or standing is None:
        raise NotFoundError
    scope = Scope(standing.organisation, standing.roles, link.user)
    name, entries = calendars.name(scope, link.whose), calendars.entries(scope, link.whose)
    today = clock.today()
    mark = hashlib.sha256(repr((name, entries, today)).encode()).hexdigest()
    if request.if_none_match.contains_weak(mark):  # a proxy that packs answers weakens it
        answer = Response(status=304)
    else:
        body = written(name, entries, clock.start_of(today))
        answer = attachment(body, "calendar.ics", "text/calendar; charset=utf-8")
    answer.set_etag(mark)
    return answer


def _offered(scope: Scope, whose: str) -> Whose:
    which = Whose(whose)
    if which not in calendars.offered(scope):
        raise NotFoundError
    return which


def _new(scope: Scope) -> dict[Any, str]:
    """The link that was made just now, which no page shows again."""
    organisation_id, whose, nonce = session.get(SHOWN_ONCE) or (None, "", "")
    if organisation_id != scope.organisation.id:
        return {}
    del session[SHOWN_ONCE]
    return {Whose(whose): address("calendars.feed", token=changes.token_of(nonce))}
