"""Which views take files, and how much may be sent to them; every other request is small."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
LARGEST = 110 * 2**20  # bytes of a request: several files of 25 MB
MOST_FIELDS = 1_200  # of a form that a file comes with: sixty jobs and sixty degrees take 1,020


def takes_files(view: View) -> View:
    """A view that files are sent to."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Let more in where files are expected. Before anything reads the form."""

    @app.before_request
    def _allow() -> None:
        if getattr(current_app.view_functions.get(request.endpoint or ""), "takes_files", False):
            request.max_content_length = LARGEST
            request.max_form_parts = MOST_FIELDS
