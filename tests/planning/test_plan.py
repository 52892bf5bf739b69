"""What the plan proposes, to whom, and what it says of those who cannot."""

from datetime import date, timedelta

import pytest

from onboarding.planning.needs import Away, Gone, Held
from onboarding.planning.plan import Comes
from onboarding.planning.reasons import Why
from onboarding.rules.rulings import Rulings
from onboarding.rules.training_options import options
from tests.planning.make import BOTH, LAWS, PRACTICE, TODAY, UNROLLED, comes, offer, only, owing, planned
from tests.rules.make import make_conference, make_orientation, make_shadowing

# What is proposed


def test_who_needs_both_topics_goes_to_what_covers_both_or_to_two_sessions() -> None:
    orientation, conference = offer(make_orientation("2026-06-10")), offer(make_conference("2026-06-20", PRACTICE), 2)
    found = only([owing()], [orientation, conference])
    assert (found.comes, [each.id for each in found.offers]) == (Comes.IN_TIME, [1, 2])
    assert found.done_on == date(2026, 6, 20)
    sooner = offer(make_conference("2026-06-12", BOTH), 3)
    assert [each.id for each in only([owing()], [orientation, conference, sooner]).offers] == [3]


def test_what_was_had_is_not_proposed_again() -> None:
    had = make_orientation("2026-03-02")
    offers = [offer(make_orientation("2026-06-10")), offer(make_conference("2026-06-20", PRACTICE), 2)]
    assert [each.id for each in only([owing(had)], offers).offers] == [2]


@pytest.mark.parametrize(("law", "expected"), [(UNROLLED, ()), (LAWS[2], (1, 2))])
def test_visits_add_up_only_where_that_is_ruled(law: Rulings, expected: tuple[int, ...]) -> None:
    visits = [offer(make_shadowing(f"2026-06-1{id}", 120), id, host="alliance") for id in (1, 2, 3)]
    found = only([owing(make_orientation("2026-03-02"), law=law)], visits)
    assert tuple(each.id for each in found.offers) == expected


@pytest.mark.parametrize(("minutes", "is_enough"), [(239, False), (240, True), (241, True)])
def test_one_visit_is_enough_from_240_minutes_on(minutes: int, is_enough: bool) -> None:
    found = only([owing(make_orientation("2026-03-02"))], [offer(make_shadowing("2026-06-10", minutes))])
    assert (found.comes is Comes.IN_TIME) is is_enough


def test_what_had_before_counts_towards_the_minutes() -> None:
    had = make_orientation("2026-03-02"), make_shadowing("2026-03-03", 100)
    visits = [offer(make_shadowing("2026-06-10", 139), 1), offer(make_shadowing("2026-06-20", 140), 2)]
    assert [each.id for each in only([owing(*had, law=LAWS[2])], visits).offers] == [2]


def test_a_visit_at_ones_own_cohe_is_none() -> None:
    found = only([owing(make_orientation("2026-03-02"))], [offer(make_shadowing("2026-06-10", 300, "valley"))])
    assert found.comes is Comes.NOTHING


def test_a_session_on_the_last_day_is_in_time_and_one_the_day_after_is_late() -> None:
    had = make_conference("2026-03-02", PRACTICE)
    assert only([owing(had)], [offer(make_orientation("2026-07-15"))]).comes is Comes.IN_TIME
    late = only([owing(had)], [offer(make_orientation("2026-07-16"))])
    assert (late.comes, late.done_on) == (Comes.LATE, date(2026, 7, 16))


def test_a_conference_after_the_last_day_is_no_way() -> None:
    had = make_orientation("2026-03-02")
    assert only([owing(had)], [offer(make_conference("2026-07-16", PRACTICE))]).comes is Comes.NOTHING


