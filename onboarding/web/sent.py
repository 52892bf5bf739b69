"""What a form that was sent asks for: done by a service, or refused beside its field; then on to the next page."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from flask import flash, redirect
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.web.fields import put_error

Result = TypeVar("Result")


class Done(NamedTuple, Generic[Result]):
    """It was done, and `gave` this."""

    gave: Result


def sent(form: FlaskForm, do: Callable[[], Result], catch_up: Callable[[], None] = lambda: None) -> Done[Result] | None:
    """Do what the form asks for. None where it was not sent, does not hold, or was refused, and then it says why.

    `catch_up`: has the form carry what is recorded now. It is called where somebody changed that meanwhile: the sender
    is told, and may send it again. Raises NotFoundError where there is nothing to do it with. Where it was done before,
    the service says so instead.
    """
    if not form.validate_on_submit():
        return None
    try:
        return Done(do())
    except NotFoundError:
        raise
    except OnboardingError as error:
        put_error(form, error)
        if isinstance(error, ChangedMeanwhileError):
            catch_up()
        return None


def over(address: str, says: str) -> Response:
    """On to the page at the address, which says why there is nothing to do any more: it was done, or taken back."""
    flash(says, "info")
    return redirect(address)


def on_to(address: str, says: str) -> Response:
    """On to the page at the address, which says what was done."""
    flash(says, "success")
    return redirect(address)
