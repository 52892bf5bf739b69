"""Each form of the product: who sends it, from which page, and what is typed where any word does not do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import current_app

from onboarding import clock
from onboarding.models.claim import ClaimSource
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import discussions, members, rests, rulings as rulings_of, webhooks as webhook_list
from onboarding.queries.organisations import by_slug
from onboarding.roles import Role, StaffRole
from onboarding.rules.days import Quarter
from onboarding.rules.packet_contents import Section
from onboarding.services import (
    applicant_links,
    calendar_links,
    claims,
    determinations,
    discussions as discussion_notes,
    hiring,
)
from onboarding.services.change import SYSTEM, Actor
from tests.access.world import OWN
from tests.documents.make import make_form, make_pdf
from tests.make import (
    make_claim,
    make_evidence,
    make_member,
    make_person,
    make_ruling,
)
from tests.packets.issued import make_definition, make_prepared
from tests.training_sessions.make import make_past_session, make_session

Ids = Mapping[str, int]
HIRED = date(2025, 1, 6)
UNCOVERED = f"{clock.today() + timedelta(days=22):%m/%d/%Y}"  # of the world's absence to come
LATER = f"{clock.today() + timedelta(days=10):%m/%d/%Y}"
QUALIFIED = determinations.Decision.QUALIFIED
FORM = ClaimSource.FORM


@dataclass(frozen=True)
class Sending:
    """One form. `before` makes what it is about, and gives the ids for its address; else those of the world hold.

    `page`: the endpoint of the page it stands on, where that is another; with a query, in which {an id} may stand.
    `button`: the one that is pressed, of several. `own`: the record is of whoever sends it.
    """

    endpoint: str
    typed: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    before: Callable[[], Ids] | None = None
    who: str = "manager"
    button: str = ""
    own: bool = False


# What is sent by whoever holds a link, or signs in: tests/applicant_links, references, accounts, sign_on and passkeys.
# A list for an auditor, and what does the same however often it is done.
OTHERS = (
    "applicant_links.form",
    "applicant_links.files",
    "invitations.show",
    "references.answer",
    "sign_offs.answer",
    "shared_packets.show",
    "shared_packets.open_packet",
    "shared_packets.download",
    "sample.sign_in",
    *(f"sign_on.{each}" for each in ("begin", "invitation", "again", "account", "accept", "tie", "untie")),
    *(f"passkey_sign_in.{each}" for each in ("use", "options", "set_up", "set_up_options")),
    *(f"passkeys.{each}" for each in ("new", "options", "rename", "remove")),
)
HARMLESS = ("trail.export", "account.end_others", "account.stay", "packet_checks.index", "source_pages.check")
OF_A_FILE = ("source_pages.record",)  # of a page that was compared just now: sent twice in tests/rulings
OF_A_RESUME = (
    "resumes.show",
    "resumes.discard",
)  # sent twice in tests/resumes; afterwards there is nothing to say it of
CHOICES = (
    "imports.head",
    "imports.meanings",
    "imports.skip",
    "imports.decide",
)  # for a table that waits; no record changes before


def _cohe() -> Organisation:
    cohe = by_slug(OWN)
    assert cohe
    return cohe


def _calendar() -> Ids:
    user = next(each for each in members.managers(_cohe().id) if each.name == "Own manager")
    calendar_links.make(Actor(user.id, user.name), _cohe(), user, calendar_links.Whose.OWN, None)
    return {}


def _all(person: Person) -> Ids:
    nouns = ("people", "screening", "standing", "asking", "determinations", "hiring", "missing", "keeping")
    return dict.fromkeys(
        (*nouns, "credentials", "credential_events", "applicant_links", "claims", "letters"), person.id
    )


def _new(**more: Any) -> Ids:
    return _all(make_person(_cohe(), "Twice Sent", **more))


def _hired() -> Ids:
    return _new(hired_on=HIRED)


def _assistant() -> Ids:
    return _new(hired_on=HIRED, role=StaffRole.ASSISTANT)


def _promoted() -> Ids:
    person = make_person(_cohe(), "Twice Sent", StaffRole.ASSISTANT, HIRED)
    hiring.seek_promotion(SYSTEM, person, StaffRole.HSC)
    return _all(person)


def _stated() -> Ids:
    person = make_person(_cohe(), "Twice Sent")
    make_claim(person)
    make_evidence(person)
    return _all(person)


def _unfit() -> Ids:
    """Somebody of whom the findings say, as stated, that they are not qualified."""
    person = make_person(_cohe(), "Twice Sent")
    claims.record(SYSTEM, person, {"work": [], "education": [{"institution": "High", "level": "high_school"}]}, FORM)
    return _all(person)


def _signed() -> Ids:
    """What the applicant signed by a link that somebody else sent."""
    person, sender = make_person(_cohe(), "Twice Sent"), make_member(_cohe(), Role.SCREENER, name="Sent It")
    claim = make_claim(person)
    link = applicant_links.send(Actor(sender.id, sender.name), person)
    token = applicant_links.links.token_of(applicant_links.PURPOSE, link.nonce)
    applicant_links.hand_in(SYSTEM, token, claim.facts, {"providerId": True, "lniIssues": False})
    return _all(person)


def _linked() -> Ids:
    person = make_person(_cohe(), "Twice Sent")
    applicant_links.send(SYSTEM, person)
    return _all(person)


def _recommended() -> Ids:
    person = make_person(_cohe(), "Twice Sent")
    _recommend(person)
    return _all(person)


def _decided() -> Ids:
    person = make_person(_cohe(), "Twice Sent")
    number, two = _recommend(person), make_member(_cohe(), Role.MANAGER, name="Two")
    determinations.decide(Actor(two.id, two.name), person, number, QUALIFIED, "Good.", lambda: _rests(person))
    return _all(person)


def _recommend(person: Person) -> int:
    make_claim(person)
    one = make_member(_cohe(), Role.MANAGER, name="One")
    actor = Actor(one.id, one.name)
    return determinations.recommend(actor, person, lambda: _rests(person), QUALIFIED, "Good.").id


def _rests(person: Person) -> dict[str, Any]:
    found = rests.on(_cohe(), person, rulings_of.of(_cohe(), current_app.extensions["rulebook"]), clock.today())
    found["answer"]["verified"]["outcome"] = "qualified"
    return found


def _member() -> Ids:
    make_member(_cohe(), Role.HSC, name="New Hsc")
    return _new()


def _attended() -> Ids:
    going = make_person(_cohe(), "Twice Sent", hired_on=HIRED)
    session = make_past_session(_cohe(), going, ago=25)
    return {"training_sessions": session.id, "training_sessions.attendance": session.id}


def _without_note() -> Ids:
    note = discussions.latest(_cohe(), Quarter(2025, 1))
    assert note
    discussion_notes.strike(SYSTEM, _cohe(), Quarter(2025, 1), note.id, "The wrong quarter.")
    return {}


def _to_book() -> Ids:
    make_person(_cohe(), "Twice Sent", hired_on=clock.today())
    return {"bookings": make_session(_cohe(), on=clock.today() + timedelta(days=20)).id}


def _planned() -> Ids:
    """Somebody who was hired lately, and a session that helps them."""
    make_session(_cohe(), on=clock.today() + timedelta(days=20), seats=20)
    make_person(_cohe(), "Twice Sent", hired_on=clock.today() - timedelta(days=30))
    return {}


def _defined() -> Ids:
    return {"packet_definitions": make_definition(_cohe(), name="To be issued").id}


def _ordered() -> Ids:
    row = make_definition(_cohe(), name="To be ordered", sections=(Section.ROSTER, Section.TRAINING, Section.GLOSSARY))
    return {"packet_looks": row.id}


def _prepared() -> Ids:
    return {"packets": make_prepared(_cohe(), make_definition(_cohe(), name="To be issued")).id}


def _paused() -> Ids:
    of = next(each.webhook for each in webhook_list.listed(_cohe().id) if each.webhook.paused_at)
    return {"webhooks": of.id}


def _in_force() -> Ids:
    return {"rulings": make_ruling(_cohe(), reading="prorated", in_force=True).id}


LETTER = (make_form(), "letter.pdf")
NO = {"questions-0-wrong": "No", "pass_mark": "1"}
SCAN = (make_pdf(), "scan.pdf")
TABLE = (b"Name\nAna Ruiz\n", "applicants.csv")
SESSION = {"day": LATER, "starts": "9:00 AM", "ends": "12:00 PM", "seats": "3", "closes_on": LATER}
WEEK = {"week": "40", "claims": "30", "provider_training": "1", "outreach": "2", "administration": "3", "other": "0"}
SENDINGS = [
    Sending("people.new", {"name": "Nova New", "email": "nova@example.org"}),
    Sending("people.new", {"name": "Nova Without"}),
    Sending("people.edit", {"name": "Otherwise Called"}),
    Sending("people.posting", {"hired_on": "01/06/2025"}, before=_new),
    Sending("people.posting", {"hired_on": "01/07/2025"}, before=_hired),
    Sending("people.account", before=_member),
    Sending("attention.owner", {"user": "2"}),
    Sending("attention.put_off", {"until": LATER}),
    Sending("attention.put_off", button="again"),
    Sending("imports.undo"),
    Sending("imports.new", {"file": (b"Name\nBo Berg\n", "applicants.csv")}),
    Sending("imports.again", {"file": TABLE}, own=True),
    Sending("imports.columns", own=True),
    Sending("imports.take", page="imports.look", own=True),
    Sending("imports.discard", page="imports.index", own=True),
    Sending("claims.edit", {"work-0-position": "Head Nurse", "reason": "As told."}),
    Sending("screening.decide", {"j1-category": "direct_patient_care"}, "screening.show?open=j1", _stated),
    Sending("screening.prove", {}, "screening.show?open=j1", _stated),
    Sending("screening.prove_by_file", {"j1-new-file": SCAN}, "screening.show?open=j1", _stated),
    Sending("screening.interview", {"interview-communication": "yes"}, "screening.show?open=interview", _stated),
    Sending("standing.record", {"file": SCAN}),
    Sending("standing.check", before=_signed),
    Sending("asking.ask", {"to_address": "rita@example.org"}, before=_stated),
    Sending("asking.withdraw"),
    Sending("determinations.recommend", {"recommends": "not_qualified"}, "determinations.show", _unfit),
    Sending("determinations.decide", {"decision": "not_qualified"}, "determinations.show", _recommended),
    Sending("determinations.withdraw"),
    Sending("determinations.reopen", before=_decided),
    Sending("determinations.settle"),
    Sending("duplicates.decide", {"decision": "apart"}),
    Sending("duplicates.decide", {"decision": "same"}),
    Sending("credential_events.new", {"event": "received"}),
    Sending("credential_events.history", {"prepared": "01/07/2025"}, before=_hired),
    Sending("credential_events.correct", {"happened_on": "01/09/2025"}),
    Sending("credential_events.strike"),
    Sending("credentials.details", {"npi": "1234567893"}),
    Sending("credentials.attest"),
    Sending("forms.index", {"file": SCAN}),
    Sending("forms.map_fields", {"f0": "name"}),
    Sending("forms.retire"),
    Sending("checklist.index"),
    Sending("checklist.word", {"says": "Otherwise"}),
    Sending("checklist.drop"),
    Sending("checklist.mark"),
    Sending("comments.new"),
    Sending("hiring.hire", {"hired_on": "01/06/2026"}, before=_decided),
    Sending("hiring.leave", before=_hired),
    Sending("hiring.accept", before=_hired),
    Sending("hiring.promotion", before=_assistant),
    Sending("hiring.end_promotion", before=_promoted),
    Sending("hiring.supervisor", before=_assistant),
    Sending("missing.ask"),
    Sending("training.areas", {"areas": "referrals", "on": "01/20/2026"}),
    Sending("training.record", {"on": "01/21/2026"}),
    Sending("training.correct", {"on": "01/22/2026"}),
    Sending("training.strike"),
    Sending("certificates.add", {"on": "01/23/2026", "file": SCAN}, who="hsc"),
    Sending("certificates.add_to", {"file": SCAN}, who="hsc"),
    Sending("certificates.take_back", who="hsc"),
    Sending("certificates.accept"),
    Sending("certificates.send_back"),
    Sending("fees.new", {"kind": "shadowing", "since_on": "01/06/2025"}),
    Sending("fees.correct", {"code": "EXAMPLE-2"}),
    Sending("fees.strike"),
    Sending("payments.mark", page="payments.mark?training={entry}"),
    Sending("payments.bill"),
    Sending("payments.correct", {"billed_on": "04/11/2025"}),
    Sending("payments.strike"),
    Sending("initiated_claims.edit", {"2026-Q1": "1180"}),
    Sending("initiated_claims.edit", {"2025-Q1": "1200", "because": "Counted anew."}),
    Sending("what_ifs.new", {"name": "Twice Sent"}),
    Sending("what_ifs.rename", {"name": "Named Anew"}),
    Sending("what_ifs.add", {"percent": "5"}),
    Sending("what_ifs.correct", {"percent": "7"}),
    Sending("what_ifs.take_out", page="what_ifs.show"),
    Sending("what_ifs.strike"),
    Sending("discussions.edit", {"text": "More claims than ever.", "because": "Counted anew."}),
    Sending("discussions.edit", {"text": "We hire two HSCs."}, before=_without_note),
    Sending("discussions.strike"),
    Sending("time_splits.new", {"since": "03/03/2025", **WEEK}),
    Sending("time_splits.correct", WEEK),
    Sending("time_splits.strike"),
    Sending("absences.new", {"first_on": "04/07/2025", "last_on": "04/11/2025"}),
    Sending("absences.correct", {"last_on": "03/10/2025"}),
    Sending("absences.strike"),
    Sending("absences.cover", {"first_on": "03/06/2025"}),
    Sending("absences.end_cover"),
    Sending("cover_requests.ask", {"first_on": UNCOVERED}),
    Sending("cover_requests.withdraw"),
    Sending("cover_requests.answer", {"answer": "yes"}, who="hsc"),
    Sending("cover_requests.answer", {"answer": "no", "because": "At a conference."}, who="hsc"),
    Sending("coverage.word", {"since": "04/07/2025"}),
    Sending("coverage.correct", {"since": "01/13/2025"}),
    Sending("coverage.strike"),
    Sending("packet_definitions.new", {"name": "Twice sent"}, "packet_definitions.new?of=roster"),
    Sending("packet_definitions.edit", {"name": "Otherwise called"}),
    Sending("packet_definitions.prepare", before=_defined),
    Sending("packet_looks.edit", {"name": "Valley Partners"}),
    Sending("packet_looks.order", {"move": "down:roster"}, before=_ordered),
    Sending("packets.issue", page="packets.show", before=_prepared),
    Sending("packets.cancel"),
    Sending("packets.withdraw"),
    Sending("packet_shares.new", {"address": "twice@example.org", "passphrase": ""}),
    Sending("packet_shares.revoke"),
    Sending("packet_questions.reply"),
    Sending("training_sessions.new", {**SESSION, "location": "headquarters"}),
    Sending("training_sessions.move", {"place": "Yakima"}),
    Sending("training_sessions.cancel"),
    Sending("training_sessions.attendance", before=_attended),
    Sending("bookings.new", before=_to_book),
    Sending("bookings.withdraw"),
    Sending("calendars.make", page="calendars.index"),
    Sending("calendars.withdraw", page="calendars.index", before=_calendar),
    Sending("sign_offs.ask"),
    Sending("sign_offs.withdraw"),
    Sending("training_plan.index", before=_planned),
    Sending("several.training", {"on": "01/21/2026"}, "several.training?all=yes"),
    Sending("several.credential", {"happened_on": "01/07/2025"}, "several.credential?all=yes"),
    Sending("several.step", page="several.step?all=yes"),
    Sending("courses.new", {"title": "Twice Sent"}),
    Sending("courses.new_version", {"label": "Version 2"}),
    Sending("courses.add_material", {"file": (make_form(), "handout.pdf")}, "courses.show"),
    Sending("courses.withdraw"),
    Sending("course_approvals.ask"),
    Sending("course_approvals.answer", {"answer": "granted", "since": "01/06/2026", "file": LETTER}),
    Sending("course_approvals.answer", {"answer": "granted", "since": "01/06/2026"}, who="contract_manager"),
    Sending("course_approvals.correct", {"since": "01/07/2026", "file": LETTER}),
    Sending("course_approvals.confirm", {"answer": "yes"}, who="contract_manager"),
    Sending("course_approvals.confirm", {"answer": "no", "because": "Not ours."}, who="contract_manager"),
    Sending("course_tests.write", {f"questions-0-{key}": "So" for key in ("asks", "right", "wrong")} | NO),
    Sending("course_tests.check"),
    Sending("own_courses.test", {"question-0": "0", "question-1": "0", "question-2": "0"}, who="hsc"),
    Sending("letters.write", before=_decided),
    Sending("letters.word", {"subject": "Our answer"}),
    Sending("applicant_links.link", before=_new),
    Sending("applicant_links.withdraw", page="applicant_links.link", before=_linked),
    Sending("applications.screen_again", {"id": "2"}, "applications.index"),
    Sending("evidence.new", {"files": (make_form(), "new.pdf")}),
    Sending("evidence.verify"),
    Sending("shared_checks.verify"),
    Sending("evidence.withdraw"),
    Sending("redactions.new", {f"boxes-0-{side}": "10" for side in ("left", "top", "width", "height")}),
    Sending("keeping.hold_all"),
    Sending("keeping.hold"),
    Sending("keeping.lift"),
    Sending("keeping.keep_hold"),
    Sending("keeping.erasure", before=_new),
    Sending("keeping.withdraw"),
    Sending("keeping.confirm"),
    Sending("rulings.add_paper", {"file": LETTER}, "rulings.show"),
    Sending("rulings.new", {"since": "01/06/2026"}, "rulings.new?settles=part-time-credit"),
    Sending("rulings.confirm"),
    Sending("rulings.answer", {"answer": "yes"}, before=_in_force, who="contract_manager"),
    Sending("rulings.answer", {"answer": "no", "because": "Not ours."}, before=_in_force, who="contract_manager"),
    Sending("rulings.withdraw"),
    Sending("api_tokens.new", {"name": "Payroll", "scopes": "rules"}),
    Sending("api_tokens.revoke"),
    Sending("webhooks.new", {"url": "https://new.example.org/in", "kinds": "staff.hired"}),
    Sending("webhooks.edit", {"url": "https://moved.example.org/in", "kinds": "staff.hired"}),
    Sending("webhooks.replace_secret"),
    Sending("webhooks.test", page="webhooks.show"),
    Sending("webhooks.pause", page="webhooks.show"),
    Sending("webhooks.resume", page="webhooks.show", before=_paused),
    Sending("webhooks.end"),
    Sending("members.invite", {"email": "neu@example.org"}, who="administrator"),
    Sending("members.confirm", who="administrator"),
    Sending("members.end", who="administrator"),
    Sending("members.withdraw", who="administrator"),
    Sending("messages.retry"),
    Sending("messages.withdraw"),
]
