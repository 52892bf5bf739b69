"""Certificates as pages say them: what one is of, how it stands, and that it waits on a manager's home."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for

from onboarding import clock
from onboarding.queries import certificates, training
from onboarding.queries.certificates import Answered
from onboarding.queries.staff_lines import Rank
from onboarding.rules.wording import count, listed, spoken
from onboarding.web import training_words
from onboarding.web.access import Scope
from onboarding.web.queue_item import Item, more_of

IN_WORDS = certificates.IN_WORDS
TONES = {None: "waiting", Answered.ACCEPTED: "good", Answered.SENT_BACK: "bad", Answered.TAKEN_BACK: "plain"}


def of(row: Any) -> str:
    """What a certificate is of, in a few words."""
    return called(certificates.entries(row))


def called(rows: Sequence[Any]) -> str:
    """Trainings by what they were and their days, in a few words."""
    named = listed(dict.fromkeys(training_words.title(row) for row in rows))
    days = dict.fromkeys(day for row in rows if (day := training.day(row)))
    return ", ".join([named, *map(spoken, days)])


def waiting(scope: Scope, most: int) -> Iterator[Item]:
    """The certificates that wait for the user, as things to do."""
    rows, total = certificates.waiting(scope.organisation.id, scope.user.id, most)
    for row in rows:
        address = url_for("certificates.show", id=row.person_id, certificate=row.id)
        what, action = f"Added a certificate: {of(row)}.", "Look at the certificate"
        yield Item(Rank.WAITING, row.person.name, what, clock.day_of(row.sent_at), action, address, row.person_id)
    if total > len(rows):
        more = count(total - len(rows), "more certificate waits", "more certificates wait")
        yield more_of(Rank.WAITING, more, url_for("certificates.index"))
