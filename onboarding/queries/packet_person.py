"""One person as a packet tells of them on a day: role, time, applications to L&I, training and reminders.

By the same questions as their pages, in plain JSON: days as YYYY-MM-DD, everything else in words.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import packet_exceptions, person_file, reminder_ledger, training, training_reminders
from onboarding.queries.packet_determination import latest, told as determined
from onboarding.queries.packet_text import fit
from onboarding.queries.person_file import InRole
from onboarding.queries.sign_offs import is_confirmed
from onboarding.queries.training_said import REMINDED, TOLD, more, title
from onboarding.roles import IN_WORDS
from onboarding.rules.credential_wording import EVENTS, STATES
from onboarding.rules.packet_contents import Section
from onboarding.rules.rulings import Rulings
from onboarding.rules.time_split import TASKS, hours
from onboarding.rules.wording import label, plainly, spoken

PARTS = {"additional": "Additional training", "initial": "Initial training", "lni_required": "What L&I requires"}


def told(organisation: Organisation, person: Person, law: Rulings, on: date, sections: list[str]) -> dict[str, Any]:
    """The person as of a day, with the parts that these sections ask for."""
    whole = person_file.of(organisation, person, law, on)
    decided = latest(person, on)
    found: dict[str, Any] = {
        "name": person.name,
        **_posted(person, on),
        "provider": _provider(whole.role),
        "time": _time(whole.role),
        "exceptions": packet_exceptions.of_person(person, whole, decided, on),
    }
    if Section.DETERMINATION in sections:
        found["determination"] = determined(decided)
    if whole.role and Section.CREDENTIALS in sections:
        found["credentials"] = _credentials(whole.role, on)
    if whole.role and Section.TRAINING in sections:
        found["training"] = _training(organisation, person, law, on)
    if whole.role and Section.REMINDERS in sections:
        found["reminders"] = list(_reminders(organisation, person, law, on))
    return found


def _posted(person: Person, on: date) -> dict[str, Any]:
    """The role and its days, as far as they are known on that day."""
    posting = person.posting
    if posting is None or posting.hired_on > on:
        return {"role": IN_WORDS[person.applied_for] if person.applied_for else "", "stands": "Applicant",
                "hired_on": None, "left_on": None}  # fmt: skip
    left = posting.left_on if posting.left_on and posting.left_on <= on else None
    stands = "Left" if left and left < on else "On staff"
    return {"role": IN_WORDS[posting.role], "stands": stands, "hired_on": posting.hired_on.isoformat(),
            "left_on": left.isoformat() if left else None}  # fmt: skip


def _provider(role: InRole | None) -> dict[str, Any] | None:
    """The Provider ID and where the account stands; None where nobody was hired."""
    if role is None:
        return None
    answer = role.owed.credentials.answer
    if answer is None:
        return {"number": None, "state": "The record contradicts itself", "since": None, "may_bill": False}
    found = answer.provider
    since = found.since.isoformat() if found.since else None
    return {"number": found.number, "state": STATES[found.state], "since": since, "may_bill": answer.may_bill}


def _time(role: InRole | None) -> dict[str, Any] | None:
    """How the week is split on that day; None where nobody recorded it."""
    if role is None or role.split is None:
        return None
    parts = [{"task": TASKS[key], "hours": hours(minutes)} for key, minutes in role.split.parts.items() if minutes]
    return {"since": role.split.since.isoformat(), "week": hours(role.split.week), "parts": parts}


def _credentials(role: InRole, on: date) -> dict[str, Any]:
    known = role.owed.credentials
    tracks = {"provider": known.tracks.provider, "supplemental": known.tracks.supplemental}
    events = {
        name: [{"on": each.on.isoformat(), "what": EVENTS[each.event]} for each in rows if each.on <= on]
        for name, rows in tracks.items()
    }
    if known.answer is None:
        return {"contradicts": True, "events": events}
    provider, supplemental = known.answer.provider, known.answer.supplemental
    return {
        "contradicts": False,
        "provider": {"state": STATES[provider.state], "because": spoken(provider.because), "source": provider.source},
        "supplemental": {
            "state": STATES[supplemental.state],
            "because": spoken(supplemental.because),
            "source": supplemental.source,
        },
        "events": events,
        "issues": _issues(role),
    }


def _issues(role: InRole) -> dict[str, Any] | None:
    """What was said last of reported issues with L&I, and whether that is fresh enough to rely on."""
    said = role.attestation
    return {"reported": said.reported, "on": said.said_on.isoformat(), "fresh": role.fresh} if said else None


def _training(organisation: Organisation, person: Person, law: Rulings, on: date) -> dict[str, Any] | None:
    found = training.trained(organisation, person, law, on)
    if found is None:
        return None
    answer = found.answer
    judged = []
    for name, says in PARTS.items():
        stated, verified = getattr(answer.claimed, name), getattr(answer.verified, name)
        judged.append(
            {"what": says, "stated": label(stated.outcome), "verified": label(verified.outcome),
             "because": spoken(verified.because), "source": list(verified.source)}
        )  # fmt: skip
    dated = sorted(((training.day(row) or "", row) for row in found.rows), key=lambda each: (each[0], each[1].id))
    rows = [_row(row, day) for day, row in dated if day <= on.isoformat()]
    rolled = answer.due_on_rolled.isoformat()
    return {"due_on": answer.due_on.isoformat(), "due_on_rolled": rolled, "judged": judged, "rows": rows}


def _row(row: Any, day: str) -> dict[str, Any]:
    minutes = row.facts.get("minutes")
    return {
        "on": day or None,
        "what": fit(title(row)),
        "more": fit(more(row)),
        "minutes": str(minutes) if minutes else None,
        "confirmed": is_confirmed(row),
        "by": _confirmed_by(row),
    }


def _confirmed_by(row: Any) -> str:
    """Who else than who recorded a training says so."""
    if row.sign_off is not None:
        return f"Signed by the host, {fit(row.sign_off.name)}"
    if row.check is not None:
        who = row.check.recorded_by.name if row.check.recorded_by else "the system administrator"
        return f"Passed the test, checked by {who}"
    if not is_confirmed(row):
        return "Nobody has confirmed it" if row.paper is None else "The paper was not confirmed"
    checked = row.paper.verifications[0]
    return f"By its paper, checked by {checked.verified_by.name if checked.verified_by else 'the system administrator'}"


def _reminders(organisation: Organisation, person: Person, law: Rulings, on: date) -> Iterator[dict[str, Any]]:
    """Of which days of the ladder somebody was told by that day, and what became of it; no address."""
    numbers = law.in_force(on, organisation.slug, None).numbers
    for owing in training_reminders.owing(organisation, [person], law, on):
        for line in reminder_ledger.of(owing, on, numbers):
            if line.on <= on:
                whom = ", ".join(TOLD[each] for each in line.whom)
                yield {"on": line.on.isoformat(), "whom": whom, "became": plainly(REMINDED[line.became])}
