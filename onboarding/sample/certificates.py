"""Certificates in the sample world: one waits for the manager, one was sent back."""

from datetime import timedelta

from onboarding import clock
from onboarding.queries import certificates as found, organisations as places, people as known
from onboarding.queries.training import Part
from onboarding.sample.evidence import drawn
from onboarding.sample.organisations import CEDAR
from onboarding.sample.people import manager
from onboarding.services import certificates
from onboarding.services.certificates import Brought
from onboarding.services.change import Actor
from onboarding.services.training import TrainingFacts

WAITS = ("CERTIFICATE OF COMPLETION", "", "Community services for injured workers", "", "Hugo Harper")
DARK = ("(too dark to read)",)


def load() -> None:
    """Have Hugo Harper add both, unless something of theirs is there already."""
    cedar = places.by_slug(CEDAR.slug)
    hugo = known.by_email(cedar.id, "hugo.harper@people.example") if cedar else None
    if cedar is None or hugo is None or hugo.user_id is None or found.of_person(hugo):
        return
    own, on = Actor(hugo.user_id, "Hugo Harper"), (clock.today() - timedelta(days=3)).isoformat()
    said = [TrainingFacts(Part.INITIAL, {"area": "community", "on": on, "trainer": "Wanda Wells"})]
    brought = Brought("Initial training: community services", said=said)
    dark = certificates.add(own, hugo, drawn(DARK), "IMG_2201.png", brought)
    certificates.send_back(Actor(manager(cedar.id), "sample"), hugo, dark.id, "It is too dark to read.")
    certificates.add(own, hugo, drawn(WAITS), "IMG_2207.png", brought)
