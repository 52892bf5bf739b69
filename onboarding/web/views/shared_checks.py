"""One check of a file that was added for several people, for all whom it is found to be right of."""

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import evidence as found, own
from onboarding.queries.evidence import State
from onboarding.rules.wording import count, listed
from onboarding.services import shared_checks as changes
from onboarding.web import beside
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.shared_checks import SharedCheckForm
from onboarding.web.sent import on_to, sent
from onboarding.web.views.evidence import check_of, the_item

views = Blueprint("shared_checks", __name__, url_prefix="/at/<organisation>/evidence")


@views.route("/<int:id>/verify-for-all", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def verify(scope: Scope, id: int) -> str | Response:
    """Record one check for everybody for whom the file was added; chosen beforehand, who has none yet."""
    item = the_item(scope, id)
    copies, mine = found.shared(item), own.records_of(scope.user.id)
    form = SharedCheckForm(data={"checked_on": clock.today(), "people": _unchecked(copies, mine)})
    form.people.choices = [SelectChoice(each.id, _who(each)) for each in copies if each.person_id not in mine]

    def verify_for() -> list[str]:
        return changes.verify_for(actor(), item, form.people.data, check_of(form))

    if done := sent(form, verify_for):
        said = f"The check was recorded for {count(len(done.gave), 'person', 'people')}: {listed(done.gave)}."
        return on_to(url_for("evidence.show", id=id), said)
    return render_template(
        "shared_checks/verify.html",
        form=form,
        item=item,
        own=[each.person.name for each in copies if each.person_id in mine],
        beside=beside.of_item(item) if found.counts(item) else None,
    )


def _unchecked(copies: Any, mine: Any) -> list[int]:
    return [each.id for each in copies if each.person_id not in mine and found.state(each) is State.UNVERIFIED]


def _who(item: Any) -> str:
    """Whose copy it is, and what came of a check of it before."""
    state = found.state(item)
    return item.person.name if state is State.UNVERIFIED else f"{item.person.name}. Checked before: {STATES[state]}"


STATES = {
    State.CONFIRMED: "it is right",
    State.CONTRADICTED: "it is not right",
    State.NOT_CONFIRMED: "they could not or would not say",
}
