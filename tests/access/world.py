"""Two COHEs and L&I with somebody for each way to stand to the first COHE, and a record of each kind in both COHEs."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import current_app
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.documents.redaction import Box
from onboarding.formats.tables.applicants import Applicant
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import (
    api_tokens,
    bookings,
    determinations as waiting,
    discussions as discussion_notes,
    members as found,
    packet_questions,
    rests,
    rulings as rulings_of,
)
from onboarding.queries.organisations import by_slug
from onboarding.queries.put_offs import Thing
from onboarding.queries.trail import chain_of
from onboarding.queries.training import Part
from onboarding.queries.what_ifs import Planned
from onboarding.roles import ROLES_OF, OrganisationKind, Role, StaffRole
from onboarding.rules.days import Quarter
from onboarding.rules.what_if import WhatIfKind
from onboarding.services import (
    absences,
    certificates,
    checkpoints,
    course_papers,
    cover_requests,
    coverage,
    credentials,
    determinations,
    discussions,
    erasures,
    fees,
    forms,
    holds,
    imports,
    initiated_claims,
    letters,
    members,
    organisations,
    packet_looks,
    payments,
    people,
    putting_off,
    redacting,
    resumes,
    ruling_papers,
    sign_off_links,
    time_splits,
    training,
    webhooks,
    what_ifs,
)
from onboarding.services.change import SYSTEM, Actor
from tests.api.make import make_token
from tests.courses.make import grant, make_test, make_version, take
from tests.documents.make import make_form, make_pdf, make_picture
from tests.make import (
    HERE_BEFORE,
    make_claim,
    make_cohe,
    make_evidence,
    make_import,
    make_invitation,
    make_lni,
    make_member,
    make_message,
    make_person,
    make_reference,
    make_ruling,
    make_source_check,
    make_user,
)
from tests.packet_shares.make import ask, make_packet, make_share
from tests.packets.issued import make_building, make_definition, make_issued, make_set
from tests.passkeys.make import make_passkey
from tests.staffing.make import make_split, numbers
from tests.training_sessions.make import book, make_past_session, make_past_visit, make_session
from tests.webhooks.make import make_webhook

OWN, FOREIGN = "valley", "harbor"
# Steps with a table, and with a résumé, that one account sent.
OF_AN_ACCOUNT = ("look", "head", "columns", "meanings", "skip", "decide", "again", "take", "discard")
OF_A_RESUME = ("show", "page", "discard")
# To whom the COHE at OWN does not exist: whoever belongs elsewhere, no longer, or not yet.
STRANGERS = ("nobody", "foreigner", "unassigned", "formerly assigned", "former member", "moved away", "lni auditor")


@dataclass
class World:
    """`people`: who may ask, by how they stand to the COHE at OWN. `ids`: a record of each kind, by organisation.

    `clients`: the browser of each who asked already, signed in once.
    """

    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)


def made() -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Make the world; gives the ids of its users by how they stand, and those of its records."""
    world = _make_world()
    return {who: user.id for who, user in world.people.items()}, world.ids


def _make_world() -> World:
    world = World()
    own, foreign, lni = make_cohe(OWN), make_cohe(FOREIGN), make_lni()
    for role in ROLES_OF[OrganisationKind.COHE]:
        world.people[role.value] = make_member(own, role, name=f"Own {role.value}")
    world.people["contract_manager"] = make_member(lni, Role.CONTRACT_MANAGER, name="Assigned Manager")
    organisations.assign(SYSTEM, world.people["contract_manager"], own)
    _make_strangers(world, own, foreign, lni)
    for organisation in (own, foreign):
        world.ids[organisation.slug] = _records(organisation, world)
    world.ids[OWN] |= _passkeys(world)
    return world


def _passkeys(world: World) -> dict[str, int]:
    """One of each account: nobody else's exists for anybody."""
    each = {who: make_passkey(user).id for who, user in world.people.items()}
    return {f"passkeys.{do} of {who}": id for do in ("rename", "remove") for who, id in each.items()}


