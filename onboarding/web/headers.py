"""What every response tells the browser: nothing but our own files, and no guessing."""

from flask import Flask, Response

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def register(app: Flask) -> None:
    """Send the headers with every response."""

    @app.after_request
    def _send(response: Response) -> Response:
        response.headers.update(SAFE)
        return response
