"""The open questions: whom each touches, what each reading would give, and one letter to L&I that asks them."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request

from onboarding import clock
from onboarding.packets.letter import printed
from onboarding.permissions import May
from onboarding.queries import open_questions as found, organisations
from onboarding.web.access import Scope, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.law import rulings_of

views = Blueprint("open_questions", __name__, url_prefix="/at/<organisation>/rulings/questions")
SUBJECT = "Questions on the qualifications and training of HSCs"
TEXT = "text/plain; charset=utf-8"


@views.get("")
@members(May.READ_APPLICANTS)
def index(scope: Scope) -> str:
    """Every open question, those that touch most people first."""
    scope.only_cohe()
    return render_template(
        "open_questions/index.html",
        asked=_asked(scope),
        may_rule=scope.may(May.RULE),
        may_write=scope.may(May.WORD_LETTERS),
        whole=scope.may(May.READ_STAFF),
    )


@views.get("/letter")
@members(May.WORD_LETTERS)
def letter(scope: Scope) -> str:
    """The letter with the chosen questions, to be read before it is taken away."""
    scope.only_cohe()
    chosen = _chosen(scope)
    text = _draft(scope, chosen) if chosen else ""
    return render_template("open_questions/letter.html", subject=SUBJECT, text=text, about=[each.id for each in chosen])


@views.get("/letter.<any(pdf, txt):suffix>")
@members(May.WORD_LETTERS)
def paper(scope: Scope, suffix: str) -> Response:
    """The same letter as a file."""
    scope.only_cohe()
    today, text = clock.today(), _draft(scope, _chosen(scope))
    name = f"questions-to-lni-{today.isoformat()}.{suffix}"
    if suffix == "txt":
        return attachment(f"{SUBJECT}\n\n{text}\n", name, TEXT)
    to = ", ".join(_to(scope)) or "L&I contract manager"
    body = printed(scope.organisation.name, f"{to}, Department of Labor & Industries", today, SUBJECT, text)
    return attachment(body, name, PDF)


def _asked(scope: Scope) -> list[found.Asked]:
    return found.asked(scope.organisation, rulings_of(scope), clock.today(), scope.may(May.READ_STAFF))


def _chosen(scope: Scope) -> list[found.Asked]:
    """The questions named in the address that are open."""
    wanted = request.args.getlist("about")
    return [each for each in _asked(scope) if each.id in wanted]


def _to(scope: Scope) -> Sequence[str]:
    return [user.name for user in organisations.contract_managers(scope.organisation)]


def _draft(scope: Scope, chosen: Sequence[found.Asked]) -> str:
    return found.draft(scope.organisation, chosen, _to(scope), scope.user.name, clock.today())