def _make_strangers(world: World, own: Organisation, foreign: Organisation, lni: Organisation) -> None:
    everything = ROLES_OF[OrganisationKind.COHE]
    world.people["nobody"] = make_user("Nina Nobody")
    world.people["foreigner"] = make_member(foreign, *everything, name="Fred Foreigner")
    world.people["unassigned"] = make_member(lni, Role.CONTRACT_MANAGER, name="Una Unassigned")
    organisations.assign(SYSTEM, world.people["unassigned"], foreign)
    world.people["formerly assigned"] = make_member(lni, Role.CONTRACT_MANAGER, name="Fay Formerly")
    organisations.assign(SYSTEM, world.people["formerly assigned"], own)
    organisations.end_assignment(SYSTEM, world.people["formerly assigned"], own)
    world.people["former member"] = make_member(own, *everything, name="Otto Once")
    world.people["moved away"] = make_member(own, Role.MANAGER, name="Mo Moved")
    for name in ("former member", "moved away"):
        _end_all(own, world.people[name])
    members.give_role(SYSTEM, foreign, world.people["moved away"], Role.MANAGER)
    world.people["lni auditor"] = make_member(lni, Role.AUDITOR, Role.ADMINISTRATOR, name="Lee Lni")


def _end_all(organisation: Organisation, user: User) -> None:
    for membership in found.members(organisation.id).rows:
        if membership.user_id == user.id:
            members.end_membership(SYSTEM, organisation, membership.id)


def _records(organisation: Organisation, world: World) -> dict[str, int]:
    hsc = world.people["hsc"] if organisation.slug == OWN else make_member(organisation, Role.HSC)
    own_record = make_person(organisation, "Hana Hsc", hired_on=date(2025, 1, 6), user=hsc)
    someone = make_member(organisation, Role.HR, name="Ed Ending")
    membership = next(each for each in found.members(organisation.id).rows if each.user_id == someone.id)
    make_invitation(organisation)
    message = make_message(organisation, kind="invitation")
    canary = make_person(organisation, f"Canary {organisation.slug}")
    chain = chain_of(organisation.id)
    checkpoints.sign(current_app.extensions["config"], chain.id)
    return {
        "messages": message.id,
        "people": canary.id,
        "attention": put_off(make_person(organisation, f"Waiting {organisation.slug}")).id,
        "own people": own_record.id,
        **_credentials(organisation),
        "own credentials": own_record.id,
        "own checklist": own_record.id,
        "own training": own_record.id,
        **_certificate(own_record, hsc),
        **_staffing(organisation, own_record),
        **_packets(organisation),
        "own time_splits": own_record.id,
        "own absences": own_record.id,
        **_session(organisation, world),
        "api_tokens": _token(organisation, world),
        **_webhooks(organisation, world),
        **_application(organisation, canary),
        **_letter(organisation),
        **_courses(organisation),
        "keeping": _to_be_erased(organisation),
        "keeping.lift": holds.place(SYSTEM, organisation, canary, "Request 1.").id,
        "keeping.keep_hold": _to_be_lifted(organisation),
        "members.confirm": _to_be_confirmed(organisation),
        "evidence": (item := _evidence(canary)),
        "shared_checks": item,
        "own evidence": (own_item := _evidence(own_record)),
        "redactions": item,
        "own redactions": own_item,
        "evidence.index": canary.id,
        "own evidence.index": own_record.id,
        "evidence.new": canary.id,
        "own evidence.new": own_record.id,
        "imports": _import(organisation),
        **_open_tables(organisation, world),
        "source_pages": make_source_check(organisation).id,
        "rulings": (ruling := make_ruling(organisation)).id,
        "rulings.paper": ruling_papers.add(SYSTEM, ruling, make_pdf(), "letter.pdf").id,
        "members.end": membership.id,
        "members.withdraw": found.invitations(organisation.id)[0].id,
    }


def _token(organisation: Organisation, world: World) -> int:
    """A token that somebody of the organisation made."""
    maker = world.people["manager" if organisation.slug == OWN else "foreigner"]
    make_token(organisation, maker, name="HR system")
    return api_tokens.listed(organisation.id, clock.now())[0].token.id


def _webhooks(organisation: Organisation, world: World) -> dict[str, int]:
    """Webhooks that somebody of the organisation added: one that works, and one that is paused."""
    maker = world.people["manager" if organisation.slug == OWN else "foreigner"]
    works, paused = (make_webhook(organisation, maker, f"https://{each}.example.org/in").id for each in ("hr", "pay"))
    webhooks.pause(Actor(maker.id, maker.name), organisation, paused)
    return {"webhooks": works, "webhooks.resume": paused}


