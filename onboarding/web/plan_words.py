"""A plan of training in words: what a session is for, why another is not proposed, and what became of each option."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from onboarding import clock
from onboarding.planning.needs import ANY, Offer
from onboarding.planning.plan import Comes, Proposal
from onboarding.planning.reasons import Lost, NotTaken, Why
from onboarding.queries import training_sessions
from onboarding.queries.training_plan import Planned
from onboarding.rules.additional_training import TOPIC
from onboarding.rules.training_options_wording import SHORT, START
from onboarding.rules.wording import count, figure, listed, short_day

A_DAY = timedelta(days=1)
NEED = {**TOPIC, ANY: "one activity of option 2"}
ENDED = {Why.FULL: "full", Why.CLOSED: "registration closed", Why.CANCELED: "canceled"}
TAKEN = {Why.BUSY: "booked for something else then", Why.AWAY: "recorded as away then"}
NOT_TAKEN = {
    Why.BUSY: "they are booked for something else then",
    Why.LEFT: "it is after their last day in the role",
    Why.AWAY: "they are recorded as away then",
    Why.OVERLAPS: "it is at the same time",
    Why.OTHERS: "its seats go to others in this plan",
    Why.NO_SOONER: "it would not get them done sooner",
}


def session(offer: Offer, sessions: Mapping[int, Any]) -> str:
    """A session by its name and day."""
    row = sessions[offer.id]
    return f"{training_sessions.name(row)}, {short_day(clock.day_of(row.starts_at))}"


def why(each: Proposal, sessions: Mapping[int, Any]) -> Iterator[str]:
    """Why somebody goes there, what is still missing, and why not sooner; each a sentence."""
    for offer in each.offers:
        needs = [NEED[need] for need in each.lacking.needs if need in each.lacking.gives(offer.activity)]
        minutes = "" if each.lacking.is_enough(offer.activity) else f", {figure(offer.activity.minutes)} minutes of it"
        yield f"{session(offer, sessions)}, is for {listed(needs)}{minutes}."
    if each.comes is Comes.PART:
        yield f"Still missing: {missing(each)}."
    for sooner in each.sooner:
        yield f"Why not {session(sooner.offer, sessions)}: {not_taken(sooner, each)}."


def missing(each: Proposal) -> str:
    """What stays open."""
    return listed(NEED[need] for need in each.missing)


def not_taken(sooner: NotTaken, each: Proposal) -> str:
    """Why a session that is sooner is not proposed."""
    if sooner.why in ENDED:
        since = f" since {short_day(sooner.offer.gone_on)}" if sooner.offer.gone_on else ""
        return f"{ENDED[sooner.why]}{since}"
    if sooner.why is Why.NO_SOONER and not each.offers:
        return "it is not enough by itself"
    return NOT_TAKEN[sooner.why]


def lost(each: Proposal, sessions: Mapping[int, Any]) -> list[str]:
    """What can be had in time no more; and of each kind of training why, and since when."""
    return [f"Missing: {NEED[each.lost[0].need]}.", *(_lost(one, sessions) for one in each.lost)]


def to_arrange(each: Proposal) -> list[str]:
    """What can still be started without a session that is offered; why nothing is proposed, where there is nothing."""
    found = [f"{SHORT[one.kind]}. {START[one.kind]} by {short_day(one.start_by)}." for one in each.outside]
    return found or ["Every seat that would help goes to somebody else in this plan."]


def _lost(each: Lost, sessions: Mapping[int, Any]) -> str:
    kind = SHORT[each.kind]
    if each.why is Why.NONE:
        return f"{kind}: none is offered in time."
    if each.on is None:
        return f"{kind}: {NOT_TAKEN[Why.LEFT]}."
    if each.offer is None:
        return f"{kind}: had to be started by {short_day(each.on - A_DAY)}."
    how = TAKEN.get(each.why) or ENDED[each.why]
    return f"{session(each.offer, sessions)}: {how} since {short_day(each.on)}."


def quality(found: Planned) -> str:
    """How good the plan is, as far as that is proved."""
    if found.plan.is_proved:
        return "No other plan gets more people done in time, or these people done sooner."
    in_time = found.plan.first.in_time
    if in_time.is_proved:
        return "No other plan gets more people done in time. There may be one that gets them done sooner."
    booked = sum(each.in_time and each.comes is Comes.BOOKED for each in found.plan.proposals)
    return f"The search was stopped. At most {count(in_time.bound + booked, 'person', 'people')} could be done in time."
