"""Real clocks: several at once, and one that is killed after the receiver has the event and before that is noted."""

import os
import signal
from datetime import date

from onboarding import create_app
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs.webhook_sender import tell_due
from onboarding.models.organisation import Organisation
from onboarding.models.webhook import Webhook
from tests.forks import forks
from tests.make import make_person
from tests.webhooks.make import later, tries
from tests.webhooks.receiver import Receiver, answering

HIRED = date(2026, 1, 5)


def tell(config: Config) -> None:
    with create_app(config).app_context():
        tell_due(config)


def test_a_clock_that_is_killed_while_it_sends_leaves_the_event_to_be_sent_with_the_same_id(
    here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    make_person(cohe, hired_on=HIRED)
    make_person(cohe, hired_on=HIRED)
    db.session.rollback()
    clock = forks.Process(target=tell, args=(here,))
    inbox.behaves = lambda _: os.kill(clock.pid or 0, signal.SIGKILL)
    clock.start()
    clock.join(60)
    assert clock.exitcode == -signal.SIGKILL
    assert tries() == []
    inbox.behaves = answering(204)
    assert tell_due(here) == {}
    with later(minutes=5.1):
        assert tell_due(here) == {"taken": 2}
    first, again, second = (each["id"] for each in inbox.said)
    assert first == again != second


def test_clocks_at_once_send_each_event_once_and_in_order(
    here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    people = [make_person(cohe, hired_on=HIRED).id for _ in range(8)]
    db.session.rollback()
    clocks = [forks.Process(target=tell, args=(here,)) for _ in range(3)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join(60)
    assert [each.exitcode for each in clocks] == [0, 0, 0]
    tell_due(here)  # what came between the last two looks of a clock
    assert [int(each["about"].rpartition("/")[2]) for each in inbox.said] == people