def _application(organisation: Organisation, person: Person) -> dict[str, int]:
    """What an application can have: a claim, a question to an employer, and something asked for."""
    one, two = (make_member(organisation, Role.MANAGER, name=f"{name} Decider") for name in ("Dee", "Dov"))
    make_claim(person)
    request = make_reference(person)
    book = current_app.extensions["rulebook"]
    rests_on = rests.on(organisation, person, rulings_of.of(organisation, book), date(2026, 1, 5))
    qualified, more = determinations.Decision.QUALIFIED, determinations.Decision.MORE_INFORMATION
    rests_on["answer"]["verified"]["outcome"] = "qualified"
    first, second = (Actor(each.id, each.name) for each in (one, two))
    recommended = determinations.recommend(first, person, lambda: rests_on, qualified, "Good.")
    determinations.decide(second, person, recommended.id, more, "Not all.", lambda: rests_on, ["The diploma"])
    nouns = dict.fromkeys(
        (
            "claims",
            "screening",
            "standing",
            "asking",
            "determinations",
            "hiring",
            "comments",
            "missing",
            "duplicates",
            "applicant_links",
        ),
        person.id,
    )
    return {**nouns, "request_id": request.id, "item": waiting.asked_for(person)[0].id}


def _credentials(organisation: Organisation) -> dict[str, int]:
    """Somebody who works here, and something that happened with their application to L&I."""
    hired = make_person(organisation, f"Worker {organisation.slug}", hired_on=date(2025, 1, 6))
    rulings = rulings_of.of(organisation, current_app.extensions["rulebook"])
    said = credentials.EventFacts(credentials.Track.PROVIDER, "sent", date(2025, 1, 8))
    event = credentials.record(SYSTEM, hired, said, rulings)
    orientation = {"kind": "orientation", "on": "2025-02-03", "location": "headquarters"}
    entry = training.record(SYSTEM, hired, training.TrainingFacts(Part.ACTIVITIES, orientation))
    form = forms.load(SYSTEM, organisation, credentials.Track.PROVIDER, "F248", "1", make_form(), "form.pdf")
    at_people = {f"forms.{each}": hired.id for each in ("show", "filled", "answers")}
    nouns = {"credentials": hired.id, "credential_events": hired.id, "checklist": hired.id}
    nouns |= {"training": hired.id, "forms": form.id}
    return {
        **nouns,
        **at_people,
        **_payment(organisation, hired),
        "event": event.id,
        "entry": entry.id,
        "form": form.id,
    }


def _certificate(own_record: Person, hsc: User) -> dict[str, int]:
    """A training of the HSC, and a certificate of another that waits."""
    visit = {"kind": "shadowing", "on": "2025-03-03", "minutes": 60, "host_cohe": "Elsewhere", "host_role": "hsc"}
    entry = training.record(SYSTEM, own_record, training.TrainingFacts(Part.ACTIVITIES, visit))
    said = [training.TrainingFacts(Part.INITIAL, {"area": "referrals", "on": "2025-02-03"})]
    brought = certificates.Brought("Initial training", said=said)
    waits = certificates.add(Actor(hsc.id, hsc.name), own_record, make_pdf(), "certificate.pdf", brought)
    return {"certificates": own_record.id, "certificate": waits.id, "certificates.add_to entry": entry.id}


def _payment(organisation: Organisation, hired: Person) -> dict[str, int]:
    """A fee, and a training that was billed under it."""
    said = fees.FeeSaid("conference", "EXAMPLE-1", None, None, None, date(2024, 1, 1), None, "Example only")
    fee = fees.enter(SYSTEM, organisation, said)
    fees.enter(SYSTEM, organisation, said._replace(kind="orientation"))
    conference = {"kind": "conference", "on": "2025-04-03", "sponsor": "lni", "attended": True}
    row = training.record(SYSTEM, hired, training.TrainingFacts(Part.ACTIVITIES, conference))
    (billed,) = payments.bill(SYSTEM, organisation, [row.id], payments.Bill(date(2025, 4, 10)))
    return {"fees": fee.id, "payments": hired.id, "payment": billed.id}


def _session(organisation: Organisation, world: World) -> dict[str, int]:
    """A session that the COHE was told of, with somebody whom HR hired on it, and one that has taken place."""
    hr = world.people["hr"] if organisation.slug == OWN else make_member(organisation, Role.HR)
    going = make_person(organisation, f"Attending {organisation.slug}")
    posting = people.PostingFacts(StaffRole.HSC, date(2025, 1, 6), None, HERE_BEFORE)
    people.record_posting(Actor(hr.id, hr.name), going, posting, going.revision)
    session = make_session(organisation)
    (row,) = book(organisation, session, going)
    over = make_past_session(organisation)
    nouns = dict.fromkeys(("training_sessions", "bookings"), session.id)
    return {**nouns, "training_sessions.attendance": over.id, "booking": row.id, **_visit(organisation)}


