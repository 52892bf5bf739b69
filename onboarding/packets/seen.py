"""What of a packet nobody has looked at yet, so that the clock may not issue it."""

from collections.abc import Mapping
from typing import Any

from onboarding.rules.wording import count

NONE_BEFORE = "No packet of this definition stands that somebody looked at."
OTHERWISE_DEFINED = "The definition was changed since the last packet."


def unseen(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    """The reasons, in sentences that name nobody. `before`: the last packet of the same definition, that stands.

    Somebody had that issued, or the clock had, and then it showed nothing else than the one before it.
    """
    if before is None:
        return [NONE_BEFORE]
    was, is_ = before["kept"], now["kept"]
    if was.get("revision") != is_["revision"]:
        return [OTHERWISE_DEFINED]
    known = [_as_shown(each) for each in was["exhibits"]]
    new = sum(_as_shown(each) not in known for each in is_["exhibits"])
    says = f"{count(new, 'piece')} of evidence {'is' if new == 1 else 'are'} new in it, or shown otherwise."
    return [says] if new else []


def _as_shown(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key != "person"}
