"""Links of the sample world that were used, taken back or ran out: an application handed in, an employer's answer."""

from datetime import timedelta
from typing import Any

from onboarding import clock
from onboarding.queries import applicant_links as known, dossier, missing, organisations as places, people, references
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import applicant_links, information, links, references as asking
from onboarding.services.change import Actor
from onboarding.services.references import AnswerFacts

COME_BY_IT = Actor(None, "sample")
HANDED_IN, TAKEN_BACK, ANSWERED, RAN_OUT = "petra.lang", "ruth.olsen", "chidi.okoro", "nils.ahlberg"
DIPLOMA, LETTER = "Your diploma", "A letter of Northside Clinic on your duties and hours"


def load() -> None:
    """Have come what did not come yet."""
    at = places.by_slug(CEDAR.slug)
    found = {
        name: at and people.by_email(at.id, f"{name}@people.example")
        for name in (HANDED_IN, TAKEN_BACK, ANSWERED, RAN_OUT)
    }
    screener = Actor(account_of("Selma Stone").id, "Selma Stone")
    if (petra := found[HANDED_IN]) and known.of_person(petra):
        _hand_in(screener, at, petra)
    if (ruth := found[TAKEN_BACK]) and not known.every(ruth):
        applicant_links.send(screener, ruth)
        applicant_links.withdraw(screener, ruth)
    if (nils := found[RAN_OUT]) and not known.every(nils):
        with clock.as_if(clock.now() - timedelta(days=25)):
            applicant_links.send(screener, nils)
    if (chidi := found[ANSWERED]) and not references.of_person(chidi):
        _ask(screener, at, chidi)


def _hand_in(screener: Actor, at: Any, petra: Any) -> None:
    """She answers one thing that she was asked for; the other is settled here. What she signed waits to be checked."""
    items = {item.asks: item.id for item in missing.of(petra)}
    link, claim = known.of_person(petra), dossier.of(petra).claim
    assert link is not None
    assert claim is not None
    if LETTER in items:
        information.settle(screener, at, items[LETTER], "It came by mail.")
    token, said = links.token_of(applicant_links.PURPOSE, link.nonce), {"providerId": True, "lniIssues": False}
    applicant_links.hand_in(COME_BY_IT, token, claim.facts, said, {items[DIPLOMA]: "I sent it to Selma Stone."})


def _ask(screener: Actor, at: Any, chidi: Any) -> None:
    """One job is confirmed; the question about the other is withdrawn."""
    facts = dossier.of(chidi).facts
    first, second = (
        asking.ask(screener, chidi, fact, dossier.asked_of(facts[fact]), "Human Resources", f"hr{fact}@valley.example")
        for fact in ("j1", "j2")
    )
    answer = AnswerFacts(references.Answer.CONFIRMED, {}, None, "Ria Roe", "Human Resources")
    asking.answer(COME_BY_IT, links.token_of(asking.PURPOSE, first.nonce), answer)
    asking.withdraw(screener, at, second.id, "The clinic closed.")
