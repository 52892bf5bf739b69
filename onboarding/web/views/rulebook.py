"""The rulebook as a page: every number, question, provision and holiday, each with its citation. Open to anybody."""

from flask import Blueprint, current_app, render_template

views = Blueprint("rulebook", __name__)


@views.get("/")
def index() -> str:
    """The rulebook in force. It holds L&I's published rules and nobody's records."""
    return render_template("rulebook/index.html", book=current_app.extensions["rulebook"])
