"""A name in every text that a page takes is nowhere any more once everybody it was typed of is erased."""

import importlib
import io
import json
import pkgutil
from collections.abc import Iterator
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from onboarding import clock
from onboarding.extensions import db
from onboarding.formats.tables.applicants import Applicant
from onboarding.models.account import User
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.certificate import Certificate
from onboarding.models.credential import Track
from onboarding.models.determination import InformationItem
from onboarding.models.evidence import EvidenceItem
from onboarding.models.keeping import Hold
from onboarding.models.organisation import Organisation
from onboarding.models.payment import TrainingPayment
from onboarding.models.person import Person
from onboarding.models.reference import ReferenceRequest
from onboarding.models.sign_off import SignOffLink
from onboarding.models.staffing import AbsenceRecord, CoverageWay, CoverRecord, CoverRequest, TimeSplit
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.models.training_session import Booking
from onboarding.queries import bookings as rolls, packet_questions, trail_compare
from onboarding.roles import Role, StaffRole
from onboarding.rules.days import Quarter
from onboarding.services import (
    applicant_links,
    claims,
    evidence,
    fees,
    forms as blank_forms,
    holds,
    initiated_claims,
    links,
    organisations,
    packet_replies,
    payments,
    references,
    sign_off_links,
    sweeping,
    training,
    what_ifs,
)
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.fees import FeeSaid
from onboarding.services.payments import Bill
from onboarding.web import forms
from tests.accounts.steps import letter, link_in
from tests.courses.make import ask, given_since, make_version, refuse
from tests.documents.make import make_form, make_pdf
from tests.keeping.planting import NAME, NEEDLE, Planter
from tests.keeping.remains import everything, where_found
from tests.make import (
    HIRED,
    make_cohe,
    make_complete,
    make_evidence,
    make_import,
    make_lni,
    make_member,
    make_person,
    make_ruling,
    sign_in,
)
from tests.packet_shares.make import ask as ask_about, make_packet, make_share, open_page
from tests.packets.issued import make_definition, make_issued
from tests.stored import on_sqlite
from tests.training_sessions.make import book, make_past_session, make_past_visit, make_session

AT = "/at/valley"
# Texts that no erasure has to take away.
NOT_OF_A_PERSON = {
    **dict.fromkeys(
        (
            ("credential_events.new", "number"),
            ("credential_events.history", "number"),
            ("credential_events.correct", "number"),
            ("credentials.details", "npi"),
            ("credentials.details", "payee_number"),
        ),
        "takes digits alone, and goes with the person",
    ),
    **dict.fromkeys(
        (
            ("applicant_links.form", "work-N-hoursPerWeek"),
            ("claims.edit", "work-N-hoursPerWeek"),
            ("resumes.show", "work-N-hoursPerWeek"),
            ("screening.decide", "jN-shareN"),
            ("rulings.new", "value"),
        ),
        "takes a figure alone",
    ),
    ("security.login", "email"): "is looked up, not kept",
    ("packet_shares.new", "address"): "is of somebody outside: refused where it is, or was, that of who has a record",
    ("packet_shares.new", "passphrase"): "is hashed, not kept",
    ("source_pages.check", "file"): "is a page of L&I's, which is compared and not kept",
    ("webhooks.new", "url"): "is the address of a program: refused where it holds the name of who has a record",
    ("packet_looks.edit", "logo"): "is a picture that is drawn anew, and its name is not kept",
    **dict.fromkeys(
        (("imports.new", "file"), ("imports.again", "file"), ("claims.resume", "file")),
        "is read and not kept, nor is its name; what it says is planted",
    ),
}
NOT_PLANTED = {
    "accounts": "signing in: an address that has an account, and secrets",
    "passkeys": "what one calls one's own passkey, which goes with the account",
}


