"""The ledger of reminders: of whom somebody was or will be reminded, when, by which mail, and what became of it."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request

from onboarding import clock
from onboarding.actions import Action
from onboarding.formats.tables.writing import Value
from onboarding.permissions import May
from onboarding.queries import reminder_ledger as found
from onboarding.queries.reminder_ledger import Became, Entry, Filters
from onboarding.rules.training_ladder import To
from onboarding.web import training_words as words
from onboarding.web.access import Scope, members
from onboarding.web.addresses import asked_page, asked_word
from onboarding.web.forms.reminders import DAYS, FilterForm
from onboarding.web.law import rulings_of
from onboarding.web.lists_out import as_file

views = Blueprint("reminders", __name__, url_prefix="/at/<organisation>/reminders")
NARROWS = ("q", "became", "whom", "days")
HEADINGS = ("For", "About", "To", "Email address", "How it stands", "Sent", "Due", "Why")


@views.get("")
@members(May.READ_STAFF)
def index(scope: Scope) -> str:
    """The ledger of a COHE, the last day first, narrowed by what the address asks for."""
    scope.only_cohe()
    return render_template(
        "reminders/index.html",
        ledger=found.listed(scope.organisation, rulings_of(scope), clock.today(), _asked(), asked_page()),
        form=FilterForm(request.args),
        narrowing=_narrowing(),
        today=clock.today(),
        words=words,
        may_word=scope.may(May.WORD_LETTERS),
    )


@views.get("/reminders.<any(csv, xlsx):kind>")
@members(May.READ_STAFF)
def export(scope: Scope, kind: str) -> Response:
    """The ledger as it is narrowed, whole, as a file. That it was taken is an entry of the trail."""
    scope.only_cohe()
    entries = found.every(scope.organisation, rulings_of(scope), clock.today(), _asked())
    return as_file(scope, Action.REMINDERS_EXPORTED, kind, HEADINGS, [_row(each) for each in entries])


def _asked() -> Filters:
    """A year back where the address does not say from when."""
    days = DAYS.get(request.args.get("days", ""), DAYS[""])
    return Filters(
        name=request.args.get("q", "").strip()[:200],
        became=asked_word(Became, "became"),
        whom=asked_word(To, "whom"),
        since=clock.today() - timedelta(days=days) if days else None,
    )


def _narrowing() -> dict[str, str]:
    return {name: request.args[name] for name in NARROWS if request.args.get(name)}


def _row(each: Entry) -> tuple[Value, ...]:
    line = each.line
    return (
        line.on,
        each.person.name,
        ", ".join(words.TOLD[to] for to in line.whom),
        line.address,
        words.REMINDED[line.became].capitalize(),
        clock.day_of(line.sent_at) if line.sent_at else None,
        line.due_on,
        words.reminded_why(line),
    )
