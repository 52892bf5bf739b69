"""What a credential asks for next: who must act, by which day, and from which day we remind.

House rules, but for the days that `credential` computes.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from onboarding.rules.credential import CredentialAnswer
from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.facts import Event, Tracks
from onboarding.rules.rulebook import Provision
from onboarding.rules.rulings import Law

_duty = partial(Duty, About.CREDENTIALS)
WHAT = {"provider": "the provider account application", "supplemental": "the HSC Supplemental Application"}
PROVISIONS = {"provider": Provision.PROVIDER_NUMBER, "supplemental": Provision.SUPPLEMENTAL_APPLICATION}
AFRESH = ("withdrawn", "terminated")  # a new application is needed


def duties(
    tracks: Tracks, answer: CredentialAnswer, hired_on: date | None, law: Law, applies: bool = True
) -> tuple[Duty, ...]:
    """What is to be done next on both tracks, the earliest first; empty where nothing is.

    `hired_on` is the first day in the role, from which an application not begun waits. `applies` False: the person is
    no longer in the role, so nothing more is applied for.
    """
    found = [*_of_account(tracks, answer, law)]
    if applies:
        for track, events in (("provider", tracks.provider), ("supplemental", tracks.supplemental)):
            finding = getattr(answer, track)
            found += _of_application(track, events, finding.state, finding.since, hired_on, law)
    return tuple(sorted(found, key=lambda duty: (duty.remind_on or date.max, duty.kind)))


def statement_fresh(stated_on: date | None, on: date, law: Law) -> bool:
    """Whether a statement of no reported issues with L&I is fresh enough on that day to go into a packet."""
    return stated_on is not None and stated_on <= on <= stated_on + timedelta(days=law.numbers.statement_days)


def _of_application(
    track: str, events: tuple[Event, ...], state: str, since: date | None, hired_on: date | None, law: Law
) -> Iterator[Duty]:
    numbers, what = law.numbers, WHAT[track]
    if state in ("not_started", "prepared", *AFRESH):
        begun = since if state in AFRESH else hired_on
        due = begun + timedelta(days=numbers.sending_days) if begun else None
        says = f"Send {what} to L&I" if state not in AFRESH else f"Send {what} anew: it was {state}"
        yield Duty(
            About.CREDENTIALS,
            Kind.SEND,
            track,
            Who.COHE,
            begun,
            due,
            due,
            f"{says}.",
            _source(track, law, "sending_days"),
        )
    elif state == "returned" and since:
        due = since + timedelta(days=numbers.sending_days)
        says = f"Correct and resend {what}: L&I returned it."
        yield Duty(
            About.CREDENTIALS, Kind.RESEND, track, Who.COHE, since, due, due, says, _source(track, law, "sending_days")
        )
    elif state in ("sent", "issued") and since:
        heard = max(event.on for event in events if event.on >= since and event.on <= law.on)
        remind = heard + timedelta(days=numbers.unanswered_days)
        kind = Kind.ANSWER if state == "sent" else Kind.EFFECT
        says = f"L&I answers {what}." if state == "sent" else "L&I makes the number effective."
        if remind <= law.on:
            asked = f"about {what}" if state == "sent" else "when the number becomes effective"
            says = f"Ask L&I {asked}: there was no word since {heard}."
        yield Duty(
            About.CREDENTIALS, kind, track, Who.LNI, since, None, remind, says, _source(track, law, "unanswered_days")
        )


def _of_account(tracks: Tracks, answer: CredentialAnswer, law: Law) -> Iterator[Duty]:
    provider, numbers = answer.provider, law.numbers
    if provider.state == "inactive":
        says = "Ask L&I to reactivate the account: until then nothing may be billed."
        source = law.source((Provision.PROVIDER_ACCOUNT,))
        yield Duty(
            About.CREDENTIALS, Kind.REACTIVATE, "provider", Who.COHE, provider.since, None, provider.since, says, source
        )
    if provider.state in ("issued", "active", "inactive"):
        looked = [
            event.on
            for event in tracks.provider
            if event.on <= law.on and event.event in ("issued", "effective", "reactivated", "inactivated", "checked")
        ]
        due = max(looked) + timedelta(days=numbers.status_check_days)
        says = f"Look up the account status at L&I, last known on {max(looked)}."
        source = law.source((Provision.PROVIDER_ACCOUNT,), ("status_check_days",))
        yield _duty(Kind.CHECK, "provider", Who.COHE, max(looked), due, due, says, source)
    if due_on := provider.change_report_due_on:
        remind = due_on - timedelta(days=numbers.change_warning_days)
        says = "Report the change to L&I."
        source = law.source((Provision.PROVIDER_ACCOUNT,), ("change_report_days", "change_warning_days"))
        changed_on = due_on - timedelta(days=numbers.change_report_days)
        yield _duty(Kind.REPORT, "provider", Who.COHE, changed_on, due_on, remind, says, source)
    if provider.dormant_on and provider.warn_on:
        says = (
            f"Bill for a service before {provider.dormant_on}, or ask L&I: it may inactivate the account from then on."
        )
        source = law.source((Provision.PROVIDER_ACCOUNT,), ("dormancy_months", "dormancy_warning_days"))
        yield Duty(
            About.CREDENTIALS,
            Kind.BILL,
            "provider",
            Who.COHE,
            provider.since,
            provider.dormant_on,
            provider.warn_on,
            says,
            source,
        )


def _source(track: str, law: Law, number: str) -> tuple[str, ...]:
    return law.source((PROVISIONS[track],), (number,))
