"""`flask rules` alone, which starts at once: the other commands bring the whole application when they are asked for."""

from collections.abc import Callable
from functools import cache

import click
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo

from onboarding import basis
from onboarding.cli import endings
from onboarding.cli.rules import rules


def alone(create_app: Callable[[], Flask]) -> Flask:
    """An application of commands and nothing else; `create_app` makes the one that all but `rules` need."""
    app = Flask("onboarding", static_folder=None)
    app.cli = _Commands(create_app)
    endings.tell_in_words(rules)
    return app


class _Commands(AppGroup):
    def __init__(self, create_app: Callable[[], Flask]) -> None:
        super().__init__()
        self._create_app = cache(create_app)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == rules.name:
            current_app.extensions["rulebook"] = basis.rulebook(basis.settings())
            return rules
        return self._whole(ctx).get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._whole(ctx).list_commands(ctx)

    def _whole(self, ctx: click.Context) -> click.Group:
        """The commands of the whole application, which is the current one from then on."""
        app = self._create_app()
        ctx.obj = ScriptInfo(create_app=lambda: app)  # for commands that ask for it themselves
        if not current_app or current_app._get_current_object() is not app:  # type: ignore[attr-defined]
            ctx.with_resource(app.app_context())
        return app.cli