class Journey:
    """One COHE, who works there, and everybody of whom something is typed."""

    def __init__(self, app: Flask) -> None:
        self.app, self.planter = app, Planter(app)
        self.cohe = make_cohe()
        self.members = [make_member(self.cohe, Role.MANAGER, Role.ADMINISTRATOR) for _ in range(3)]
        self.one, self.two, self.three = (sign_in(app.test_client(), each) for each in self.members)
        self.actors = [Actor(each.id, each.name) for each in self.members]
        self.ana = make_person(self.cohe, NAME)

    def plant(self, address: str, to: str = "", place: int = 0, by: FlaskClient | None = None, **given: object) -> None:
        self.planter.plant(self.planter.look(by or self.one, address), to, place, **given)

    def refuses(self, address: str, to: str = "", by: FlaskClient | None = None, **given: object) -> None:
        self.planter.refuses(self.planter.look(by or self.one, address), to, **given)

    def newest(self, model: type) -> int:
        db.session.rollback()
        return int(db.session.query(model.id).order_by(model.id.desc()).first()[0])  # type: ignore[attr-defined]


def of_an_applicant(on: Journey) -> None:
    """A record, what is said of it, who is asked, what the applicant fills in by the link."""
    rows = {"work-0-startDate": "2015", "work-0-still": "y", "work-0-hoursPerWeek": "40", "education-0-endDate": "2014"}
    resume = on.planter.plant(on.planter.look(on.one, f"{AT}/people/new"))
    on.planter.plant(resume, "resumes.show", **rows)
    for _ in range(2):  # what the second is called is not changed
        on.plant(f"{AT}/people/new", resume=None)
    person = db.session.get_one(Person, on.newest(Person) - 1)
    at = f"{AT}/people/{person.id}"
    on.plant(f"{at}/edit")
    on.plant(f"{at}/put-off/application/screen", until=f"{clock.today() + timedelta(days=9):%m/%d/%Y}")
    on.plant(f"{at}/claim", **rows)
    on.plant(f"{at}/claim", **rows)
    told = {"work": [{"name": f"{NAME} 90", "position": "Nurse", "startDate": "2014", "hoursPerWeek": "40"}]}
    read = on.planter.look(on.one, f"{at}/claim/resume").submit(file=upload(json.dumps(told), "resume.json"))
    on.planter.plant(read, "claims.keep")
    on.plant(f"{at}/claim", **rows)
    screening = f"{at}/screening"
    shares = {f"j1-share{number}": "" for number in range(3)}
    on.plant(f"{screening}?open=j1", "screening.decide", **shares, **{"j1-category": "direct_patient_care"})
    on.plant(f"{screening}?open=d2", "screening.decide", **{"d2-level": "bachelor"})
    for fact in ("j1", "d2"):
        on.plant(f"{screening}?open={fact}", "screening.prove_by_file")
    on.plant(f"{screening}?open=interview", "screening.interview", **{"interview-communication": "yes"})
    on.plant(f"{at}/standing/lniIssues", value="no", how="attestation")
    on.plant(f"{at}/comments/new")
    on.plant(f"{at}/references/ask/j1")
    asked = db.session.get_one(ReferenceRequest, on.newest(ReferenceRequest))
    by_reference = f"/references/{links.token_of(references.PURPOSE, asked.nonce)}"
    on.plant(by_reference, by=on.app.test_client(), answered="corrected")
    on.plant(f"{at}/references/ask/d2")
    on.plant(f"{at}/references/{on.newest(ReferenceRequest)}/withdraw")
    applicant_links.send(on.actors[0], person)
    by_link = f"/apply/{links.token_of(applicant_links.PURPOSE, db.session.query(ApplicantLink).one().nonce)}"
    on.plant(f"{by_link}/files", by=on.app.test_client())
    for said in ("save", "hand_in"):
        on.plant(by_link, by=on.app.test_client(), **rows, **{said: "1"})
    on.plant(f"{at}/missing", how="mail")
    link = db.session.get_one(ApplicantLink, on.newest(ApplicantLink))
    by_link = f"/apply/{links.token_of(applicant_links.PURPOSE, link.nonce)}"
    on.plant(by_link, by=on.app.test_client(), **rows, hand_in="1")


def upload(text: str, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), name


def of_tables(on: Journey) -> None:
    """Those who come with a table: nothing is typed, and what stands in it is kept."""
    staff = upload(f"Name,Role,Hire date\n{NAME} 91,HSC,1/8/2024\n", f"{NAME}.csv")
    on.planter.look(on.one, f"{AT}/imports/staff").submit(file=staff).submit()
    applicants = upload(f"Name,Employer,Job title,Job start\n{NAME} 92,{NAME},Nurse,2019\n", f"{NAME}.csv")
    on.planter.look(on.one, f"{AT}/imports/applicants").submit(file=applicants).submit()
    assert {f"{NAME} 91", f"{NAME} 92"} <= {each.name for each in db.session.query(Person)}


