"""How programs may use the API: how long a token works, how often it may ask, how long a request can be sent again; and
for how long programs that are told by webhooks may not answer.

All of it is house policy. L&I says nothing of programs.
"""

from datetime import date, datetime, timedelta

from onboarding.rules.numbers import Numbers

MINUTE = 60  # seconds


def last_day(made_on: date, numbers: Numbers) -> date:
    """The last day on which a token that is made on a day can work."""
    return made_on + timedelta(days=numbers.api_token_days)


def kept_until(sent_on: date, numbers: Numbers) -> date:
    """Until which day a request that created something can be sent again without creating it twice."""
    return sent_on + timedelta(days=numbers.api_key_days)


def seconds_to_wait(asked: int, second: int, numbers: Numbers) -> int | None:
    """How many seconds a program waits that asked so often in this minute, of which so many seconds are over.

    None where it may ask.
    """
    return MINUTE - second if asked >= numbers.api_requests_a_minute else None


def gives_up(failing_since: datetime, now: datetime, numbers: Numbers) -> bool:
    """Whether a webhook at which nothing was delivered since then is paused now."""
    return now - failing_since >= timedelta(days=numbers.webhook_failing_days)


def old_secret_until(replaced_at: datetime, numbers: Numbers) -> datetime:
    """Until when what goes to a webhook is signed with the secret before, too, so that its receiver can change over."""
    return replaced_at + timedelta(hours=numbers.webhook_old_secret_hours)
