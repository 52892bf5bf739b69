"""Our own CSS, scripts and pictures: an address that changes with the content, so that browsers may keep copies."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request, url_for

FOR_EVER = "public, max-age=31536000, immutable"
ICONS = "vendor/uswds/img/sprite.svg"
A_DAY = "public, max-age=86400"  # what vendored CSS names itself, without our ?v=: fonts and icons, which hardly change


@lru_cache(maxsize=256)
def _digest(path: Path, changed_at: int) -> str:  # noqa: ARG001 - a changed file is another key
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def version(folder: str, name: str) -> str | None:
    """The first digits of a file's hash; None where there is no such file."""
    path = Path(folder, name)
    try:
        return _digest(path, path.stat().st_mtime_ns)
    except OSError:
        return None


def register(app: Flask) -> None:
    """Add ?v= to every address of a static file, and let it be kept for ever exactly as long as that is its hash."""
    folder = app.static_folder or ""

    @app.url_defaults
    def _add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values and "v" not in values:
            values["v"] = version(folder, values["filename"])

    @app.template_global()
    def icons() -> str:
        """The address of the icons, made once for a page, which shows dozens."""
        if "icons" not in g:
            g.icons = url_for("static", filename=ICONS)
        return str(g.icons)

    @app.after_request
    def _keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            name = (request.view_args or {})["filename"]
            asked = request.args.get("v")
            if asked is not None and asked == version(folder, name):
                response.headers["Cache-Control"] = FOR_EVER
            else:
                response.headers["Cache-Control"] = A_DAY if name.startswith("vendor/") else "no-cache"
        elif request.endpoint == "static":
            response.headers["Cache-Control"] = "no-store"
        return response