def of_evidence(on: Journey) -> None:
    on.plant(f"{AT}/people/{on.ana.id}/evidence/new")
    item = f"{AT}/evidence/{on.newest(EvidenceItem)}"
    on.plant(f"{item}/verify", by=on.two)
    on.plant(f"{item}/verify-for-all", by=on.three, people=[str(on.newest(EvidenceItem))])
    box = {f"boxes-0-{side}": "10" for side in ("left", "top", "width", "height")}
    on.plant(f"{item}/redact", **box, **{"boxes-0-page": "1"})
    on.plant(f"{item}/withdraw")


def of_a_determination(on: Journey) -> None:
    """Recommended, decided, asked for more, withdrawn and reopened; and a letter."""
    make_complete(on.ana)
    for fact in ("j1", "d1"):
        item = make_evidence(on.ana, make_pdf(pages=2 if fact == "j1" else 3))
        claims.prove(SYSTEM, on.ana, fact, item)
        checked = evidence.VerificationFacts(evidence.Source.ISSUER, "The school", HIRED, evidence.Result.CONFIRMED)
        evidence.verify(on.actors[2], item, checked)
    at = f"{AT}/people/{on.ana.id}/determination"
    on.plant(at, "determinations.recommend", recommends="qualified")
    on.plant(at, "determinations.decide", by=on.two, decision="more_information")
    on.plant(f"{at}/items/{on.newest(InformationItem)}/settle")
    on.plant(f"{at}/withdraw")
    on.plant(f"{at}/reopen", by=on.two)
    on.plant(at, "determinations.recommend", recommends="qualified")
    on.plant(at, "determinations.decide", by=on.two, decision="qualified", items="")
    on.plant(f"{at}/letter", how="mail")


def of_staff(on: Journey) -> None:
    """Postings, supervision, credentials and the checklist; and the account that is somebody's own."""
    hsc = make_person(on.cohe, "Hana Hsc", hired_on=date(2025, 1, 6))
    assistant = make_person(on.cohe, "Asa Assistant", StaffRole.ASSISTANT, hired_on=date(2025, 1, 6))
    at = f"{AT}/people/{hsc.id}"
    on.plant(f"{at}/posting", hired_on="1/7/2025")
    on.plant(f"{at}/hire/accepted", said_on="1/9/2025")
    on.plant(f"{AT}/people/{assistant.id}/supervisor", supervisor=str(hsc.id), since="1/7/2025")
    on.plant(f"{at}/credentials/provider/history", sent="1/7/2025", returned="1/8/2025", number="")
    on.plant(f"{at}/credentials/supplemental/new", event="prepared", happened_on="1/8/2025", reason="")
    on.plant(f"{at}/credentials/supplemental/new", event="withdrawn", happened_on="1/9/2025", form_edition="")
    on.plant(f"{at}/credentials/events/3", reason="")
    on.plant(f"{at}/credentials/events/4", form_edition="")
    on.plant(f"{at}/credentials/events/2/strike")
    digits = {"npi": "", "payee_number": ""}
    on.plant(f"{at}/credentials/details", **digits, licence="", malpractice="")
    none = {f"no_{each}_because": "" for each in ("licence", "malpractice")}
    on.plant(f"{at}/credentials/details", **digits, **none, no_npi_because="Not yet.")
    on.plant(f"{at}/credentials/attest", reported="yes", said_on="1/9/2025")
    on.plant(f"{at}/checklist/ohms", done_on="1/9/2025")
    of_training(on, f"{at}/training")
    of_certificates(on)
    of_payment(on, hsc)
    of_several(on, [hsc.id, assistant.id])
    of_staffing(on, hsc)
    of_coverage(on, hsc)
    of_a_session(on, hsc)
    on.plant(f"{AT}/members/invite", role="hsc")
    address = on.planter.planted["members.invite", "email"][-1]
    password = {"password": "violet kettle umbrella 71", "again": "violet kettle umbrella 71"}
    on.plant(link_in(letter(address)), by=on.app.test_client(), **password)
    account = db.session.query(User).filter_by(email=address).one().id
    on.planter.look(on.one, f"{at}/account").submit(user=str(account))
    on.plant(f"{at}/leave", left_on="1/10/2025", leaves="job", follows="y")


