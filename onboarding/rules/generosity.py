"""The questions that experience hangs on, their readings in order of generosity, and combinations of them as ranks.

What a day counts for under a rank is told in `career`; how the ranks bound each other is used in `experience`.
"""

from onboarding.rules.readings import Combination, combinations
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

# The readings of each question from the less to the more generous: whatever the jobs, the second never counts less.
# So the least and the most generous reading of all questions together bound all combinations.
GENEROSITY = {
    Question.CLAIMS_MANAGEMENT: ("does-not-count", "counts"),
    Question.MIXED_DUTY: ("share", "whole"),
    Question.PART_TIME: ("prorated", "calendar"),
}
QUESTIONS = tuple(GENEROSITY)


def extremes(law: Law) -> tuple[int, int]:
    """The least and the most generous of the readings in force, as ranks; the same where a question is settled."""

    def find() -> tuple[int, int]:
        least = most = 0
        for question, readings in GENEROSITY.items():
            ranks = [readings.index(reading) for reading in law.readings[question]]
            least, most = least * 2 + min(ranks), most * 2 + max(ranks)
        return least, most

    return law.remembered("extremes", find)


def ranked(law: Law, touched: tuple[Question, ...], settled: int) -> list[tuple[Combination, int]]:
    """Every combination of readings of those questions that are open, each with its rank."""

    def rank_all() -> list[tuple[Combination, int]]:
        live = [question for question in touched if law.is_open(question)]
        return [(combination, _rank(combination, settled)) for combination in combinations(law, live)]

    return law.remembered(touched, rank_all)


def _rank(combination: Combination, settled: int) -> int:
    """A combination as a rank: a bit for each of QUESTIONS, 1 where it is read generously, the part-time one last.

    The bits of questions that are not in the combination are taken from `settled`: they are, or make no difference.
    """
    rank = settled
    for place, (question, readings) in enumerate(reversed(GENEROSITY.items())):
        if question in combination:
            rank = rank & ~(1 << place) | readings.index(combination[question]) << place
    return rank
