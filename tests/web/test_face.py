"""The frame around every page: it offers what the face holds, and nothing else."""

from flask import Flask, flash, g

from onboarding.web.access import anyone
from onboarding.web.face import Face, Link, Organisation, User
from tests.page import Page, fetch
from tests.plain import plain_app

FULL = Face(
    user=User("Ana <Reyes>"),
    organisation=Organisation("Rainier COHE", "rainier"),
    roles=("HSC supervisor", "HR"),
    navigation=(Link("People", "/?people", current=True), Link("Training", "/?training")),
    search_address="/?search",
    switch_address="/?switch",
    account_address="/?account",
    sign_in_address="/?sign-in",
    sign_out_address="/out",
    sample=True,
)


def app_with(face: Face | None, *flashes: tuple[str, str]) -> Flask:
    app = plain_app()

    @app.post("/out")
    @anyone
    def _out() -> str:
        return "out"

    @app.before_request
    def _arrive() -> None:
        if face:
            g.face = face
        for category, text in flashes:
            flash(text, category)

    return app


def page_with(face: Face | None, *flashes: tuple[str, str]) -> Page:
    return fetch(app_with(face, *flashes).test_client(), "/")


def header(page: Page) -> str:
    return " ".join("".join(page.all("header")[0].itertext()).split())


def test_a_visitor_sees_the_name_and_where_to_sign_in() -> None:
    assert header(page_with(None)) == "HSC onboarding Sign in"
    assert header(page_with(Face())) == "HSC onboarding"


def test_a_user_sees_who_where_and_in_what_role() -> None:
    page = page_with(FULL)
    said = header(page)
    for words in ("Rainier COHE", "HSC supervisor, HR", "Switch organization", "Ana <Reyes>", "Sign out", "People"):
        assert words in said
    assert "Sign in" not in said
    assert "Sample data. Nothing here is real." in " ".join("".join(page.tree.itertext()).split())
    assert [link.get("href") for link in page.all("a") if link.get("aria-current")] == ["/?people"]


def test_what_the_face_does_not_hold_is_not_offered() -> None:
    page = page_with(Face(user=User("Ana Reyes")))
    assert header(page) == "HSC onboarding Ana Reyes"
    assert not page.all("form", "search")
    assert "Sample" not in page.html


def test_signing_out_is_a_form_with_its_token() -> None:
    (out,) = [form for form in page_with(FULL).all("form") if form.get("method") == "post"]
    assert out.get("action") == "/out"
    assert [each.get("name") for each in out.iter("input")] == ["csrf_token"]


def test_what_was_flashed_is_shown_once_each_in_its_kind() -> None:
    page = page_with(None, ("success", "Saved."), ("message", "By <the> way."), ("error", "Not so."))
    assert page.messages == ["Saved.", "By <the> way.", "Not so."]
    assert [box.get("role") for box in page.with_class("usa-alert")] == ["status", "status", "alert"]
