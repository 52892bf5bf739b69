"""What is let in: our own address, no more than fits; and that a proxy is believed only where one was promised."""

from io import BytesIO

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from onboarding import create_app
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.roles import ROLES_OF, OrganisationKind, Role
from onboarding.web.access import anyone
from tests.accounts.steps import token_of
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.stored import on_sqlite

OURS = "https://onboarding.example.org"


def client(**settings: object) -> FlaskClient:
    app = create_app(Config(base_url=OURS)._replace(**settings))  # type: ignore[arg-type]
    app.config["WTF_CSRF_ENABLED"] = False

    @app.route("/seen", methods=["GET", "POST"])
    @anyone
    def seen() -> dict[str, object]:
        return {"from": request.remote_addr, "scheme": request.scheme, "host": request.host, "form": len(request.form)}

    return app.test_client()


def status(asked: FlaskClient, host: str, path: str = "/seen") -> int:
    with asked.get(path, headers={"Host": host}) as answer:
        return answer.status_code


@pytest.mark.parametrize("host", ["onboarding.example.org", "onboarding.example.org:443", "ONBOARDING.example.org"])
def test_our_own_host_is_answered(host: str) -> None:
    assert status(client(), host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "onboarding.example.org.evil.example",
        "evil.example:443",
        "127.0.0.1",
        "localhost",
        "a@onboarding.example.org@evil.example",
        "[::1",
        "",
        "onboarding.example.org/evil",
        "evil.example#onboarding.example.org",
    ],
)
def test_another_host_is_refused(host: str) -> None:
    assert status(client(), host) == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_has_several_names(host: str) -> None:
    assert status(client(base_url="http://127.0.0.1:8000"), host) == 200
    assert status(client(base_url="http://127.0.0.1:8000"), "evil.example") == 400


def test_health_is_answered_to_whoever_watches() -> None:
    assert status(client(), "10.0.0.5:8000", "/health") == 200


FORWARDED = {
    "Host": "onboarding.example.org",
    "X-Forwarded-For": "6.6.6.6, 203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


def test_as_many_proxies_are_believed_as_were_promised() -> None:
    alone = client().get("/seen", headers=FORWARDED).get_json()
    behind = client(proxies=1).get("/seen", headers=FORWARDED).get_json()
    assert (alone["from"], alone["scheme"]) == ("127.0.0.1", "http")
    assert (behind["from"], behind["scheme"], behind["host"]) == ("203.0.113.7", "https", "onboarding.example.org")


@pytest.mark.parametrize(("size", "expected"), [(200_000, 200), (300_000, 413)])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_is_too_large_is_refused(size: int, expected: int, kind: str) -> None:
    assert post({"a": "x" * size}, kind) == expected


def test_too_many_fields_are_refused() -> None:
    assert post({f"f{number}": "x" for number in range(250)}, "multipart/form-data") == 413


def post(form: dict[str, str], kind: str) -> int:
    with client().post("/seen", data=form, content_type=kind, headers={"Host": "onboarding.example.org"}) as answer:
        return answer.status_code


def test_only_what_files_are_sent_to_takes_large_bodies(app: Flask) -> None:
    taking = {name for name, view in app.view_functions.items() if getattr(view, "takes_files", False)}
    assert taking == {
        "applicant_links.files",
        "certificates.add",
        "certificates.add_to",
        "claims.edit",
        "evidence.new",
        "forms.index",
        "imports.again",
        "imports.new",
        "packet_checks.index",
        "packet_looks.edit",
        "people.new",
        "rulings.add_paper",
        "screening.prove_by_file",
        "source_pages.check",
        "several.credential",
        "several.training",
        "courses.add_material",
        "course_approvals.answer",
        "course_approvals.correct",
        "standing.record",
        "training.areas",
        "training.correct",
        "training.record",
    }


@pytest.mark.parametrize(
    ("path", "sent", "expected"),
    [
        ("imports/staff", {"file": (BytesIO(b"x" * 300_000), "a.csv")}, 400),  # asked for its token
        ("imports/staff", {"table": "x" * 300_000}, 413),  # what is no file is small there too
        ("imports/open/1/take", {"table": "x" * 300_000}, 413),
        ("imports/open/1/columns", {"file": (BytesIO(b"x" * 300_000), "a.csv")}, 413),
    ],
)
@on_sqlite
def test_a_table_is_sent_once_and_as_a_file(app: Flask, path: str, sent: dict[str, object], expected: int) -> None:
    client = sign_in(app.test_client(), make_member(make_cohe(), Role.MANAGER))
    with client.post(f"/at/valley/{path}", data=sent, content_type="multipart/form-data") as answer:
        assert answer.status_code == expected


def test_the_application_knows_its_limits(app: Flask) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 256 * 1024


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "9" * 25])
def test_a_number_that_no_record_can_have_leads_nowhere(app: Flask, number: str) -> None:
    """SQLite fails at a number beyond its own."""
    client = sign_in(app.test_client(), make_member(make_cohe(), *ROLES_OF[OrganisationKind.COHE]))
    for path in (
        "people/{}",
        "people/{}/account",
        "messages/{}",
        "members/{}/end",
        "rulings/{}",
        "evidence/{}",
        "trail/{}",
    ):
        assert client.get(f"/at/valley/{path.format(number)}").status_code == 404


@pytest.mark.parametrize("number", ["2147483648", "9" * 25, "-1", "0", "x"])
def test_a_number_in_a_form_that_no_record_can_have_is_refused_beside_the_field(app: Flask, number: str) -> None:
    cohe = make_cohe()
    make_member(cohe, Role.HSC)
    client = sign_in(app.test_client(), make_member(cohe, Role.MANAGER))
    address = f"/at/valley/people/{make_person(cohe).id}/account"
    answer = client.post(address, data={"user": number, "csrf_token": token_of(client, address)})
    assert answer.status_code == 200
    assert "Choose from the list." in answer.get_data(as_text=True)


def test_the_one_sign_that_postgresql_cannot_keep_is_never_kept(app: Flask) -> None:
    client = sign_in(app.test_client(), make_member(make_cohe(), Role.MANAGER))
    assert client.get("/at/valley/people?q=%00").status_code == 200
    typed = {"name": "Ana\0Ruiz", "applied_for": "hsc", "csrf_token": token_of(client, "/at/valley/people/new")}
    assert client.post("/at/valley/people/new", data=typed).status_code == 302
    assert db.session.query(Person).one().name == "Ana\N{REPLACEMENT CHARACTER}Ruiz"