def of_training(on: Journey, at: str) -> None:
    """Each kind recorded and corrected, and one taken away."""
    day = {"on": "1/9/2025"}
    kinds: dict[str, dict[str, object]] = {
        "areas": {**day, "areas": "referrals"},
        "lni_required/new": {"completed_on": "1/9/2025"},
        "approved_content/new": {**day, "topics": "lni_processes", "approved_on": ""},
        "course/new": {**day, "version": str(given_since(on.cohe, date(2025, 1, 6)).id)},
        "orientation/new": {**day, "location": "headquarters"},
        "shadowing/new": {**day, "minutes": "60"},
        "conference/new": day,
    }
    for address, given in kinds.items():
        on.plant(f"{at}/{address}", **given)
        on.plant(f"{at}/entries/{on.newest(TrainingRecord)}", item="")
    on.plant(f"{at}/entries/{on.newest(TrainingRecord)}/strike")


def of_certificates(on: Journey) -> None:
    """What an HSC adds of their own training, of each kind, and why it is sent back."""
    user = make_member(on.cohe, Role.HSC, name="Own Hsc")
    person = make_person(on.cohe, "Own Hsc", hired_on=date(2025, 1, 6), user=user)
    own, at = sign_in(on.app.test_client(), user), f"{AT}/people/{person.id}/certificates"
    day = {"on": "1/9/2025"}
    kinds: dict[str, dict[str, object]] = {
        "initial": {**day, "areas": "referrals"},
        "lni_required": {"completed_on": "1/9/2025"},
        "approved_content": {**day, "topics": "lni_processes", "approved_on": ""},
        "orientation": {**day, "location": "headquarters"},
        "shadowing": {**day, "minutes": "60"},
        "conference": day,
    }
    for kind, given in kinds.items():
        on.plant(f"{at}/new/{kind}", by=own, **given)
    on.plant(f"{at}/{on.newest(Certificate)}/send-back")
    on.planter.look(on.one, f"{at}/{on.newest(Certificate) - 1}/accept").submit()
    on.plant(f"{at}/new/of/{on.newest(TrainingRecord)}", by=own)


def of_payment(on: Journey, hsc: Person) -> None:
    """Fees name nobody; why a bill was corrected or taken back goes with whose training it was."""
    since = {"since_on": "1/1/2024"}
    on.refuses(f"{AT}/fees/new", **since)
    said = FeeSaid("orientation", "EXAMPLE-1", 15, None, None, date(2024, 1, 1), None, "Example only")
    fee = fees.enter(SYSTEM, on.cohe, said)
    fees.enter(SYSTEM, on.cohe, said._replace(kind="conference", unit_minutes=None))
    on.refuses(f"{AT}/fees/{fee.id}", **since)
    on.refuses(f"{AT}/fees/{fee.id}/strike")
    for kind, more in (
        ("orientation", {"location": "headquarters"}),
        ("conference", {"sponsor": "lni", "attended": True}),
    ):
        facts = {"kind": kind, "on": "2025-01-13", **more}
        row = training.record(SYSTEM, hsc, training.TrainingFacts(TrainingPart.ACTIVITIES, facts))
        said_of = Bill(date(2025, 1, 20), 30 if kind == "orientation" else None)
        payments.bill(SYSTEM, on.cohe, [row.id], said_of)
        at = f"{AT}/people/{hsc.id}/payments"
        on.plant(f"{at}/{on.newest(TrainingPayment)}", billed_on="1/21/2025")
    on.plant(f"{at}/{on.newest(TrainingPayment)}/strike")


def of_several(on: Journey, people: list[int]) -> None:
    """What is recorded for several people goes with each of them."""
    day, at = {"people": people, "on": "1/8/2025"}, f"{AT}/several"
    on.plant(f"{at}/training/lni_required", people=people, completed_on="1/8/2025")
    on.plant(f"{at}/training/approved_content", **day, topics="lni_processes", approved_on="")
    on.plant(f"{at}/training/shadowing", **day, minutes="60")
    event = {"people": people, "happened_on": "1/10/2025"}
    on.plant(f"{at}/credentials/supplemental", **event, event="prepared", reason="")
    on.plant(f"{at}/credentials/supplemental", **event, event="withdrawn", form_edition="")
    on.plant(f"{at}/checklist/supervisor", people=people, done_on="1/9/2025")


