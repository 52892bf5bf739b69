"""What is let in at all: requests for our own address, no larger than ours are; and whose word counts on who asks."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from onboarding.config import Config
from onboarding.setting import loopback
from onboarding.web.bodies import read_out

HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
LARGEST = 256 * 1024  # bytes of a request; a view that takes files sets its own
MOST_FIELDS = 200
WITHOUT_ADDRESSES = ("health.health", "health.ready")  # make no links, and are asked by machines


def register(app: Flask, config: Config) -> None:
    """Set the limits, believe as many proxies as there are, and refuse what was sent to another host's name.

    Whatever is refused, and by whichever part, is read to its end first.
    """
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST, MAX_FORM_PARTS=MOST_FIELDS)
    if config.proxies:
        fixed = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=0)
        app.wsgi_app = fixed  # type: ignore[method-assign]
    app.wsgi_app = read_out(app.wsgi_app)  # type: ignore[method-assign,assignment]
    own = urlsplit(config.base_url).hostname or ""

    @app.before_request
    def _refuse_other_hosts() -> Response | None:
        asked = _name(request.headers.get("Host", ""))
        if request.endpoint in WITHOUT_ADDRESSES or asked == own or (loopback(own) and loopback(asked)):
            return None
        return Response("This is not the address of the site. See ONBOARDING_BASE_URL.\n", 400, mimetype="text/plain")


def _name(host: str) -> str:
    """The name without the port, in small letters; nothing where it is none."""
    found = HOST.fullmatch(host)
    return found[1].strip("[]").casefold() if found else ""
