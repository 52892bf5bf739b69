"""Credentials after hire: the state of the L&I provider account and of the HSC Supplemental Application from events."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from onboarding.rules import provider_number
from onboarding.rules.days import add_months
from onboarding.rules.facts import Contradiction, Event, Tracks
from onboarding.rules.faults import Fault
from onboarding.rules.rulebook import Provision
from onboarding.rules.rulings import Law, Rulings
from onboarding.rules.wording import listed, plainly

# In the order in which events of one day are taken: the states an event is allowed in, and the state after it (None:
# unchanged).
PROVIDER_EVENTS: dict[str, tuple[frozenset[str], str | None]] = {
    "prepared": (frozenset({"not_started", "prepared", "returned", "withdrawn", "terminated"}), "prepared"),
    "sent": (frozenset({"not_started", "prepared", "returned", "withdrawn", "terminated"}), "sent"),
    "received": (frozenset({"sent"}), None),
    "returned": (frozenset({"sent"}), "returned"),
    "withdrawn": (frozenset({"prepared", "sent", "returned"}), "withdrawn"),
    "issued": (frozenset({"sent"}), "issued"),
    "effective": (frozenset({"issued"}), "active"),
    "inactivated": (frozenset({"active"}), "inactive"),
    "reactivated": (frozenset({"inactive"}), "active"),
    "billed": (frozenset({"active"}), None),
    "checked": (frozenset({"issued", "active", "inactive"}), None),
    "changed": (frozenset({"issued", "active", "inactive"}), None),
    "change_reported": (frozenset({"issued", "active", "inactive"}), None),
    "terminated": (frozenset({"issued", "active", "inactive"}), "terminated"),
}
SUPPLEMENTAL_EVENTS = {
    event: (allowed - {"terminated"}, then)
    for event, (allowed, then) in PROVIDER_EVENTS.items()
    if event in ("prepared", "sent", "received", "returned", "withdrawn")
} | {"accepted": (frozenset({"sent"}), "accepted")}

NEXT = {
    "not_started": "An application has to be prepared and sent to L&I.",
    "prepared": "It has still to be sent to L&I.",
    "sent": "L&I has not answered yet.",
    "returned": "Correct and resend it.",
    "withdrawn": "A new application is needed.",
    "issued": "The number is not effective yet, so nothing may be billed.",
    "active": "HSC services may be billed.",
    "inactive": "Nothing may be billed until L&I reactivates the account.",
    "terminated": "The account cannot be reactivated; a new application is needed.",
    "accepted": "Nothing more needs doing.",
}


class ProviderFinding(NamedTuple):
    """The provider account: its state and the days that follow from it."""

    state: str
    since: date | None
    number: str | None
    may_bill_from: date | None
    dormant_on: date | None
    warn_on: date | None
    change_report_due_on: date | None
    because: str
    source: tuple[str, ...]


class SupplementalFinding(NamedTuple):
    """The HSC Supplemental Application."""

    state: str
    since: date | None
    because: str
    source: tuple[str, ...]


class CredentialAnswer(NamedTuple):
    id: str
    as_of: date
    provider: ProviderFinding
    supplemental: SupplementalFinding
    may_bill: bool


class _Track(NamedTuple):
    """One track on the as-of date: its state, the events taken in order, and the last that changed the state."""

    state: str
    since: date | None
    taken: Sequence[Event]
    reason: str | None


def credential(tracks: Tracks, rulings: Rulings, as_of: date) -> CredentialAnswer:
    """Both tracks on the as-of date. Raises Contradiction for an event that its track's state does not allow.

    Events after the as-of date are checked for shape only. Raises OverflowError past the year 9999.
    """
    law = rulings.in_force(as_of, tracks.cohe, None)
    numbers = [
        (event, provider_number.fault(event.number or "", law.numbers))
        for event in tracks.provider
        if event.event == "issued"
    ]
    faults = [Fault(f"{event.place}.number", says) for event, says in numbers if says]
    provider = _follow(tracks.provider, PROVIDER_EVENTS, as_of, faults)
    supplemental = _follow(tracks.supplemental, SUPPLEMENTAL_EVENTS, as_of, faults)
    if faults:
        raise Contradiction(faults)
    return CredentialAnswer(
        tracks.id, as_of, _provider(provider, law), _supplemental(supplemental, law), provider.state == "active"
    )


def _follow(
    events: Sequence[Event], table: dict[str, tuple[frozenset[str], str | None]], as_of: date, faults: list[Fault]
) -> _Track:
    """The state after the events up to the as-of date, by day and, on one day, in the order of the table."""
    order = list(table)
    taken = sorted(
        (event for event in events if event.on <= as_of), key=lambda event: (event.on, order.index(event.event))
    )
    state, since, reason = "not_started", None, None
    for event in taken:
        allowed, then = table[event.event]
        if state not in allowed:
            possible = listed(plainly(each) for each in NEXT if each in allowed)
            says = f"{event.event} on {event.on} does not follow {plainly(state)}; it needs {possible}"
            faults.append(Fault(event.place, says))
            return _Track(state, since, (), None)
        if then is not None and then != state:
            state, since = then, event.on
            reason = event.reason
    return _Track(state, since, taken, reason)


def _provider(track: _Track, law: Law) -> ProviderFinding:
    active = track.state == "active"
    number = next((event.number for event in reversed(track.taken) if event.event == "issued"), None)
    billed = [event.on for event in track.taken if event.event in ("effective", "reactivated", "billed")]
    dormant_on = add_months(billed[-1], law.numbers.dormancy_months) if active else None
    warn_on = dormant_on - timedelta(days=law.numbers.dormancy_warning_days) if dormant_on else None
    changed_on = _unreported_change(track.taken)
    report_on = changed_on + timedelta(days=law.numbers.change_report_days) if changed_on else None
    because = _state_in_words("The provider account", track)
    because += f" The Provider ID is {number}." if number else ""
    if dormant_on:
        because += f" Without billing, L&I may inactivate it from {dormant_on}; we warn from {warn_on}."
    if report_on:
        because += f" The change of {changed_on} is to be reported to L&I by {report_on}."
    source = law.source(
        (Provision.PROVIDER_NUMBER, Provision.PROVIDER_ACCOUNT),
        ("dormancy_months", "dormancy_warning_days", "change_report_days"),
    )
    because += law.caution(source)
    since = track.since if active else None
    return ProviderFinding(track.state, track.since, number, since, dormant_on, warn_on, report_on, because, source)


def _unreported_change(taken: Sequence[Event]) -> date | None:
    """The earliest change not yet reported; a report covers the changes up to its day, a termination drops them."""
    earliest = None
    for event in taken:
        if event.event == "changed" and earliest is None:
            earliest = event.on
        elif event.event in ("change_reported", "terminated"):
            earliest = None
    return earliest


def _supplemental(track: _Track, law: Law) -> SupplementalFinding:
    source = law.source((Provision.SUPPLEMENTAL_APPLICATION,))
    return SupplementalFinding(
        track.state, track.since, _state_in_words("The HSC Supplemental Application", track), source
    )


def _state_in_words(what: str, track: _Track) -> str:
    if track.state == "not_started":
        said = "has not been started"
    elif track.state in ("active", "inactive"):
        said = f"has been {track.state} since {track.since}"
    else:
        said = f"was {track.state} on {track.since}"
    reason = f" ({track.reason})" if track.reason else ""
    return f"{what} {said}{reason}. {NEXT[track.state]}"
