"""The trail, for auditors: who did what, when, on what; each entry with its hashes; and the whole to take away."""

import json
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from flask import Blueprint, Response, current_app, render_template, request

from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.permissions import May
from onboarding.queries import trail, trail_names
from onboarding.services import trail_export
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.trail import FilterForm
from onboarding.web.history import ELSEWHERE

PIECE = 65_536  # bytes
views = Blueprint("trail", __name__, url_prefix="/at/<organisation>/trail")


@views.get("")
@members(May.READ_TRAIL)
def index(scope: Scope) -> str:
    """The entries, the latest first, narrowed by what the address asks for."""
    form = FilterForm(request.args)
    asked = _asked(form) if form.validate() else trail.Filters()
    return render_template(
        "trail/index.html",
        found=trail.listed(scope.organisation.id, asked),
        form=form,
        elsewhere=ELSEWHERE,
        narrowed=asked._replace(before=None) != trail.Filters(),
        checkpoint=trail.newest_checkpoint(trail.chain_of(scope.organisation.id).id),
    )


@views.get("/<int:number>")
@members(May.READ_TRAIL)
def show(scope: Scope, number: int) -> str:
    """One entry, with all it holds."""
    entry = scope.load(trail.one, number)
    names = trail_names.names(scope.organisation.id, [entry])
    return render_template("trail/show.html", entry=entry, names=names, elsewhere=ELSEWHERE)


@views.get("/checkpoint")
@members(May.READ_TRAIL)
def checkpoint(scope: Scope) -> Response:
    """The newest signed checkpoint, for somebody outside to keep."""
    chain = trail.chain_of(scope.organisation.id)
    signed = trail.newest_checkpoint(chain.id)
    if signed is None:
        raise OnboardingError("No checkpoint is signed yet. One is signed within a minute of the first entry.")
    line = json.dumps(trail.as_kept(chain.name, signed), sort_keys=True, separators=(",", ":"))
    return _file(line + "\n", f"{chain.name}-checkpoint-{signed.number}.jsonl")


@views.post("/export")
@members(May.READ_TRAIL)
def export(scope: Scope) -> Response:
    """The whole trail as a file that `flask audit verify` reads. That it was taken is an entry itself."""
    chain = trail.chain_of(scope.organisation.id)
    name = f"{chain.name}-trail.jsonl"
    body = _made_ready(trail_export.export(actor(), current_app.extensions["config"], chain))
    next(body)
    return _file(body, name)


def _made_ready(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, all read before the first is sent: a fault is still told as a page, and nobody waits for a reader."""
    with TemporaryFile() as file:
        file.writelines(lines)
        file.seek(0)
        yield b""
        while piece := file.read(PIECE):
            yield piece


def _file(body: str | Iterator[bytes], name: str) -> Response:
    return Response(
        body, mimetype="application/jsonl", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _asked(form: FilterForm) -> trail.Filters:
    word = form.action.data or ""
    return trail.Filters(
        action=Action(word) if word in {each.value for each in Action} else None,
        actor=_text(form.actor.data),
        subject=_text(form.subject.data),
        from_on=form.from_on.data,
        to_on=form.to_on.data,
        before=request.args.get("before", type=int),
    )


def _text(typed: str | None) -> str:
    """What was typed; PostgreSQL takes no NUL."""
    return (typed or "").replace("\0", "").strip()
