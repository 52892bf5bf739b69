"""The four kinds of documents that the rules answer: how each is read, and which rule answers it.

Command line and API both ask here, so that they give the same answer to the same document.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from onboarding.formats import credential, resume, staffing, training
from onboarding.formats.faults import DOCUMENT, Refused
from onboarding.formats.json_documents import Document, Unreadable
from onboarding.formats.shape import Shape
from onboarding.rules.credential import credential as follow_credentials
from onboarding.rules.facts import Applicant, Contradiction
from onboarding.rules.faults import Fault
from onboarding.rules.findings import OnDemand
from onboarding.rules.numbers import Numbers
from onboarding.rules.qualification import screen as screen_applicant
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing import staff
from onboarding.rules.training import train

Answer = tuple[Any, ...] | OnDemand


class Topic(NamedTuple):
    """One kind of document. `note`: what to say of one that is answered all the same."""

    facts: Callable[[Shape, str, Numbers], Any]
    rule: Callable[[Any, Rulings, date], Answer]
    note: Callable[[Any], Fault | None] = lambda _: None


def _unread(applicant: Applicant) -> Fault | None:
    """What to say of a file whose jobs stand where nothing is read; it is answered all the same."""
    if applicant.unread is None:
        return None
    says = (
        f"not found. The jobs seem to stand under {applicant.unread}, in a format that is not read, so nothing is "
        "known of them. Save the file as a JSON Resume"
    )
    return Fault("work", says)


SCREEN = Topic(lambda document, id, _: resume.applicant(document, id), screen_applicant, _unread)
TRAINING = Topic(lambda document, id, _: training.trainee(document, id), train)
CREDENTIAL = Topic(credential.tracks, follow_credentials)
STAFFING = Topic(lambda document, id, _: staffing.staffing(document, id), staff)


def answer(
    topic: Topic, found: Document | Unreadable, seen: set[str], in_force: Rulings, day: date
) -> tuple[Any, Answer]:
    """The facts of one document and the answer. `seen`: the ids of the batch so far, to which its own is added.

    Raises Refused with every fault.
    """
    if isinstance(found, Unreadable):
        raise Refused([found.fault])
    document = Shape.of(found.content)
    id = document.id("id")
    if id is not None and id in seen:
        document.fault("id", f"{id[:40]!a} is given twice in this batch")
    elif id is not None:
        seen.add(id)
    as_of = document.day("as_of") or day
    numbers = in_force.in_force(as_of, document.plain_text("cohe"), None).numbers
    facts = topic.facts(document, found.place if id is None else id, numbers)
    try:
        return facts, topic.rule(facts, in_force, as_of)
    except Contradiction as contradiction:
        raise Refused(contradiction.faults) from contradiction
    except OverflowError as error:
        raise Refused([Fault(DOCUMENT, str(error))]) from error
