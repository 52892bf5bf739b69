"""The two tracks after hire: which event is allowed when, what follows from it, and the shape of a Provider ID."""

import re

import pytest

from onboarding.rules.credential import PROVIDER_EVENTS, SUPPLEMENTAL_EVENTS, credential
from onboarding.rules.facts import Contradiction
from tests.rules.ask import NONE, account
from tests.rules.make import day, make_tracks
from tests.rules.make_law import make_rulings

# How to come to each state, one event a day from 1 January on.
ROADS = {
    "not_started": (),
    "prepared": ("prepared",),
    "sent": ("prepared", "sent"),
    "returned": ("sent", "returned"),
    "withdrawn": ("sent", "withdrawn"),
    "issued": ("sent", "issued"),
    "active": ("sent", "issued", "effective"),
    "inactive": ("sent", "issued", "effective", "inactivated"),
    "terminated": ("sent", "issued", "terminated"),
}
# The table of the contract, by hand: what is allowed in which state, and the state after it.
APPLYING = {"not_started", "prepared", "returned", "withdrawn", "terminated"}
HELD = {"issued", "active", "inactive"}
TABLE = {
    "prepared": (APPLYING, "prepared"),
    "sent": (APPLYING, "sent"),
    "received": ({"sent"}, "sent"),
    "returned": ({"sent"}, "returned"),
    "withdrawn": ({"prepared", "sent", "returned"}, "withdrawn"),
    "issued": ({"sent"}, "issued"),
    "effective": ({"issued"}, "active"),
    "inactivated": ({"active"}, "inactive"),
    "reactivated": ({"inactive"}, "active"),
    "billed": ({"active"}, None),
    "checked": (HELD, None),
    "changed": (HELD, None),
    "change_reported": (HELD, None),
    "terminated": (HELD, "terminated"),
}


def on_days(events: tuple[str, ...]) -> list[str]:
    return [f"2026-01-{place:02} {event}" for place, event in enumerate(events, start=1)]


def test_the_events_are_those_of_the_contract_in_its_order() -> None:
    assert list(PROVIDER_EVENTS) == list(TABLE)
    assert list(SUPPLEMENTAL_EVENTS) == [*list(TABLE)[:5], "accepted"]


@pytest.mark.parametrize("event", TABLE)
@pytest.mark.parametrize("state", ROADS)
def test_an_event_follows_the_states_it_may_follow_and_no_other(state: str, event: str) -> None:
    allowed, then = TABLE[event]
    tracks = make_tracks(*on_days((*ROADS[state], event)))
    if state in allowed:
        assert account(tracks).state == (then or state)
    else:
        place = re.escape(f"provider[{len(ROADS[state])}]")
        with pytest.raises(Contradiction, match=f"{place}.*{event}"):
            account(tracks)


@pytest.mark.parametrize("event", [*SUPPLEMENTAL_EVENTS])
@pytest.mark.parametrize("state", ["not_started", "prepared", "sent", "returned", "withdrawn", "accepted"])
def test_the_supplemental_application_goes_likewise(state: str, event: str) -> None:
    road = ROADS.get(state, ("sent", "accepted"))
    allowed, then = TABLE.get(event, ({"sent"}, "accepted"))
    tracks = make_tracks(supplemental=on_days((*road, event)))
    if state in allowed:
        assert credential(tracks, NONE, day("2026-11-22")).supplemental.state == then
    else:
        with pytest.raises(Contradiction, match=r"supplemental\["):
            credential(tracks, NONE, day("2026-11-22"))


@pytest.mark.parametrize("state", ROADS)
def test_only_an_active_account_may_bill(state: str) -> None:  # applied, issued and active are three things
    answer = credential(make_tracks(*on_days(ROADS[state])), NONE, day("2026-11-22"))
    assert answer.provider.state == state
    assert answer.may_bill is (state == "active")
    assert (answer.provider.may_bill_from is not None) is (state == "active")


def test_each_step_to_a_number_has_a_day_of_its_own() -> None:
    tracks = make_tracks("2026-01-05 sent", "2026-02-20 issued", "2026-03-01 effective", "2026-03-02 checked")
    states = {as_of: account(tracks, as_of=as_of) for as_of in ("2026-02-19", "2026-02-28", "2026-03-01", "2026-03-02")}
    assert [found.state for found in states.values()] == ["sent", "issued", "active", "active"]
    assert [str(found.since) for found in states.values()] == ["2026-01-05", "2026-02-20", "2026-03-01", "2026-03-01"]


def test_the_supplemental_application_waits_for_no_number() -> None:
    tracks = make_tracks("2026-01-05 sent", supplemental=["2026-01-02 sent", "2026-01-20 accepted"])
    answer = credential(tracks, NONE, day("2026-01-31"))
    assert (answer.provider.state, answer.provider.number, answer.supplemental.state) == ("sent", None, "accepted")
    assert answer.may_bill is False


