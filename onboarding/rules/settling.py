"""The shortest way to settle the experience requirement: which jobs and degrees to prove, and nothing beyond them.

What is lacking of each job is said in `experience_needs`; here is chosen of which jobs it has to be found out at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from onboarding.rules.career import Work
from onboarding.rules.credit import Credit
from onboarding.rules.experience import DEGREE_PATH, Experience
from onboarding.rules.experience_needs import of_degree, of_job
from onboarding.rules.findings import Need, Outcome
from onboarding.rules.generosity import GENEROSITY, extremes, ranked
from onboarding.rules.rulebook import Question

WORK, EDUCATION = "work", "education"
# How many ways are tried, from the cheapest on. Real applications take a handful; a document made to take all of them
# gets a list that cannot be shortened, and may not be the shortest.
MOST_TRIED = 1000
DATES = (".startDate", ".endDate")


class Lacking(NamedTuple):
    """A job or degree of which something is to be found out: its list in the document, its place there, and what."""

    kind: str
    place: int
    needs: tuple[Need, ...]


class Settled(NamedTuple):
    """What settles it together. `questions`: what L&I's contract manager would have to rule on besides."""

    facts: tuple[Lacking, ...] = ()
    questions: tuple[Question, ...] = ()


class _Cost(NamedTuple):
    """What finding something out costs, the most important first: jobs of a doubtful kind, proofs, other facts."""

    doubtful: int
    proofs: int
    others: int

    def __add__(self, other: "_Cost") -> "_Cost":  # type: ignore[override]  # amounts are added up, not joined
        return _Cost(self.doubtful + other.doubtful, self.proofs + other.proofs, self.others + other.others)


class _Option(NamedTuple):
    """Finding out what lacks of one job or degree. `exactly`: its exact dates too, and they turn out favourable."""

    lacking: Lacking
    cost: _Cost
    exactly: bool = False


Chosen = tuple[int, ...]  # places of options, in order


def shortest(judged: Experience) -> Settled:
    """The fewest proofs that make the experience, judged as verified, met if all turns out as stated.

    Three years with a degree or seven without, whichever takes fewer; of equally many, those that leave the fewest
    other facts to find out. A job whose title does not say that it counts is relied on only where nothing else will
    do. Where no proof is enough under every open reading, the questions to be ruled on are named, and what is enough
    if they are read generously. Nothing where it is met, where nothing could make it so, or where no job was read.
    """
    if judged.agreement.outcome is not Outcome.UNDETERMINED or not judged.career.works:
        return Settled()
    options = sorted(_options(judged), key=lambda option: option.cost)
    for questions, reading in _readings(judged):
        search = _Search(judged, options, reading)
        if search.is_enough(range(len(options))):
            facts = [options[place].lacking for place in search.cheapest()]
            return Settled(tuple(sorted(facts, key=_in_order)), questions)
    return Settled()


class _Search:
    """Which choices of the options are enough under one reading of the open questions."""

    def __init__(self, judged: Experience, options: Sequence[_Option], reading: int) -> None:
        self._judged, self._options = judged, options
        self._credits = judged.career.credits(reading)
        self._known = judged.low_under(reading)

    def is_enough(self, chosen: Iterable[int]) -> bool:
        """Whether the requirement is met with what is certain today, and what these options find out."""
        found = [self._options[place] for place in chosen]
        exactly = {option.lacking.place: option.exactly for option in found if option.lacking.kind == WORK}
        degree = any(option.lacking.kind == EDUCATION for option in found)
        credit = self._credit(exactly)
        return any(
            (path.certain_from <= credit.through or (path.name == DEGREE_PATH and degree)) and credit.has(path.years)
            for path in self._judged.paths
        )

    def cheapest(self) -> Chosen:
        """The cheapest choice that is enough: tried in order of cost, so that the first that is enough is it."""
        waiting: list[tuple[_Cost, Chosen]] = [(_Cost(0, 0, 0), ())]
        for _ in range(MOST_TRIED):
            cost, chosen = heappop(waiting)
            if self.is_enough(chosen):
                return chosen
            first = chosen[-1] + 1 if chosen else 0
            for place in range(first, len(self._options)):
                heappush(waiting, (cost + self._options[place].cost, (*chosen, place)))
            if not waiting:
                break
        return self._irreducible()

    def _irreducible(self) -> Chosen:
        """A choice of which nothing can be left out; the dearest are left out first."""
        kept = list(range(len(self._options)))
        for place in reversed(range(len(self._options))):
            without = [each for each in kept if each != place]
            if self.is_enough(without):
                kept = without
        return tuple(kept)

    def _credit(self, exactly: dict[int, bool]) -> Credit:
        """What is credited once these jobs are settled: all their possible days where exactly, else the certain."""
        career, changes = self._judged.career, []
        for work in career.works:
            chosen = work.place in exactly
            credit = self._credits[work.place] if chosen else self._known[work.place]
            first, after = work.possible if chosen and exactly[work.place] else work.certain
            if credit and first < after:
                changes += [(first, credit), (after, -credit)]
        return Credit(sorted(changes), career.unit, career.through)


def _options(judged: Experience) -> Iterator[_Option]:
    """Everything of which something can be found out; a job twice, where its exact dates may matter or not."""
    for work in judged.career.works:
        if not judged.high[work.place]:
            continue
        every = of_job(judged, work, with_dates=True)
        plain = tuple(need for need in every if not need.fact.endswith(DATES))
        if plain:
            yield _of_job(work, plain)
        if len(every) > len(plain):
            yield _of_job(work, tuple(every), exactly=True)
    for place, degree in enumerate(judged.degrees):
        needs = of_degree(degree, judged.as_of)
        if needs:
            proofs = sum(need.fact.endswith((".verified", ".equivalency")) for need in needs)
            yield _Option(Lacking(EDUCATION, place, needs), _Cost(0, proofs, len(needs) - proofs))


def _of_job(work: Work, needs: tuple[Need, ...], exactly: bool = False) -> _Option:
    proofs = sum(need.fact.endswith(".verified") for need in needs)
    as_stated = work.sure[False]
    return _Option(Lacking(WORK, work.place, needs), _Cost(not as_stated, proofs, len(needs) - proofs), exactly)


def _readings(judged: Experience) -> list[tuple[tuple[Question, ...], int]]:
    """Which of the open questions would be read generously, and the rank of reading them so: the fewest first."""
    least, _ = extremes(judged.law)
    found = [
        (tuple(question for question, reading in combination.items() if reading == GENEROSITY[question][1]), rank)
        for combination, rank in ranked(judged.law, judged.touched, least)
    ]
    return sorted(found, key=lambda each: len(each[0]))


def _in_order(lacking: Lacking) -> tuple[bool, int]:
    return lacking.kind == EDUCATION, lacking.place