def _visit(organisation: Organisation) -> dict[str, int]:
    """A visit to an HSC of the COHE that is over, of which the host has not said who came."""
    elsewhere = by_slug(FOREIGN if organisation.slug == OWN else OWN)
    assert elsewhere
    host = make_person(organisation, f"Host {organisation.slug}", hired_on=date(2025, 1, 6))
    visit = make_past_visit(host, make_person(elsewhere, f"Visiting {organisation.slug}", hired_on=date(2025, 1, 6)))
    sign_off_links.ask_due()
    return {"sign_offs": visit.id, "visitor": bookings.roll(visit).rows[0].id}


def _courses(organisation: Organisation) -> dict[str, int]:
    """A version that L&I was not asked about, one with a test that it approved on its contract manager's word, and
    somebody who completed that by its test.
    """
    open_, approved = make_version(organisation), make_version(organisation)
    sent = course_papers.Sent(make_pdf(), "slides.pdf")
    papers = [course_papers.add_material(SYSTEM, organisation, each.id, sent) for each in (open_, approved)]
    decision = grant(organisation, approved)
    make_test(organisation, approved)
    learner = make_member(organisation, Role.HSC, name=f"Trained {organisation.slug}")
    learned = make_person(organisation, learner.name, hired_on=date(2026, 1, 6), user=learner)
    done = take(learned, approved, passes=True)
    assert done.training_id
    return {
        **dict.fromkeys(("courses", "course_approvals", "course_tests"), open_.id),
        **dict.fromkeys(("courses.export", "own_courses"), approved.id),
        **dict.fromkeys(("course_approvals.correct", "course_approvals.confirm"), approved.id),
        "courses.new_version": open_.course_id,
        "courses.paper": papers[0].id,
        "own_courses.material": papers[1].id,
        "course_tests.check": learned.id,
        "completion": done.training_id,
        "decision": decision.id,
    }


def _staffing(organisation: Organisation, covering: Person) -> dict[str, int]:
    """Claims of a quarter; somebody who splits their time, and is away, and whom somebody covers; a plan."""
    initiated_claims.record(SYSTEM, organisation, [initiated_claims.Counted(Quarter(2025, 1), 1180, 0)])
    away = make_person(organisation, f"Away {organisation.slug}", hired_on=date(2025, 1, 6))
    make_note(organisation)
    split = time_splits.record(SYSTEM, away, make_split(date(2025, 1, 6)), numbers(organisation))
    absence = absences.record(SYSTEM, away, (date(2025, 3, 3), date(2025, 3, 7)))
    cover = absences.cover(SYSTEM, away, covering, (date(2025, 3, 3), date(2025, 3, 5)))
    plan = what_ifs.save(SYSTEM, organisation, "More claims")
    what_ifs.put(SYSTEM, organisation, plan.key, Planned(WhatIfKind.CLAIMS, percent="10"))
    entries = {
        "what_ifs": plan.key,
        "time_splits entry": split.id,
        "absences entry": absence.id,
        "absences.end_cover entry": cover.id,
    }
    return {**dict.fromkeys(("time_splits", "absences"), away.id), **entries, **_coverage(organisation, away, covering)}


def _coverage(organisation: Organisation, away: Person, covering: Person) -> dict[str, int]:
    """An absence to come, for which somebody was asked to cover on the first days; and how cover works."""
    first = clock.today() + timedelta(days=20)
    absence = absences.record(SYSTEM, away, (first, first + timedelta(days=4)))
    request = cover_requests.ask(SYSTEM, away, covering, (first, first + timedelta(days=1)))
    way = coverage.word(SYSTEM, organisation, date(2025, 1, 6), "Somebody else answers the phone.")
    return {
        "cover_requests": away.id,
        "cover_requests entry": request.id,
        "cover_requests.ask entry": absence.id,
        "cover_requests.answer": request.id,
        "coverage": way.id,
    }


def make_note(organisation: Organisation) -> None:
    """A note for the discussion of the quarter of which claims are recorded."""
    of = Quarter(2025, 1)
    law = rulings_of.of(organisation, current_app.extensions["rulebook"])
    figures = discussion_notes.figures(organisation, law, of, clock.today())
    assert figures
    drafted_from = discussion_notes.digest(figures)
    discussions.keep(SYSTEM, organisation, of, "We expect as many again.", None, drafted_from, seen=0)


