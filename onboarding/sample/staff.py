"""What is under way about those who work here: a promotion, who supervises, L&I's word on a hire, and what is kept."""

from datetime import timedelta
from typing import Any

from onboarding import clock
from onboarding.queries import comments as said, grounds, hiring as known, keeping, organisations as places, people
from onboarding.roles import StaffRole
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import comments, erasures, hiring, holds
from onboarding.services.change import Actor

AUDIT, OVER = "L&I's audit of last year's claims.", "The audit is over."
ASKED_TO_GO = "She asked for it in writing on leaving."


def load() -> None:
    """Record what is not there yet."""
    at = places.by_slug(CEDAR.slug)
    if at is None:
        return
    manager = Actor(account_of("Max Moreno").id, "Max Moreno")
    who = {name: people.by_email(at.id, f"{name}@people.example") for name in ("jonas.weber", "kalani.akana")}
    assistant, hsc = who["jonas.weber"], who["kalani.akana"]
    if assistant and hsc and known.supervision(assistant) is None:
        hiring.supervise(manager, assistant, hsc, clock.today() - timedelta(190))
    if assistant and known.promotion(assistant) is None:
        hiring.seek_promotion(manager, assistant, StaffRole.HSC)
    if hsc and (rests_on := grounds.ground(hsc)) and not rests_on.settled:
        hiring.accept(manager, hsc, "Clay Corbin, contract manager, by letter.", clock.today() - timedelta(700))
    ana = people.by_email(at.id, "ana.reyes@people.example")
    if ana and not said.of(ana, manager.user_id or 0):
        comments.comment(manager, ana, "She can start in January at the earliest. Call her after four.")
    _kept(at, manager)


def _kept(at: Any, manager: Actor) -> None:
    """Somebody whose records a hold keeps, somebody whose hold is to end, and somebody who is to be erased."""
    if keeping.holds(at.id):
        return
    for name, ends in (("omar.farouk", False), ("pilar.nunez", True)):
        person = people.by_email(at.id, f"{name}@people.example")
        hold = holds.place(manager, at, person, AUDIT)
        if ends:
            holds.ask_to_lift(manager, at, hold.id, OVER)
    if nadia := people.by_email(at.id, "nadia.petrova@people.example"):
        erasures.ask(manager, nadia, ASKED_TO_GO)
