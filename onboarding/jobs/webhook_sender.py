"""Telling webhooks what is due: claim one, post it, say what became of it. Several clocks can do so at once."""

import ssl
from collections import Counter
from collections.abc import Callable

from onboarding import clock
from onboarding.config import Config
from onboarding.messages import posting, webhook_words
from onboarding.messages.reachable import allowed
from onboarding.services import sending, webhook_turns as turns
from onboarding.services.webhook_turns import Claimed

AT_ONCE = 200  # then the clock has its turn again


def tell_due(
    config: Config,
    limit: int = AT_ONCE,
    tls: ssl.SSLContext | None = None,
    ended: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Send webhooks what is due; how much was taken, refused or lost to another clock, and what was paused for it.

    From a restored copy nothing is sent until its mail is released. `ended` is asked before each whether to stop here.
    """
    counts: Counter[str] = Counter()
    if sending.held():
        return counts
    while counts.total() < limit and not ended() and (claimed := turns.claim()):
        try:
            status = _post(config, claimed, tls)
        except posting.NotTakenError as error:
            counts["paused" if turns.refused(claimed, str(error), error.status) else "refused"] += 1
        else:
            counts["taken" if turns.taken(claimed, status) else "lost"] += 1
    return counts


def _post(config: Config, claimed: Claimed, tls: ssl.SSLContext | None) -> int:
    body = webhook_words.body(claimed.id, claimed.event, claimed.slug)
    headers = webhook_words.headers(claimed.id, clock.now(), body, claimed.secrets)
    return posting.post(claimed.url, body, dict(headers), allowed(config), tls)