def _packets(organisation: Organisation) -> dict[str, int]:
    """Two packets that were issued, one of them a file for each person, one that waits to be built, and one shared."""
    packet_looks.choose(SYSTEM, organisation, None, make_picture(size=(30, 10)), without=False, seen=0)
    each = make_set(organisation, (make_person(organisation, "Fay File"),))
    issued, waits = make_issued(organisation), make_definition(organisation, name="Another")
    share = make_share(organisation, make_packet(organisation, of=make_definition(organisation, name="Shared")))
    ask(share)
    (question,) = packet_questions.open_ones(organisation.id)
    ids = {"packets": issued.id, **dict.fromkeys(("packet_definitions", "packet_looks"), issued.definition_id)}
    ids |= {"packet_shares.new": issued.id, "packet_shares": share.id, "packet_questions": question.row.id}
    return {**ids, "packets.cancel": make_building(organisation, waits).id, "packets.archive": each.id}


def _letter(organisation: Organisation) -> dict[str, int]:
    """Somebody who was determined, and a letter that says so."""
    one, two = (make_member(organisation, Role.MANAGER, name=f"{name} Writer") for name in ("Wes", "Wim"))
    person, what = make_person(organisation, f"Determined {organisation.slug}"), determinations.Decision.NOT_QUALIFIED
    answer = {"role": "hsc", **{each: {"outcome": "not_qualified"} for each in ("claimed", "verified")}}
    facts = make_claim(person).facts
    rests_on = {"facts": facts, "evidence": [], "rulings": [], "rulebook": "v", "as_of": "2026-01-05", "answer": answer}
    actors = Actor(one.id, one.name), Actor(two.id, two.name)
    row = determinations.recommend(actors[0], person, lambda: rests_on, what, "So it is.")
    decided = determinations.decide(actors[1], person, row.id, what, "Agreed.", lambda: rests_on)
    letter = letters.write(actors[1], person, decided.id, "Your application", "Dear applicant", by_mail=False)
    return {"letters": person.id, "letter": letter.id}


def put_off(person: Person) -> Person:
    """Whose application is not screened until a day."""
    until = clock.today() + timedelta(days=7)
    putting_off.put_off(SYSTEM, person, Thing("application", "screen"), until, "Away.")
    return person


def _to_be_lifted(organisation: Organisation) -> int:
    hold = holds.place(SYSTEM, organisation, make_person(organisation, f"Held {organisation.slug}"), "The audit.")
    asker = make_member(organisation, Role.MANAGER, name="Al Asker")
    holds.ask_to_lift(Actor(asker.id, asker.name), organisation, hold.id, "It is over.")
    return hold.id


def _to_be_confirmed(organisation: Organisation) -> int:
    giver, newcomer = make_member(organisation, Role.ADMINISTRATOR, name="Gil Giver"), make_user("New Comer")
    return members.give_role(Actor(giver.id, giver.name), organisation, newcomer, Role.HR).id


def _to_be_erased(organisation: Organisation) -> int:
    """Somebody whose erasure waits for a second person."""
    person = make_person(organisation, f"Going {organisation.slug}")
    asker = make_member(organisation, Role.MANAGER, name="Asa Asker")
    erasures.ask(Actor(asker.id, asker.name), person, "Request 2.")
    return person.id


def _import(organisation: Organisation) -> int:
    """A table of one applicant that was taken in."""
    applicant = Applicant((2,), None, f"Imported {organisation.slug}", None, None, "hsc", None, {"hsc": {}})
    return make_import(organisation, applicant).id


def _open_tables(organisation: Organisation, world: World) -> dict[str, int]:
    """A table and a résumé of each who may take one in, which are theirs alone."""
    found = {}
    for role in (Role.SCREENER, Role.HR, Role.MANAGER):
        user = world.people[role.value] if organisation.slug == OWN else make_member(organisation, role)
        sent = imports.send(Actor(user.id, user.name), organisation, imports.KINDS["applicants"], b"Name\nAna Ruiz\n")
        found |= {f"imports.{step} of {role.value}": sent.id for step in OF_AN_ACCOUNT}
        resume = resumes.send(Actor(user.id, user.name), organisation, make_picture(), "cv.png", {"name": "Ana Ruiz"})
        found |= {f"resumes.{step} of {role.value}": resume.id for step in OF_A_RESUME}
    last = {f"imports.{step}": sent.id for step in OF_AN_ACCOUNT}
    return {**found, **last, **{f"resumes.{step}": resume.id for step in OF_A_RESUME}}


def _evidence(person: Person) -> int:
    """An item about the person, with a redacted copy."""
    item = make_evidence(person)
    redacting.redact(SYSTEM, item, [Box(1, 0.1, 0.1, 0.1, 0.1)], None)
    return item.id
