"""Who may do what, decided by hand, apart from the code that decides it. What is missing here fails the build."""

from onboarding.roles import Role

SCREENER, HR, MANAGER, HSC = Role.SCREENER, Role.HR, Role.MANAGER, Role.HSC
CONTRACT_MANAGER, AUDITOR, ADMINISTRATOR = Role.CONTRACT_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR
EVERYBODY_THERE = frozenset(Role)
KEEPERS = frozenset({SCREENER, HR, MANAGER})
READERS = frozenset({SCREENER, HR, MANAGER, CONTRACT_MANAGER, AUDITOR})

# ITSELF: steps of a sign-in that is under way. Flask-Security checks which one it is; tests/accounts tries them.
ANYONE, SIGNED_IN, ITSELF, NOTHING = "anyone", "signed in", "itself", "nothing"
Decision = str | frozenset[Role]

# For each endpoint, each method that changes or shows something, and who may. HEAD and OPTIONS follow GET.
DECIDED: dict[str, dict[str, Decision]] = {
    "static": {"GET": ANYONE},
    "health.health": {"GET": ANYONE},
    "health.ready": {"GET": ANYONE},
    "sample.index": {"GET": ANYONE},  # in sample mode alone
    "sample.sign_in": dict.fromkeys(("GET", "POST"), ANYONE),
    "rulebook.index": {"GET": ANYONE},
    "home.front": {"GET": ANYONE},
    "home.organisations": {"GET": SIGNED_IN},
    "home.index": {"GET": EVERYBODY_THERE},
    "people.index": {"GET": READERS},
    "people.show": {"GET": READERS | {HSC}},
    "people.new": dict.fromkeys(("GET", "POST"), frozenset({SCREENER, HR, MANAGER})),
    "people.edit": dict.fromkeys(("GET", "POST"), frozenset({SCREENER, HR, MANAGER})),
    "people.posting": dict.fromkeys(("GET", "POST"), frozenset({HR, MANAGER})),
    "people.account": dict.fromkeys(("GET", "POST"), frozenset({MANAGER})),
    "imports.index": dict.fromkeys(("GET", "POST"), KEEPERS),
    "imports.take": {"POST": KEEPERS},
    "imports.template_csv": {"GET": KEEPERS},
    "imports.template_xlsx": {"GET": KEEPERS},
    "claims.edit": dict.fromkeys(("GET", "POST"), KEEPERS),
    "claims.versions": {"GET": READERS},
    "claims.resume": dict.fromkeys(("GET", "POST"), KEEPERS),
    "claims.keep": {"POST": KEEPERS},
    "screening.show": {"GET": READERS},
    "screening.decide": {"POST": KEEPERS},
    "screening.prove": {"POST": KEEPERS},
    "screening.state": dict.fromkeys(("GET", "POST"), KEEPERS),
    "asking.index": {"GET": READERS},
    "asking.ask": dict.fromkeys(("GET", "POST"), KEEPERS),
    "asking.withdraw": dict.fromkeys(("GET", "POST"), KEEPERS),
    "determinations.show": {"GET": READERS},
    "determinations.recommend": {"POST": KEEPERS},
    "determinations.decide": {"POST": frozenset({HR, MANAGER})},
    "determinations.withdraw": dict.fromkeys(("GET", "POST"), KEEPERS),
    "determinations.reopen": dict.fromkeys(("GET", "POST"), frozenset({HR, MANAGER})),
    "determinations.settle": dict.fromkeys(("GET", "POST"), KEEPERS),
    "determinations.paper": {"GET": READERS},
    "applications.index": {"GET": READERS},
    "applications.watch": {"GET": READERS},
    "applications.export": {"GET": READERS},
    "applications.screen_again": dict.fromkeys(("GET", "POST"), KEEPERS),
    "evidence.index": {"GET": READERS | {HSC}},
    "evidence.new": dict.fromkeys(("GET", "POST"), KEEPERS | {HSC}),
    "evidence.show": {"GET": READERS | {HSC}},
    "evidence.page": {"GET": READERS | {HSC}},
    "evidence.redacted_page": {"GET": READERS | {HSC}},
    "evidence.original": {"GET": KEEPERS | {AUDITOR, HSC}},
    "evidence.copy": {"GET": READERS | {HSC}},
    "evidence.redacted": {"GET": READERS | {HSC}},
    "evidence.verify": dict.fromkeys(("GET", "POST"), KEEPERS),
    "evidence.withdraw": dict.fromkeys(("GET", "POST"), KEEPERS),
    "evidence.redact": dict.fromkeys(("GET", "POST"), KEEPERS),
    "keeping.index": {"GET": frozenset({MANAGER, ADMINISTRATOR, AUDITOR, CONTRACT_MANAGER})},
    "keeping.hold_all": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, ADMINISTRATOR})),
    "keeping.hold": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, ADMINISTRATOR})),
    "keeping.lift": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, ADMINISTRATOR})),
    "keeping.erasure": dict.fromkeys(("GET", "POST"), frozenset({MANAGER})),
    "keeping.withdraw": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, ADMINISTRATOR})),
    "keeping.confirm": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, ADMINISTRATOR})),
    "rulings.index": {"GET": READERS},
    "rulings.show": {"GET": READERS},
    "rulings.effect": {"GET": READERS},
    "rulings.new": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, CONTRACT_MANAGER})),
    "rulings.confirm": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, CONTRACT_MANAGER})),
    "rulings.withdraw": dict.fromkeys(("GET", "POST"), frozenset({MANAGER, CONTRACT_MANAGER})),
    "members.index": {"GET": frozenset({ADMINISTRATOR, AUDITOR})},
    "members.invite": dict.fromkeys(("GET", "POST"), frozenset({ADMINISTRATOR})),
    "members.end": dict.fromkeys(("GET", "POST"), frozenset({ADMINISTRATOR})),
    "members.withdraw": dict.fromkeys(("GET", "POST"), frozenset({ADMINISTRATOR})),
    "messages.index": {"GET": frozenset({ADMINISTRATOR, MANAGER, AUDITOR})},
    "messages.show": {"GET": frozenset({ADMINISTRATOR, MANAGER, AUDITOR})},
    "messages.retry": dict.fromkeys(("GET", "POST"), frozenset({ADMINISTRATOR, MANAGER})),
    "messages.withdraw": dict.fromkeys(("GET", "POST"), frozenset({ADMINISTRATOR, MANAGER})),
    "trail.index": {"GET": frozenset({AUDITOR})},
    "trail.show": {"GET": frozenset({AUDITOR})},
    "trail.checkpoint": {"GET": frozenset({AUDITOR})},
    "trail.export": {"POST": frozenset({AUDITOR})},
    "account.show": {"GET": SIGNED_IN},
    "account.end_others": {"POST": SIGNED_IN},
    "account.visit": {"GET": SIGNED_IN},
    "account.stay": {"POST": SIGNED_IN},
    "invitations.show": dict.fromkeys(("GET", "POST"), NOTHING),  # for whoever holds a link; nobody here does
    "references.answer": dict.fromkeys(("GET", "POST"), NOTHING),  # likewise
    "security.login": dict.fromkeys(("GET", "POST"), ANYONE),
    "security.logout": {"POST": SIGNED_IN},
    "security.verify": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "security.forgot_password": dict.fromkeys(("GET", "POST"), ANYONE),
    "security.reset_password": dict.fromkeys(("GET", "POST"), ANYONE),
    "security.change_password": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "security.mf_recovery_codes": dict.fromkeys(("GET", "POST"), SIGNED_IN),
    "security.two_factor_setup": dict.fromkeys(("GET", "POST"), ITSELF),
    "security.two_factor_setup_validate": {"POST": ITSELF},
    "security.two_factor_token_validation": dict.fromkeys(("GET", "POST"), ITSELF),
    "security.mf_recovery": dict.fromkeys(("GET", "POST"), ITSELF),
}
# Flask-Security makes these routes whether we want them or not: they answer 404 to everybody.
NOT_HERE = frozenset({"security.static", "security.two_factor_rescue", "security.tf_select"})
