"""The versions of courses that a form of a training offers, each with where L&I's approval stands."""

from typing import Any

from flask import request
from wtforms.fields.choices import SelectChoice

from onboarding.queries import courses
from onboarding.web import training_words
from onboarding.web.access import Scope


def offer(scope: Scope, form: Any, also: Any = None) -> bool:
    """Have the form offer every version that was not withdrawn, and `also` one that is recorded.

    Gives whether there is any; a form that asks for no version has no need of one.
    """
    if "version" not in form:
        return True
    versions = [*courses.to_complete(scope.organisation.id)]
    if also is not None and also.id not in {each.id for each in versions}:
        versions.append(also)
    form.version.choices = [
        SelectChoice(each.id, f"{courses.name(each)}. {training_words.approval(each)}") for each in versions
    ]
    if not form.is_submitted() and (asked := request.args.get("version", type=int)):
        form.version.data = asked
    return bool(versions)
