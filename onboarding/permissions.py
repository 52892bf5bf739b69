"""What members may do, by name, and which roles may: the one table that views, templates and navigation ask."""

from collections.abc import Iterable
from enum import StrEnum

from onboarding.roles import Role

SCREENERS = frozenset({Role.SCREENER, Role.HR, Role.MANAGER})
DECIDERS = frozenset({Role.HR, Role.MANAGER})
MANAGERS = frozenset({Role.MANAGER})
READERS = frozenset({Role.AUDITOR, Role.CONTRACT_MANAGER})  # of what others record
HOLDERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
AUDITORS = frozenset({Role.AUDITOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class May(StrEnum):
    """Something that a member may do, or may not."""

    BELONG = "belong"

    READ_APPLICANTS = "read_applicants"
    READ_STAFF = "read_staff"
    READ_ORIGINALS = "read_originals"
    SCREEN = "screen"
    DECIDE = "decide"
    HIRE = "hire"
    KEEP_STAFF = "keep_staff"
    READ_STAFFING = "read_staffing"
    READ_PLANS = "read_plans"
    PLAN = "plan"
    READ_SESSIONS = "read_sessions"
    BOOK = "book"
    OFFER_SESSIONS = "offer_sessions"
    READ_COURSES = "read_courses"
    APPROVE_COURSES = "approve_courses"
    TAKE_COURSES = "take_courses"
    ANSWER_COVER = "answer_cover"
    WORD_LETTERS = "word_letters"
    READ_SOURCES = "read_sources"
    CHECK_SOURCES = "check_sources"
    RULE = "rule"
    ANSWER_RULINGS = "answer_rulings"
    COMPARE_COHES = "compare_cohes"

    READ_PACKETS = "read_packets"
    READ_PACKET_DEFINITIONS = "read_packet_definitions"
    ISSUE_PACKETS = "issue_packets"
    READ_PACKET_SHARES = "read_packet_shares"
    SHARE_PACKETS = "share_packets"

    HOLD = "hold"
    READ_HOLDS = "read_holds"
    ERASE = "erase"

    READ_MESSAGES = "read_messages"
    READ_MESSAGES_ABOUT_PEOPLE = "read_messages_about_people"
    RESEND_MESSAGES = "resend_messages"
    READ_TRAIL = "read_trail"
    READ_MEMBERS = "read_members"
    KEEP_MEMBERS = "keep_members"
    WATCH = "watch"
    KEEP_TOKENS = "keep_tokens"
    KEEP_LNI_TOKENS = "keep_lni_tokens"


# Screeners and HR see applicants; managers, auditors and contract managers see staff too. HR goes on reading whom they
# hired (web/person.py). An HSC sees their own record: that is said by each page (`own`), and not here.
ROLES: dict[May, frozenset[Role]] = {
    May.BELONG: frozenset(Role),
    May.READ_APPLICANTS: SCREENERS | READERS,
    May.READ_STAFF: MANAGERS | READERS,
    May.READ_ORIGINALS: SCREENERS | AUDITORS,  # a contract manager gets the redacted copy
    May.SCREEN: SCREENERS,
    May.DECIDE: DECIDERS,
    May.HIRE: DECIDERS,
    May.KEEP_STAFF: MANAGERS,
    May.READ_STAFFING: DECIDERS | READERS,  # the figures; whose time they are is read by those who read staff
    May.READ_PLANS: MANAGERS | AUDITORS,  # of staffing, with names; no contract manager: they are plans in the making
    May.PLAN: MANAGERS,
    May.READ_SESSIONS: DECIDERS | READERS,
    May.BOOK: DECIDERS,
    May.OFFER_SESSIONS: frozenset({Role.CONTRACT_MANAGER}),  # at L&I alone: web/access.py
    May.READ_COURSES: DECIDERS | READERS,
    May.APPROVE_COURSES: frozenset({Role.CONTRACT_MANAGER}),
    May.TAKE_COURSES: frozenset({Role.HSC}),
    May.ANSWER_COVER: frozenset({Role.HSC}),
    May.WORD_LETTERS: MANAGERS,
    May.READ_SOURCES: SCREENERS | READERS | ADMINISTRATORS,
    May.CHECK_SOURCES: HOLDERS | {Role.CONTRACT_MANAGER},
    May.RULE: MANAGERS | {Role.CONTRACT_MANAGER},
    May.ANSWER_RULINGS: frozenset({Role.CONTRACT_MANAGER}),
    May.COMPARE_COHES: frozenset({Role.CONTRACT_MANAGER}),  # at L&I alone, those assigned to them: web/access.py
    # Packets tell of staff, whom HR does not see. Who reads for L&I sees what was issued, and no definition.
    May.READ_PACKETS: MANAGERS | READERS,
    May.READ_PACKET_DEFINITIONS: MANAGERS | AUDITORS,
    May.ISSUE_PACKETS: MANAGERS,
    May.READ_PACKET_SHARES: MANAGERS | AUDITORS,  # with whom, what they ask: no contract manager asked for another’s
    May.SHARE_PACKETS: MANAGERS,
    May.HOLD: HOLDERS,
    May.READ_HOLDS: HOLDERS | READERS,
    May.ERASE: MANAGERS,
    May.READ_MESSAGES: HOLDERS | AUDITORS,
    May.READ_MESSAGES_ABOUT_PEOPLE: MANAGERS | AUDITORS,
    May.RESEND_MESSAGES: HOLDERS,
    May.READ_TRAIL: AUDITORS,
    May.READ_MEMBERS: ADMINISTRATORS | AUDITORS,
    May.KEEP_MEMBERS: ADMINISTRATORS,
    May.WATCH: ADMINISTRATORS,
    May.KEEP_TOKENS: HOLDERS,
    May.KEEP_LNI_TOKENS: ADMINISTRATORS | {Role.CONTRACT_MANAGER},  # at L&I alone
}


def of(roles: Iterable[Role]) -> frozenset[May]:
    """Everything that somebody with these roles may do."""
    has = frozenset(roles)
    return frozenset(may for may, allowed in ROLES.items() if has & allowed)


class TokenScope(StrEnum):
    """What a token of the API can be for; it has to be for one of these, and its role has to allow that."""

    RULES = "rules"
    READ_APPLICANTS = "applicants:read"
    WRITE_APPLICANTS = "applicants:write"
    READ_STAFF = "staff:read"
    WRITE_STAFF = "staff:write"
    READ_SESSIONS = "sessions:read"
    BOOK_SESSIONS = "sessions:book"
    READ_STAFFING = "staffing:read"
    WRITE_STAFFING = "staffing:write"
    READ_PACKETS = "packets:read"
    READ_RULINGS = "rulings:read"


NEEDS: dict[TokenScope, May] = {
    TokenScope.RULES: May.BELONG,
    TokenScope.READ_APPLICANTS: May.READ_APPLICANTS,
    TokenScope.WRITE_APPLICANTS: May.SCREEN,
    TokenScope.READ_STAFF: May.READ_STAFF,
    TokenScope.WRITE_STAFF: May.KEEP_STAFF,
    TokenScope.READ_SESSIONS: May.READ_SESSIONS,
    TokenScope.BOOK_SESSIONS: May.BOOK,
    TokenScope.READ_STAFFING: May.READ_STAFFING,
    TokenScope.WRITE_STAFFING: May.KEEP_STAFF,
    TokenScope.READ_PACKETS: May.READ_PACKETS,
    TokenScope.READ_RULINGS: May.READ_APPLICANTS,  # as their page
}
SCOPES_IN_WORDS: dict[TokenScope, str] = {
    TokenScope.RULES: "Ask the rules about documents",
    TokenScope.READ_APPLICANTS: "Read applicants and their results",
    TokenScope.WRITE_APPLICANTS: "Add applicants and correct what they say",
    TokenScope.READ_STAFF: "Read staff, credentials, training and deadlines",
    TokenScope.WRITE_STAFF: "Record training and what happened at L&I",
    TokenScope.READ_SESSIONS: "Read training sessions",
    TokenScope.BOOK_SESSIONS: "Book people for training sessions",
    TokenScope.READ_STAFFING: "Read staffing figures",
    TokenScope.WRITE_STAFFING: "Record initiated claims",
    TokenScope.READ_PACKETS: "Read and download issued packets",
    TokenScope.READ_RULINGS: "Read rulings",
}


def scopes_of(roles: Iterable[Role]) -> list[TokenScope]:
    """What a token with these roles can be for."""
    may = of(roles)
    return [scope for scope, needs in NEEDS.items() if needs in may]
