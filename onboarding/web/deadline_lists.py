"""What a list of deadlines is narrowed to by its address, and what its lines say in a file."""

from datetime import date

from flask import request

from onboarding import clock
from onboarding.formats.tables.writing import Value
from onboarding.queries.deadline_span import Span
from onboarding.queries.deadlines import Deadline, Filters, Waits
from onboarding.rules.duties import About, Who
from onboarding.rules.wording import spoken
from onboarding.web import deadline_spans as spans, duty_words as words
from onboarding.web.addresses import asked_page, asked_word

HEADINGS = ("Name", "What is to be done", "Kind", "Who must act", "Since", "Due", "Days left", "Put off until",
            "Put off because")  # fmt: skip


def asked() -> Filters:
    """What the address asks for."""
    return Filters(
        name=request.args.get("q", "").strip()[:200],
        about=asked_word(About, "about"),
        who=asked_word(Who, "who"),
        due=spans.span_of(request.args.get("due", ""), clock.today()) or Span(),
        waits=asked_word(Waits, "waits"),
        page=asked_page(),
    )


def row(each: Deadline, today: date) -> tuple[Value, ...]:
    """A line of the file."""
    duty, put_off = each.duty, each.put_off
    return (
        each.person.name,
        spoken(words.what(duty)),
        words.ABOUT[duty.about],
        words.WHO[duty.who],
        duty.since,
        duty.due_on,
        (duty.due_on - today).days if duty.due_on else None,
        put_off.until if put_off else None,
        put_off.because if put_off else None,
    )