def test_sent_is_not_accepted() -> None:
    tracks = make_tracks(supplemental=["2026-01-02 sent", "2026-01-09 received"])
    found = credential(tracks, NONE, day("2026-01-31")).supplemental
    assert (found.state, str(found.since)) == ("sent", "2026-01-02")


def test_a_terminated_account_is_never_reactivated_and_a_new_application_begins_a_new_one() -> None:
    ended = on_days(ROADS["terminated"])
    with pytest.raises(Contradiction, match="reactivated"):
        account(make_tracks(*ended, "2026-02-01 reactivated"))
    again = make_tracks(*ended, "2026-02-01 sent", "2026-03-01 issued 7654321", "2026-03-02 effective")
    assert (account(again).state, account(again).number, str(account(again).since)) == (
        "active",
        "7654321",
        "2026-03-02",
    )


def test_what_does_not_change_the_state_does_not_restart_it() -> None:
    tracks = make_tracks("2026-01-02 prepared", "2026-01-09 prepared")
    assert str(account(tracks).since) == "2026-01-02"


def test_a_state_left_and_entered_again_is_restarted() -> None:
    active = on_days(ROADS["active"])
    found = account(make_tracks(*active, "2026-02-01 inactivated", "2026-02-05 reactivated"))
    assert (str(found.since), str(found.may_bill_from)) == ("2026-02-05", "2026-02-05")


def test_the_events_of_one_day_are_taken_in_the_order_of_the_table() -> None:
    # Entered the other way round; issued and effective on the day it was sent.
    tracks = make_tracks("2026-01-05 effective", "2026-01-05 issued", "2026-01-05 sent")
    assert account(tracks).state == "active"
    # A new application on the day of the termination comes before it, and does not follow an active account.
    with pytest.raises(Contradiction, match="sent"):
        account(make_tracks(*on_days(ROADS["active"]), "2026-02-01 terminated", "2026-02-01 sent"))


def test_what_is_after_the_as_of_date_is_not_judged_yet() -> None:
    # A reactivation of nothing: wrong on 1 March, and nobody's business before.
    tracks = make_tracks("2026-01-05 sent", "2026-03-01 reactivated")
    assert account(tracks, as_of="2026-02-28").state == "sent"
    with pytest.raises(Contradiction):
        account(tracks, as_of="2026-03-01")


def test_both_tracks_are_refused_at_once() -> None:
    tracks = make_tracks("2026-01-05 effective", supplemental=["2026-01-05 accepted"])
    with pytest.raises(Contradiction) as refused:
        account(tracks)
    assert [fault.path for fault in refused.value.faults] == ["provider[0]", "supplemental[0]"]


# The shape of a Provider ID


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("123456", "0123456"),  # six: a leading zero may have been lost
        ("12345678", None),  # eight
        ("123456789", None),  # nine
        ("1234567893", "NPI"),  # ten
        ("12345678901", None),  # eleven
        ("12345", None),
        ("012345a", None),
        ("\uff10\uff11\uff12\uff13\uff14\uff15\uff16", None),  # digits of another script
    ],
)
def test_a_provider_id_has_seven_digits(number: str, said: str | None) -> None:
    with pytest.raises(Contradiction, match=r"provider\[1\]\.number") as refused:
        account(make_tracks("2026-01-05 sent", f"2026-02-20 issued {number}"))
    assert ("NPI" in str(refused.value)) is (said == "NPI")
    assert ("0123456" in str(refused.value)) is (said == "0123456")


@pytest.mark.parametrize("number", ["0123456", "0000000", "1234567"])
def test_leading_zeros_are_kept(number: str) -> None:
    assert account(make_tracks("2026-01-05 sent", f"2026-02-20 issued {number}")).number == number


def test_a_number_to_come_has_seven_digits_too() -> None:
    with pytest.raises(Contradiction, match=r"provider\[0\]\.number"):
        account(make_tracks("2027-02-20 issued 123456"))


@pytest.mark.parametrize(("digits", "number"), [(6, "123456"), (8, "12345678")])
def test_a_provider_id_may_come_to_have_another_length(digits: int, number: str) -> None:
    tracks = make_tracks("2026-01-05 sent", f"2026-02-20 issued {number}")
    assert account(tracks, make_rulings(provider_number_digits=digits)).number == number


def test_an_npi_may_come_to_have_another_length() -> None:
    tracks = make_tracks("2026-01-05 sent", "2026-02-20 issued 12345678901")
    with pytest.raises(Contradiction, match="NPI"):
        account(tracks, make_rulings(npi_digits=11))
