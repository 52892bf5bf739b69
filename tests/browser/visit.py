"""A visitor at the served pages, who notes every error in the console and every request that fails or leaves home."""

from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

UNASKED = "/favicon.ico"  # Chromium looks for it where a page is left before it has said which icon it has

TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const said = each => each && (each.offsetWidth <= 1 && getComputedStyle(each).overflow === 'hidden'
    || said(each.parentElement));  // for screen readers only
  return [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > wide + 1 && !said(each))
    .map(each => `${each.outerHTML.slice(0, 80)} ends at ${each.getBoundingClientRect().right}`);
}"""


class Visit:
    """`go` opens a page; `page` is Playwright's; `close` fails when something went wrong that was not foreseen."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.wrong: list[str] = []
        self.page = self._open()

    def _open(self, **options: object) -> Page:
        self.context = self.browser.new_context(**options)  # type: ignore[arg-type]
        page = self.context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", self._leaves_home)
        page.on("requestfailed", self._failed)
        page.on("response", self._missing)
        return page

    def _said(self, said: ConsoleMessage) -> None:
        at = said.location["url"]
        if said.type in ("error", "warning") and at != f"{self.site}{UNASKED}":
            self.wrong.append(f"console: {said.text} ({at})")

    def _leaves_home(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.wrong.append(f"leaves home: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before all of it was there
            self.wrong.append(f"failed: {request.url} {request.failure}")

    def _missing(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.wrong.append(f"{response.status}: {response.url}")

    def without_scripts(self) -> None:
        """Begin again with JavaScript switched off."""
        self.context.close()
        self.page = self._open(java_script_enabled=False)

    def go(self, path: str, width: int = 1280) -> Page:
        """Open the page at a path, in a window of this width."""
        self.look(width)
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def look(self, width: int, media: Literal["screen", "print"] = "screen") -> None:
        """Give the window another width, or see the page as it is printed."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(media=media)

    def too_wide(self) -> list[str]:
        """What stands out of the window on the right, were it hidden or not."""
        found: list[str] = self.page.evaluate(TOO_WIDE)
        wide, window = self.page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
        return found + ([f"the page is {wide} wide in a window of {window}"] if wide > window else [])

    def foresee(self, text: str) -> None:
        """Take what has gone wrong as meant, where it contains the text."""
        assert any(text in wrong for wrong in self.wrong), (text, self.wrong)
        self.wrong = [wrong for wrong in self.wrong if text not in wrong]

    def met_no_error(self) -> None:
        """Fail when something went wrong that was not foreseen, and begin to note anew."""
        wrong, self.wrong = self.wrong, []
        assert not wrong, "\n".join(wrong)

    def close(self) -> None:
        """End the visit, and fail when something went wrong on it."""
        self.context.close()
        self.met_no_error()