def of_staffing(on: Journey, hsc: Person) -> None:
    """Why a split was corrected goes with the person; other reasons could be about two people, and name nobody."""
    on.refuses(f"{AT}/staffing/claims")
    plans = f"{AT}/staffing/ahead/what-ifs"
    on.refuses(f"{plans}/new")
    plan = what_ifs.save(SYSTEM, on.cohe, "More claims")
    for path in ("name", "strike"):
        on.refuses(f"{plans}/{plan.key}/{path}")
    of = Quarter.of(clock.today()).earlier(1)
    initiated_claims.record(SYSTEM, on.cohe, [initiated_claims.Counted(of, 5000, 0)])
    on.refuses(f"{AT}/staffing/discussions/{of}/note")
    on.planter.look(on.one, f"{AT}/staffing/discussions/{of}/note").submit(text="We hire two HSCs.")
    on.refuses(f"{AT}/staffing/discussions/{of}/note")
    on.refuses(f"{AT}/staffing/discussions/{of}/take-back")
    at = f"{AT}/people/{hsc.id}"
    on.planter.look(on.one, f"{at}/time/new").submit(since="1/8/2025", week="40", claims="30")
    on.plant(f"{at}/time/entries/{on.newest(TimeSplit)}")
    on.plant(f"{at}/time/entries/{on.newest(TimeSplit)}/strike")
    other = make_person(on.cohe, "Cora Cover", hired_on=date(2025, 1, 6))
    on.planter.look(on.one, f"{at}/absences/new").submit(first_on="1/8/2025", last_on="1/9/2025")
    absence = f"{at}/absences/{on.newest(AbsenceRecord)}"
    on.planter.look(on.one, f"{absence}/cover").submit(by=str(other.id))
    for address in (absence, f"{absence}/strike", f"{at}/absences/covers/{on.newest(CoverRecord)}/strike"):
        on.refuses(address)


def of_coverage(on: Journey, hsc: Person) -> None:
    """Why somebody cannot cover is about two people, and how cover works stays: both name nobody."""
    user = make_member(on.cohe, Role.HSC, name="Dora Decline")
    other = make_person(on.cohe, "Dora Decline", hired_on=date(2025, 1, 6), user=user)
    ahead = {f"{each}_on": f"{clock.today() + timedelta(days=9):%m/%d/%Y}" for each in ("first", "last")}
    on.planter.look(on.one, f"{AT}/people/{hsc.id}/absences/new").submit(**ahead)
    ask = f"{AT}/people/{hsc.id}/absences/{on.newest(AbsenceRecord)}/ask"
    assert on.planter.look(on.one, ask).submit(by=str(other.id)).messages
    on.refuses(f"{AT}/cover/{on.newest(CoverRequest)}", by=sign_in(on.app.test_client(), user), answer="no")
    on.refuses(f"{AT}/staffing/coverage/text/new")
    on.planter.look(on.one, f"{AT}/staffing/coverage/text/new").submit()
    at = f"{AT}/staffing/coverage/text/{on.newest(CoverageWay)}"
    on.refuses(at)
    on.refuses(f"{at}/strike")


def of_a_session(on: Journey, hsc: Person) -> None:
    """Sessions name nobody; why somebody gave a seat back, and why an attendance was wrong, goes with them."""
    day = f"{clock.today() + timedelta(days=9):%m/%d/%Y}"
    given = {"day": day, "starts": "9 AM", "ends": "11 AM", "seats": "2", "closes_on": day, "location": "other"}
    on.refuses(f"{AT}/sessions/orientation/new", **given)
    on.refuses(f"{AT}/sessions/conference/new", **given)
    on.refuses(f"{AT}/sessions/shadowing/new", **given, host=str(hsc.id), minutes="")
    session = make_session(on.cohe)
    on.refuses(f"{AT}/sessions/{session.id}/move")
    on.refuses(f"{AT}/sessions/{session.id}/cancel")
    (row,) = book(on.cohe, session, hsc)
    on.plant(f"{AT}/sessions/{session.id}/bookings/{row.id}/withdraw")
    attendance = f"{AT}/sessions/{make_past_session(on.cohe, hsc).id}/attendance"
    on.planter.look(on.one, attendance).submit(**{f"booking-{on.newest(Booking)}": "yes"})
    on.plant(attendance, **{f"booking-{on.newest(Booking)}": "no"})
    of_a_visit(on, hsc)


