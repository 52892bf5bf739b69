"""Who looks after whom in the sample world, and what is put off."""

from datetime import timedelta

from onboarding import clock
from onboarding.queries import organisations as places, owners as known, people, put_offs
from onboarding.queries.put_offs import Thing
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import owners, putting_off
from onboarding.services.change import Actor

OWNED = {"Selma Stone": ("ana.reyes", "bodil.berg", "dmitri.volkov"), "Hedda Hale": ("yara.quist", "kira.dunn")}
SCREEN = Thing(put_offs.APPLICATION, "screen")
PUT_OFF = {"dmitri.volkov": (12, "His university answers by mail.")}  # until when, in days from today, and why


def load() -> None:
    """Say so of whom it was not said yet."""
    at = places.by_slug(CEDAR.slug)
    if at is None:
        return
    for name, emails in OWNED.items():
        user = account_of(name)
        for email in emails:
            person = people.by_email(at.id, f"{email}@people.example")
            before = person and known.of(person)
            if person and before and before.id != user.id:
                owners.name_owner(Actor(before.id, before.name), person, user.id, before.id)
            if person and email in PUT_OFF and put_offs.of(person, SCREEN) is None:
                days, because = PUT_OFF[email]
                until = clock.today() + timedelta(days)
                putting_off.put_off(Actor(user.id, user.name), person, SCREEN, until, because)
