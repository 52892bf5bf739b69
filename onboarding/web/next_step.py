"""The one thing to do next about a person: a button for those who may do it, a sentence for the others."""

from typing import Any, NamedTuple

from flask import url_for

from onboarding.permissions import May
from onboarding.rules.duties import Kind
from onboarding.rules.journey import Act, Next
from onboarding.web.access import Scope


class Offer(NamedTuple):
    """What is next. `address` None: it is for others, and `says` for whom it waits. Else `says` is the button."""

    says: str
    address: str | None = None


class _Way(NamedTuple):
    """Where it is done, by whom, and what those read who may not."""

    does: str
    page: str
    may: May
    waits: str


SCREENERS, KEEPERS = "Waiting for a screener.", "Waiting for a manager to {}."
AT_LNI = {
    Kind.SEND: ("Record that the application went to L&I", "Record that the supplemental application went to L&I"),
    Kind.RESEND: (
        "Record that the application was sent again",
        "Record that the supplemental application was sent again",
    ),
    Kind.ANSWER: ("Record L&I's answer", "Record L&I's answer to the supplemental application"),
    Kind.EFFECT: ("Record L&I's answer", "Record L&I's answer"),
    Kind.REACTIVATE: ("Record the reactivation", "Record the reactivation"),
    Kind.CHECK: ("Record the account's status", "Record the account's status"),
    Kind.REPORT: ("Record the report to L&I", "Record the report to L&I"),
    Kind.BILL: ("Record a bill to L&I", "Record a bill to L&I"),
}
WAYS = {
    Act.APPLY: _Way("Add the application", "claims.edit", May.SCREEN, "Waiting for the application."),
    Act.SCREEN: _Way("Start screening", "screening.show", May.SCREEN, SCREENERS),
    Act.SETTLE: _Way("Record what arrived", "determinations.show", May.SCREEN, "Waiting for the applicant."),
    Act.DECIDE: _Way(
        "Decide about {name}", "determinations.show", May.DECIDE, "Waiting for a decision by HR or a manager."
    ),
    Act.HIRE: _Way("Record the hire", "hiring.hire", May.HIRE, "Waiting for HR or a manager to record the hire."),
    Act.SUPERVISE: _Way(
        "Name the supervising HSC", "hiring.supervisor", May.KEEP_STAFF, KEEPERS.format("name the supervising HSC")
    ),
    Act.MEND: _Way(
        "Correct what is recorded",
        "credentials.show",
        May.KEEP_STAFF,
        KEEPERS.format("correct what is recorded of L&I"),
    ),
    Kind.TRAIN: _Way(
        "See the training still needed", "training.show", May.READ_STAFF, KEEPERS.format("see to the training")
    ),
    Kind.STEP: _Way(
        "Mark the first weeks' steps", "checklist.show", May.KEEP_STAFF, KEEPERS.format("mark the first weeks' steps")
    ),
}
OWN_WORK = "You recommended this. Waiting for a decision by somebody else."


def offer(scope: Scope, person: Any, stands: Any, following: Next | None) -> Offer | None:
    """What to offer this user; None where nothing is next, or it is nothing that they are to know of."""
    if following is None or scope.own_only:
        return None
    if following.act in AT_LNI:
        return _at_lni(scope, person, following)
    way = WAYS[following.act]
    if not scope.may(way.may):
        return Offer(way.waits)
    if following.act is Act.DECIDE and scope.user.id in (stands.recommended.recommended_by_id, person.user_id):
        return Offer(OWN_WORK)
    return Offer(way.does.format(name=person.name), url_for(way.page, id=person.id))


def _at_lni(scope: Scope, person: Any, following: Next) -> Offer:
    says = AT_LNI[Kind(following.act)][following.place == "supplemental"]
    if not scope.may(May.KEEP_STAFF):
        what = f"{says[:1].lower()}{says[1:]}"
        return Offer("Waiting for L&I." if following.act in (Kind.ANSWER, Kind.EFFECT) else KEEPERS.format(what))
    return Offer(says, url_for("credential_events.new", id=person.id, track=following.place))