def of_a_visit(on: Journey, hsc: Person) -> None:
    """What a host signs goes with who shadowed them; why a link was withdrawn names nobody of the host's COHE."""
    elsewhere = make_person(make_cohe("beside"), "Dana Beside", hired_on=date(2025, 1, 6))
    make_past_visit(elsewhere, hsc)
    visit = make_past_visit(hsc, elsewhere, ago=9)
    sign_off_links.ask_due()
    (of_hers, of_theirs) = (
        db.session.query(SignOffLink).filter_by(person_id=each.id).one() for each in (hsc, elsewhere)
    )
    key = links.token_of(sign_off_links.PURPOSE, of_hers.nonce)
    on.plant(f"/sign-offs/{key}", by=on.app.test_client(), came="yes", minutes="60")
    at = f"{AT}/sessions/{visit.id}/bookings/{rolls.roll(visit).rows[0].id}/sign-off"
    assert of_theirs.withdrawn_at is None
    on.refuses(f"{at}/withdraw")
    on.planter.look(on.one, f"{at}/ask").submit()


def of_packets(on: Journey) -> None:
    """A packet is called by no name, nor withdrawn by one; nor is a token."""
    on.refuses(f"{AT}/packets/definitions/new?of=staffing", first_on="", last_on="")
    packet = make_issued(on.cohe)
    on.refuses(f"{AT}/packets/definitions/{packet.definition_id}/edit", first_on="", last_on="")
    on.refuses(f"{AT}/packets/{packet.id}/withdraw")
    on.refuses(f"{AT}/packets/look", logo=None)
    on.refuses(f"{AT}/api-tokens/new", scopes=["rules"])
    of_shared_packets(on)


def of_shared_packets(on: Journey) -> None:
    """A link is made out to nobody who has a record; what its reader asks names nobody, nor does the answer."""
    share = make_share(on.cohe, make_packet(on.cohe, of=make_definition(on.cohe, name="Shared")))
    page = on.planter.look(on.one, f"{AT}/packets/{share.packet_id}/share")
    on.planter.refuses(page, address="another@example.org", passphrase="")
    ask_about(share)
    reader = on.app.test_client()
    page = open_page(reader, share)
    on.planter.refuses(on.planter.look(reader, page.address), verdict_0="question")
    (question,) = packet_questions.open_ones(on.cohe.id)
    at = f"{AT}/packets/questions/{question.row.id}"
    on.refuses(at)
    packet_replies.reply(SYSTEM, on.cohe, question.row.id, "On May 4.")
    on.refuses(at)


def of_courses(on: Journey, cora: FlaskClient) -> None:
    """A course names nobody, nor does what L&I says of one."""
    given = {"since": "1/6/2026", "topics": "lni_processes", "minutes": "60"}
    on.refuses(f"{AT}/courses/new", **given)
    version = make_version(on.cohe)
    on.refuses(f"{AT}/courses/{version.course_id}/versions/new", **given)
    at = f"{AT}/courses/versions/{version.id}"
    question = {"questions-0-asks": "Who is told first?", "questions-0-right": "L&I", "questions-0-wrong": "Nobody"}
    blank = {f"questions-{number}-{each}": "" for number in range(1, 5) for each in ("asks", "right", "wrong")}
    for name in question:
        others = {each: said for each, said in question.items() if each != name}
        on.refuses(f"{at}/test", **blank, **others, pass_mark="1", most_tries="")
    on.refuses(f"{at}/withdraw")
    on.refuses(f"{at}/ask")
    ask(on.cohe, version)
    on.refuses(f"{at}/answer", answer="refused", since="")
    decision = refuse(on.cohe, version)
    on.refuses(f"{at}/correct/{decision.id}", answer="refused", since="")
    on.refuses(f"{at}/confirm", by=cora, answer="no")


