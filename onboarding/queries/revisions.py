"""What a page showed of an application, so that who sends something is told what others changed after it was opened."""

from collections.abc import Mapping
from typing import Any

from onboarding.extensions import db
from onboarding.formats.claims import fact_hash
from onboarding.models.account import User
from onboarding.models.claim import FactDecision
from onboarding.queries.dossier import Dossier, decided_in_words
from onboarding.rules.wording import listed

SAME = 12  # letters of a hash, by which a job or degree as it is stated is told from what was stated before


def of_fact(whole: Dossier, fact: str) -> str:
    """A job or degree as a page shows it: what is stated, decided and attached."""
    decision = whole.decisions.get(fact)
    proofs = "-".join(str(item.id) for item in whole.proofs.get(fact, ()))
    return f"{fact_hash(whole.facts[fact])[:SAME]}.{decision.id if decision else 0}.{proofs}"


def of_interview(statements: Mapping[str, Any]) -> int:
    """What is said of skills and standing, as a page shows it: the last of what was recorded."""
    return max((row.id for row in statements.values()), default=0)


def changed_of_fact(whole: Dossier, fact: str, seen: str) -> str | None:
    """What others changed of it since a page showed it so, in words; None for nothing."""
    now, before = of_fact(whole, fact).split("."), seen.split(".")
    if now == before:
        return None
    stated, decided, proven = (new != old for new, old in zip(now, [*before, "", ""], strict=False))
    found = []
    if stated:
        found.append("what the applicant states was corrected")
    if decided and (decision := whole.decisions.get(fact)):
        found.append(_decided(decision))
    if proven:
        files = [item.title for item in whole.proofs.get(fact, ())]
        found.append(f"the files that prove it are now {listed(files)}" if files else "no file proves it any more")
    return "; ".join(found) or "it was changed"


def changed_in_interview(statements: Mapping[str, Any], seen: int, names: dict[str, str]) -> str | None:
    """The same of skills and standing, each called by its name."""
    later = [row for row in statements.values() if row.id > seen]
    said = [f"{names[row.about]}: {'yes' if row.value else 'no'}" for row in later]
    return f"{_name(later[-1].recorded_by_id)} recorded {listed(said)}" if later else None


def _decided(decision: FactDecision) -> str:
    what = decided_in_words(decision.decided)
    said = f"decided “{what}”" if what else "took the decision back"
    return f"{_name(decision.decided_by_id)} {said}: {decision.reason}"


def _name(user_id: int | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else "Somebody"
