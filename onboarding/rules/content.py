"""Training content that L&I has not said, or not confirmed, that it approved. Until it has, nothing is guessed."""

from collections.abc import Iterable
from dataclasses import replace

from onboarding.rules.facts import Activity
from onboarding.rules.wording import listed


def if_granted(activity: Activity) -> Activity:
    """The activity as it counts if L&I says yes to what it was asked; any other as it is."""
    return replace(activity, approved_on=activity.on) if activity.asked_about else activity


def rests_on(activities: Iterable[Activity]) -> str:
    """What L&I was asked and has not answered, and what it is said to have approved and has not confirmed."""
    had = list(activities)
    asked = sorted({each.asked_about for each in had if each.asked_about})
    said = sorted({each.unconfirmed for each in had if each.unconfirmed and each.approved_on})
    waits = f" L&I has not answered yet whether it approves {listed(asked)}." if asked else ""
    return waits + (f" L&I has not confirmed yet that it approved {listed(said)}." if said else "")