def of_the_cohe(on: Journey) -> None:
    """What stays names nobody: it is refused where it does."""
    on.refuses(f"{AT}/holds/new")
    on.refuses(f"{AT}/checklist", within_days="")
    on.refuses(f"{AT}/checklist/ohms", within_days="")
    on.refuses(f"{AT}/forms")
    on.refuses(f"{AT}/letters/qualified")
    ruling = make_ruling(on.cohe)
    on.refuses(f"{AT}/rulings/new?settles=part-time-credit", since="1/9/2025")
    on.refuses(f"{AT}/rulings/{ruling.id}", "rulings.add_paper")
    on.refuses(f"{AT}/rulings/{ruling.id}/withdraw")
    told = make_ruling(on.cohe, "deadline-roll-forward", "rolled", in_force=True)
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    organisations.assign(SYSTEM, cora, on.cohe)
    on.refuses(f"{AT}/rulings/{told.id}/answer", by=sign_in(on.app.test_client(), cora), answer="no")
    of_courses(on, sign_in(on.app.test_client(), cora))
    of_packets(on)
    form = blank_forms.load(SYSTEM, on.cohe, Track.PROVIDER, "F248", "1", make_form(), "form.pdf")
    fields = {f"f{number}": "text" for number, each in enumerate(form.fields["fields"]) if each["kind"] == "text"}
    on.refuses(f"{AT}/forms/{form.id}", **fields)
    make_import(on.cohe, Applicant((2,), None, f"{NAME} 100", None, None, "hsc", None, {"hsc": {}}))
    on.refuses(f"{AT}/imports/1/undo")
    hold = holds.place(SYSTEM, on.cohe, None, "The audit of 2026.").id
    on.refuses(f"{AT}/holds/{hold}/lift")
    holds.ask_to_lift(on.actors[0], on.cohe, hold, "It is over.")
    holds.lift(on.actors[1], on.cohe, hold)


def asked_for(on: Journey) -> None:
    """A hold, which is lifted; then everybody's erasure is asked for."""
    db.session.rollback()
    on.plant(f"{AT}/people/{on.ana.id}/hold")
    lift = f"{AT}/holds/{on.newest(Hold)}/lift"
    on.plant(lift)
    on.planter.look(on.two, lift).submit()
    for person in people():
        on.plant(f"{AT}/people/{person}/erasure")


def people() -> list[int]:
    db.session.rollback()
    of = db.session.query(Person).join(Organisation, Organisation.id == Person.organisation_id)
    return [person.id for person in of.filter(Organisation.slug == "valley").order_by(Person.id)]


def texts_of_forms() -> Iterator[type]:
    """The forms in which something can be typed."""
    for found in pkgutil.iter_modules(forms.__path__):
        module = importlib.import_module(f"{forms.__name__}.{found.name}")
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, BaseForm) and each.__module__ == module.__name__:
                kinds = {value.field_class for value in vars(each).values() if isinstance(value, UnboundField)}
                if kinds & {StringField, TextAreaField, EmailField, TelField} and found.name not in NOT_PLANTED:
                    yield each


@on_sqlite  # which fields a page has and which columns are emptied is the same on both; test_erasure.py has both
def test_a_name_in_every_text_is_nowhere_after_the_erasure(app: Flask) -> None:
    on = Journey(app)
    for step in (of_an_applicant, of_tables, of_evidence, of_a_determination, of_staff, of_the_cohe, asked_for):
        step(on)
    on.planter.crawl(on.two, f"{AT}/")
    known = {*on.planter.planted, *on.planter.refused, *NOT_OF_A_PERSON}
    unknown = [f"{text} of {at}" for text, at in on.planter.seen.items() if text not in known]
    assert not unknown, "\n".join(["No name was planted in", *unknown])
    assert [each.__name__ for each in texts_of_forms() if each not in on.planter.shown] == []
    kept = b"".join(data for _, data in everything(app)).lower()
    planted = on.planter.planted.items()
    lost = [f"{text}: {said}" for text, said in planted if not any(each.encode() in kept for each in said)]
    assert not lost, "\n".join(["Nothing is kept of what was planted in", *lost])
    for person in people():
        on.planter.look(on.two, f"{AT}/people/{person}/erasure/confirm").submit(looked="y")
    assert sweeping.sweep(app.extensions["config"])
    db.session.remove()
    db.engine.dispose()
    assert where_found(app, NEEDLE) == []
    assert list(trail_compare.differences()) == []
