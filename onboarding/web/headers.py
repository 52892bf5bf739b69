"""What every response tells the browser: nothing but our own files, no guessing, and no copy kept of a page."""

from flask import Flask, Response, request

POLICY = (  # nothing inline
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The key of a second factor is a picture made for these pages alone, and stands within them.
WITH_A_PICTURE = {"security.two_factor_setup", "security.two_factor_setup_validate"}
# What programs ask for again and again: they say which version they have, and get it only where it is another by now.
ASKED_AGAIN = {"calendars.feed"}
SAFE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
        " midi=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def register(app: Flask) -> None:
    """Send the headers with every response. How long a file of ours may be kept, `static_files` decides."""

    @app.after_request
    def _send(response: Response) -> Response:
        response.headers.update(SAFE)
        if "Content-Disposition" in response.headers:  # a file of somebody's: were it opened, it could do nothing
            response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if request.endpoint in WITH_A_PICTURE:
            response.headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", "img-src 'self' data:")
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "private, no-cache" if request.endpoint in ASKED_AGAIN else "no-store"
            response.vary.add("Cookie")
        return response