def test_the_last_seat_goes_to_who_is_in_time_by_it_alone() -> None:
    """One is due on July 15, the other on June 20; a later session has room."""
    had = make_conference("2026-03-02", PRACTICE)
    other, urgent = owing(had, id=1), owing(had, id=2, hired_on="2025-12-20")
    offers = [offer(make_orientation("2026-06-10"), 1), offer(make_orientation("2026-07-01"), 2)]
    assert comes(planned([other, urgent], offers)) == [(Comes.IN_TIME, (2,)), (Comes.IN_TIME, (1,))]


def test_with_what_is_left_somebody_has_at_least_one_of_two_topics() -> None:
    found = only([owing()], [offer(make_orientation("2026-06-10"))])
    assert (found.comes, found.missing) == (Comes.PART, PRACTICE)


def test_whoever_cannot_be_done_takes_no_seat_from_whoever_can() -> None:
    can, cannot = owing(make_conference("2026-03-02", PRACTICE), id=2), owing(id=1)
    found = planned([cannot, can], [offer(make_orientation("2026-06-10"))])
    assert comes(found) == [(Comes.NOTHING, ()), (Comes.IN_TIME, (1,))]


# What is booked, and who leaves


def test_who_is_booked_for_enough_is_sent_nowhere() -> None:
    seat = Held(offer(make_orientation("2026-06-30"), 9), TODAY)
    found = only([owing(make_conference("2026-03-02", PRACTICE), held=[seat])], [offer(make_orientation("2026-06-10"))])
    assert (found.comes, found.done_on) == (Comes.BOOKED, date(2026, 6, 30))


def test_who_is_booked_too_late_gets_another_seat_only_in_time() -> None:
    had = make_conference("2026-03-02", PRACTICE)
    seat = Held(offer(make_orientation("2026-07-30"), 9), TODAY)
    assert only([owing(had, held=[seat])], [offer(make_orientation("2026-07-20"))]).comes is Comes.BOOKED
    assert only([owing(had, held=[seat])], [offer(make_orientation("2026-07-14"))]).comes is Comes.IN_TIME


@pytest.mark.parametrize("has_seat", [True, False])
def test_nobody_is_sent_where_they_are_booked_for_something_at_that_time(has_seat: bool) -> None:
    elsewhere = Held(offer(make_conference("2026-06-10", ()), 9, hour=11), TODAY, has_seat)
    found = only(
        [owing(make_conference("2026-03-02", PRACTICE), held=[elsewhere])], [offer(make_orientation("2026-06-10"))]
    )
    assert (found.comes, [each.why for each in found.sooner]) == (Comes.NOTHING, [Why.BUSY])


def test_two_sessions_at_one_time_are_not_proposed_together() -> None:
    offers = [offer(make_orientation("2026-06-10")), offer(make_shadowing("2026-06-10", 240), 2)]
    assert only([owing()], offers).comes is Comes.PART
    apart = [offers[0], offer(make_shadowing("2026-06-10", 240), 2, hour=12)]  # it begins as the other ends
    assert only([owing()], apart).comes is Comes.IN_TIME


@pytest.mark.parametrize(("left_on", "goes"), [(date(2026, 6, 10), True), (date(2026, 6, 9), False)])
def test_nobody_is_sent_anywhere_after_their_last_day(left_on: date, goes: bool) -> None:
    someone = owing(make_conference("2026-03-02", PRACTICE), left_on=left_on)
    assert (only([someone], [offer(make_orientation("2026-06-10"))]).comes is Comes.IN_TIME) is goes


JUNE_10 = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("first", "last", "goes"),
    [
        (date(2026, 6, 8), date(2026, 6, 9), True),
        (date(2026, 6, 8), JUNE_10, False),
        (JUNE_10, date(2026, 6, 12), False),
        (date(2026, 6, 11), date(2026, 6, 12), True),
    ],
)
def test_nobody_is_sent_anywhere_on_a_day_they_are_away(first: date, last: date, goes: bool) -> None:
    someone = owing(make_conference("2026-03-02", PRACTICE), away=[Away(first, last, TODAY)])
    found = only([someone], [offer(make_orientation("2026-06-10"))])
    assert (found.comes is Comes.IN_TIME) is goes
    assert goes or [each.why for each in found.sooner] == [Why.AWAY]


