"""`flask messages`: what an operator does about messages."""

import click

from onboarding.cli.noun import Noun, operator
from onboarding.services import outbox

messages = Noun("messages", help="Release the mail of a restored copy, and read what could not be sent.")


@messages.command("release")
def release() -> None:
    """Send mail from this copy from now on. Be sure that the original sends no more."""
    count = outbox.release(operator())
    click.echo("Mail is sent from now on." if count else "Nothing was held.")


@messages.command("show")
@click.argument("id", type=int)
def show(id: int) -> None:
    """Print message ID, as where no mail server is set up; that it was read is written to the trail."""
    message = outbox.read(operator(), id)
    click.echo(f"To: {message.to_address}\nSubject: {message.subject}\nState: {message.state}\n\n{message.body}")


@messages.command("list")
def listed() -> None:
    """List the messages that were not sent, the latest first."""
    for message in outbox.unsent():
        click.echo(f"{message.id}\t{message.state}\t{message.to_address}\t{message.subject}")
