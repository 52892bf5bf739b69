"""The plan of many made-up cases, held against the rules themselves: what they say once everybody went there."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product

import pytest

from onboarding.planning.needs import Gone, Held, Offer, Owing
from onboarding.planning.plan import Comes
from onboarding.rules.facts import Activity, Trainee
from onboarding.rules.findings import Outcome
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Rulings
from onboarding.rules.training import train
from onboarding.rules.training_options import SETTLED, options
from tests.planning.make import BOTH, LAWS, PRACTICE, TODAY, offer, owing, planned
from tests.rules.make import make_conference, make_content, make_orientation, make_shadowing
from tests.rules.make_law import make_ruling

FAR = date(2027, 12, 31)
CASES = 200
STRICT = {Question.OPTION_TWO: "both-topics", Question.SHADOWING: "single"}


def made_up(seed: int, held: bool = True) -> tuple[list[Owing], list[Offer]]:
    chance = random.Random(seed)
    offers, law = [], chance.choice(LAWS)
    for id in range(1, chance.randint(2, 5)):
        on = str(TODAY + timedelta(days=chance.randint(1, 60)))
        activity = chance.choice(
            (
                make_orientation(on, chance.choice(("headquarters", "headquarters", "other"))),
                make_shadowing(on, chance.choice((60, 120, 180, 240)), chance.choice(("alliance", "valley"))),
                make_conference(on, chance.choice((PRACTICE, BOTH, ()))),
            )
        )
        gone = chance.choice((None, None, None, *Gone))
        host = "alliance" if activity.kind == "shadowing" else None
        one = offer(activity, id, chance.randint(1, 2), host, chance.choice((9, 11)), gone)
        offers.append(one._replace(gone_on=TODAY - timedelta(days=chance.randint(0, 40))) if gone else one)
    people = []
    for id in range(1, chance.randint(2, 5)):
        hired_on = date(2025, 11, 20) + timedelta(days=chance.randint(0, 80))
        had = [make_orientation("2026-03-02")] * chance.randint(0, 1) + [make_shadowing("2026-03-03", 120)] * (
            chance.randint(0, 1)
        )
        has = []
        if held and chance.random() < 0.4:
            elsewhere = offer(make_conference(str(TODAY + timedelta(days=chance.randint(1, 60))), ()), 90 + id)
            has = [Held(elsewhere, TODAY - timedelta(days=chance.randint(0, 30)), chance.random() < 0.5)]
        left_on = TODAY + timedelta(days=30) if chance.random() < 0.1 else None
        people.append(owing(*had, id=id, hired_on=str(hired_on), law=law, held=has, left_on=left_on))
    return [one for one in people if one.judged.outcome not in SETTLED], offers


def outcome(
    one: Owing, more: Iterable[Activity], as_of: date = FAR, strictly: bool = True
) -> tuple[Outcome, date | None]:
    """What the rules say of somebody once they had that too; strictly: with open questions read as asks for most."""
    trainee, law = one.judged.trainee, one.judged.law
    rulings = [*law.rulings.values()]
    for question, reading in STRICT.items() if strictly else ():
        rulings += [make_ruling(question, reading)] if law.is_open(question) else []
    held = [each.offer.activity for each in one.held if each.seat]
    then = Trainee(**{**_fields(trainee), "activities": (*trainee.activities, *held, *more)})
    found = train(then, Rulings(law.book, rulings), as_of).claimed.additional
    return found.outcome, found.met_on


def _fields(trainee: Trainee) -> dict[str, object]:
    return {name: getattr(trainee, name) for name in Trainee.__slots__}


def best_of_all(people: Sequence[Owing], offers: Sequence[Offer]) -> tuple[int, int, int]:
    """In time, done at all and days, as the rules have it, by trying every set of sessions for everybody."""

    @cache
    def worth(place: int, taken: tuple[int, ...]) -> tuple[int, int, int] | None:
        going = [each for each in offers if each.id in taken]
        others = [each.offer for each in people[place].held]
        if any(one.overlaps(other) for one, other in combinations([*going, *others], 2) if one in going):
            return None
        last = people[place].left_on
        if any(each.gone or (last and each.activity.on > last) for each in going):
            return None
        found, on = outcome(people[place], [each.activity for each in going])
        if found not in (Outcome.MET, Outcome.MET_LATE) or on is None:
            return 0, 0, 0
        return -(found is Outcome.MET), -1, (on - TODAY).days

    ids = [each.id for each in offers]
    sets = [taken for number in range(len(ids) + 1) for taken in combinations(ids, number)]
    ways = [[(taken, said) for taken in sets if (said := worth(place, taken))] for place in range(len(people))]
    found = []
    for chosen in product(*ways):
        if all(sum(offer.id in taken for taken, _ in chosen) <= offer.free for offer in offers):
            found.append(tuple(sum(said[aim] for _, said in chosen) for aim in range(3)))
    return min(found)  # type: ignore[return-value]


@pytest.mark.parametrize("first", range(0, CASES, 50))
def test_no_plan_is_better_as_the_rules_have_it(first: int) -> None:
    for seed in range(first, first + 50):
        people, offers = made_up(seed)
        people = [one for one in people if outcome(one, ())[0] not in SETTLED][:3]  # who is not booked for enough
        found = planned(people, offers)
        assert found.is_proved
        score = -found.first.in_time.reached, -found.first.done.reached, found.first.days.reached
        assert score == (best_of_all(people, offers) if people else (0, 0, 0)), seed


def test_whoever_is_said_to_be_done_is_as_the_rules_have_it_and_no_seat_is_given_twice() -> None:
    for seed in range(CASES):
        people, offers = made_up(seed)
        found = planned(people, offers)
        for each in found.proposals:
            said = outcome(each.lacking.owing, [one.activity for one in each.offers])
            expected = {Comes.IN_TIME: Outcome.MET, Comes.LATE: Outcome.MET_LATE}.get(each.comes)
            assert expected is None or said == (expected, each.done_on), seed
            if each.in_time:
                going = [one.activity for one in each.offers]
                assert outcome(each.lacking.owing, going, strictly=False)[0] is Outcome.MET, seed
            elsewhere = [held.offer for held in each.lacking.owing.held]
            assert not any(one.overlaps(other) for one in each.offers for other in elsewhere)
            assert not any(one.overlaps(other) for one, other in combinations(each.offers, 2))
        for one in offers:
            assert sum(one.id in [each.id for each in said.offers] for said in found.proposals) <= one.free
            assert not one.gone or not any(one in each.offers for each in found.proposals)


def could_on(one: Owing, offers: Sequence[Offer], day: date) -> bool:
    """Whether on that day something could still be started by which they would have been in time: by the rules."""
    picture = options(one.judged)
    due, last_on = picture.plan_to, str(picture.of("shadowing").last_on)
    alone = {
        "approved_content": make_content(last_on, "2025-01-01", BOTH),
        "orientation": make_orientation(last_on),
        "shadowing": make_shadowing(last_on, 240),
    }
    had = [activity for kind, activity in alone.items() if picture.of(kind).start_by >= day]
    for each in offers:
        is_free = each.gone_on is None or each.gone_on > day
        is_busy = any(held.offer.overlaps(each) and held.since <= day for held in one.held)
        if is_free and not is_busy and not (one.left_on and each.activity.on > one.left_on):
            had.append(each.activity)
    return outcome(one, had, due)[0] is Outcome.MET


def test_of_whoever_cannot_make_it_every_reason_and_day_is_true() -> None:
    named = 0
    for seed in range(CASES):
        people, offers = made_up(seed)
        for each in planned(people, offers).proposals:
            one = each.lacking.owing
            if each.in_time:
                assert each.since is None
                continue
            assert (each.since is None) is could_on(one, offers, TODAY), seed
            if each.since:
                named += 1
                assert could_on(one, offers, each.since - timedelta(days=1)), seed
                assert not could_on(one, offers, each.since), seed
                assert max(lost.on for lost in each.lost if lost.on) <= each.since, seed
                assert each.since in {lost.on for lost in each.lost}, seed
            for way in each.outside:
                assert way.start_by >= TODAY
    assert named > CASES / 10