@pytest.mark.parametrize(("last", "goes"), [(date(2026, 6, 7), True), (date(2026, 6, 8), False)])
def test_a_session_of_several_days_is_missed_by_any_of_them(last: date, goes: bool) -> None:
    someone = owing(make_conference("2026-03-02", PRACTICE), away=[Away(date(2026, 6, 5), last, TODAY)])
    of_three_days = offer(make_orientation("2026-06-10"))._replace(first_on=date(2026, 6, 8))
    assert (only([someone], [of_three_days]).comes is Comes.IN_TIME) is goes


def test_an_absence_that_took_the_last_way_says_since_when() -> None:
    # Due on Wednesday, June 3. Away that day, as is recorded since May 28.
    away = [Away(date(2026, 6, 3), date(2026, 6, 3), date(2026, 5, 28))]
    someone = owing(make_orientation("2026-03-02"), hired_on="2025-12-03", away=away)
    found = only([someone], [offer(make_conference("2026-06-03", PRACTICE))])
    assert found.since == date(2026, 5, 28)
    assert {each.kind: (each.why, each.on) for each in found.lost}["conference"] == (Why.AWAY, date(2026, 5, 28))


# Who cannot


def test_what_can_still_be_started_is_named_until_the_last_day() -> None:
    found = only([owing(make_orientation("2026-03-02"))], [])
    assert (found.since, found.lost) == (None, ())
    picture = options(found.lacking.owing.judged)
    assert [(each.kind, each.start_by) for each in found.outside] == [
        (kind, picture.of(kind).start_by) for kind in ("approved_content", "shadowing")
    ]
    last = picture.of("shadowing").start_by  # July 8: five working days before
    (then,) = planned([owing(make_orientation("2026-03-02"))], [], last).proposals
    assert [each.kind for each in then.outside] == ["shadowing"]
    (after,) = planned([owing(make_orientation("2026-03-02"))], [], last + timedelta(days=1)).proposals
    assert (after.outside, after.since) == ((), last + timedelta(days=1))


def test_whoever_cannot_make_it_is_named_with_the_day_on_which_the_last_option_went() -> None:
    someone = owing(make_orientation("2026-03-02"), hired_on="2025-12-03")  # due on Wednesday, June 3
    full = offer(make_conference("2026-06-03", PRACTICE), gone=Gone.FULL)._replace(gone_on=date(2026, 5, 29))
    found = only([someone], [full])
    assert found.since == date(2026, 5, 29)
    assert {each.kind: (each.why, each.on) for each in found.lost}["conference"] == (Why.FULL, date(2026, 5, 29))


def test_where_no_conference_is_offered_it_never_was_a_way() -> None:
    found = only([owing(make_orientation("2026-03-02"), hired_on="2025-12-03")], [])
    assert {each.kind: each.on for each in found.lost}["conference"] is None


# Why not sooner


def test_it_is_said_of_each_sooner_session_why_it_is_not_proposed() -> None:
    had = make_conference("2026-03-02", PRACTICE)
    last = offer(make_orientation("2026-07-01"), 5, free=2)
    sooner = [
        offer(make_orientation("2026-06-08"), 2, gone=Gone.FULL),
        offer(make_orientation("2026-06-10"), 3),
        offer(make_orientation("2026-06-11", "other"), 4),
    ]
    found = planned([owing(had, id=1, hired_on="2025-12-20"), owing(had, id=2)], [*sooner, last]).proposals[1]
    assert [(each.offer.id, each.why) for each in found.sooner] == [(2, Why.FULL), (3, Why.OTHERS)]


def test_a_sooner_session_with_seats_left_would_have_them_done_no_sooner() -> None:
    """What is last decides: the conference on June 30."""
    offers = [offer(make_orientation(f"2026-06-1{id}"), id) for id in (1, 2)]
    found = only([owing()], [*offers, offer(make_conference("2026-06-30", PRACTICE), 3)])
    assert {each.why for each in found.sooner} <= {Why.NO_SOONER}
