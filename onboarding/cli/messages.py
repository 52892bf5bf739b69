"""`flask messages`: what an operator does about messages."""

import click

from onboarding.cli.noun import Noun, operator
from onboarding.cli.text import printable
from onboarding.queries import messages as found
from onboarding.queries.messages import IN_WORDS
from onboarding.services import outbox, sending

ID = click.IntRange(1, 2**31 - 1)  # what a database takes for one

messages = Noun("messages", help="Read messages that were not sent, send or withdraw them, and release a copy's mail.")


@messages.command("release")
def release() -> None:
    """Send mail from this copy. Be sure that the original no longer sends."""
    count = sending.release(operator())
    click.echo("Mail is sent from now on." if count else "Nothing was held.")


@messages.command("show")
@click.argument("id", type=ID)
def show(id: int) -> None:
    """Print message ID, its link included, for where no mail is sent. Reading it is recorded in the audit trail."""
    message = outbox.read(operator(), id)
    head = (f"To: {message.to_address}", f"Subject: {message.subject}", f"State: {IN_WORDS[message.state]}", "")
    for line in (*head, *message.body.splitlines()):
        click.echo(printable(line))


@messages.command("list")
def listed() -> None:
    """List the messages that were not sent, the latest first, a hundred at most."""
    for message in found.unsent():
        click.echo(printable(f"{message.id} {IN_WORDS[message.state]}: {message.to_address} {message.subject}"))
        if message.last_error:
            click.echo(printable(f"    the mail server: {message.last_error}"))


@messages.command("retry")
@click.argument("id", type=ID)
def retry(id: int) -> None:
    """Send message ID again. Only for a message of no organization. Managers handle the others."""
    outbox.retry(operator(), None, id)
    click.echo(f"Message {id} will be sent again.")


@messages.command("withdraw")
@click.argument("id", type=ID)
def withdraw(id: int) -> None:
    """Do not send message ID. Only for a message of no organization. Managers handle the others."""
    outbox.withdraw(operator(), None, id)
    click.echo(f"Message {id} will not be sent.")
