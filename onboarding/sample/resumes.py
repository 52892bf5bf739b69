"""Résumés of the sample world: one kept with an applicant, and one sent before anybody is recorded."""

from onboarding.queries import evidence as known, organisations as places, people
from onboarding.sample.evidence import drawn
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import resumes
from onboarding.services.change import Actor

OF_AN_APPLICANT = (
    "OLGA RENNER",
    "",
    "Registered nurse",
    "",
    "Patient care on a surgical ward, 40 hours a week.",
    "Front desk of a clinic before that.",
)
WAITING = (
    "NOOR HADDAD",
    "",
    "Physical therapy assistant, Bay Rehabilitation",
    "March 2019 to now, 32 hours a week",
    "",
    "Associate degree, Harbor College, 2018",
)


def load() -> None:
    """Send them, where they are not there yet."""
    at = places.by_slug(CEDAR.slug)
    if at is None:
        return
    user = account_of("Selma Stone")
    actor = Actor(user.id, user.name)
    olga = people.by_email(at.id, "olga.renner@people.example")
    if olga and known.resume(olga) is None:
        resumes.keep(actor, olga, drawn(OF_AN_APPLICANT), "olga-renner.png")
    if not resumes.waiting(at, user.id):
        resumes.send(actor, at, drawn(WAITING), "noor-haddad.png", {"name": "Noor Haddad"})
