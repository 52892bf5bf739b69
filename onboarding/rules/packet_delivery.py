"""How long a link to a packet works, and by when what was asked by it is answered. House rules, all of it."""

from datetime import date, timedelta

from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.holidays import working_day_after
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import Rulebook


def shared_until(made_on: date, numbers: Numbers) -> date:
    """The last day of a link for which nobody chose another."""
    return made_on + timedelta(days=numbers.packet_link_days)


def longest_until(made_on: date, numbers: Numbers) -> date:
    """The latest last day that a link can have."""
    return made_on + timedelta(days=numbers.packet_link_longest_days)


def answer_by(book: Rulebook, asked_on: date, numbers: Numbers) -> date:
    """The day by which a question about a packet is answered: so many working days after it was asked."""
    return working_day_after(book, asked_on, numbers.packet_question_days)


def of_question(id: int, asked_on: date, due_on: date, says: str) -> Duty:
    """That a question about a packet is to be answered; it is told from its day on, as it was told when it came."""
    return Duty(About.PACKET, Kind.REPLY, str(id), Who.COHE, asked_on, due_on, due_on, says)
