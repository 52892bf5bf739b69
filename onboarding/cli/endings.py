"""How every command ends that could not be done: with what happened and what to do, and never a traceback."""

import functools
import sys
from collections.abc import Callable
from typing import Any

import click

TOLD = "told_in_words"  # of a command's function that is one of these already


def tell_in_words(command: click.Command) -> None:
    """Have a command, and each below it, end in words. May be done again: applications share their commands."""
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        tell_in_words(below)
    if command.callback and not hasattr(command.callback, TOLD):
        command.callback = _told(command.callback)


def _told(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*arguments: Any, **named: Any) -> Any:
        try:
            done = function(*arguments, **named)
            sys.stdout.flush()  # while a full disk can still be told of
        except BrokenPipeError:
            raise  # whoever read the output has had enough: no trouble, and click's to end
        except Exception as error:
            from onboarding.cli.ends import end  # not before: what ends well needs none of it

            end(error)
            raise
        else:
            return done

    setattr(run, TOLD, True)
    return run
