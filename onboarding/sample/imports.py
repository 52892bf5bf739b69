"""Tables of the sample world: one that was taken in, one that was undone, and one that waits to be looked at."""

from flask import current_app

from onboarding.queries import imported, organisations as places, rulings
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import imports, undoing
from onboarding.services.change import Actor

KIND = imports.KINDS["applicants"]
HEADINGS = "Name,Email,Phone,Applied for,Employer,Job title,Job start,Hours a week\n"
TAKEN_IN = (
    HEADINGS
    + "Bodil Berg,,509-555-0112,Assistant,Orchard Family Medicine,Medical Assistant,March 2021,24\n"  # here already
    + "Sena Kaya,sena.kaya@people.example,,HSC,Foothill Clinic,Registered Nurse,2016,40\n"
)
UNDONE = HEADINGS + "Theo Lund,theo.lund@people.example,,HSC,Bay Hotel,Front Desk,2020,40\n"
WAITING = HEADINGS + "Vera Holt,vera.holt@people.example,,HSC,Mill & Timber,Nurse,31/31/2020,40\n"  # no such day


def load() -> None:
    """Send them, where none was taken in yet."""
    at = places.by_slug(CEDAR.slug)
    if at is None:
        return
    user = account_of("Selma Stone")
    actor, law = Actor(user.id, user.name), rulings.of(at, current_app.extensions["rulebook"])
    done = imported.listed(at.id, [KIND.key])
    for number, (table, because) in enumerate(((TAKEN_IN, None), (UNDONE, "The wrong list."))):
        if number >= len(done):
            sent = imports.send(actor, at, KIND, table.encode())
            batch = imports.take_in(actor, at, sent, law, sent.revision)
            if because:
                undoing.undo(actor, at, batch.id, because)
    if not done:
        imports.send(actor, at, KIND, WAITING.encode())
