"""Everything that can be written to the trail: one name for each thing that can happen, as noun.verb."""

from enum import StrEnum


class Action(StrEnum):
    """What happened. Each name is stored, shown and exported as it stands, so it never changes its meaning."""

    ORGANISATION_ADDED = "organisation.added"
    ASSIGNMENT_STARTED = "assignment.started"
    ASSIGNMENT_ENDED = "assignment.ended"

    INVITATION_SENT = "invitation.sent"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    INVITATION_ACCEPTED = "invitation.accepted"
    MEMBERSHIP_STARTED = "membership.started"
    MEMBERSHIP_ENDED = "membership.ended"

    ACCOUNT_ADDED = "account.added"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_SECOND_FACTOR_RESET = "account.second_factor_reset"
    SIGNED_IN = "account.signed_in"
    SIGNED_OUT = "account.signed_out"
    SIGN_IN_REFUSED = "account.sign_in_refused"
    PASSWORD_CHANGED = "account.password_changed"
    PASSWORD_RESET_ASKED = "account.password_reset_asked"
    PASSWORD_RESET = "account.password_reset"
    SECOND_FACTOR_SET = "account.second_factor_set"
    RECOVERY_CODES_MADE = "account.recovery_codes_made"
    RECOVERY_CODE_USED = "account.recovery_code_used"
    OTHER_VISITS_ENDED = "account.other_visits_ended"

    PERSON_ADDED = "person.added"
    PERSON_EDITED = "person.edited"
    PERSON_LINKED = "person.linked"
    POSTING_RECORDED = "posting.recorded"
    POSTING_CORRECTED = "posting.corrected"

    EVIDENCE_KEY_MADE = "evidence.key_made"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_VERIFIED = "evidence.verified"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    EVIDENCE_REDACTED = "evidence.redacted"
    EVIDENCE_HANDED_OUT = "evidence.handed_out"

    HOLD_PLACED = "hold.placed"
    HOLD_LIFTED = "hold.lifted"
    ERASURE_ASKED = "erasure.asked"
    ERASURE_WITHDRAWN = "erasure.withdrawn"
    ERASURE_CONFIRMED = "erasure.confirmed"
    ERASURE_SWEPT = "erasure.swept"
    PERSON_ERASED = "person.erased"
    RECORD_ERASED = "record.erased"
    REFERENCE_ASKED = "reference.asked"
    REFERENCE_CHASED = "reference.chased"
    REFERENCE_ANSWERED = "reference.answered"
    REFERENCE_WITHDRAWN = "reference.withdrawn"

    DETERMINATION_RECOMMENDED = "determination.recommended"
    DETERMINATION_MADE = "determination.made"
    DETERMINATION_REOPENED = "determination.reopened"
    INFORMATION_ASKED = "information.asked"
    INFORMATION_CHASED = "information.chased"
    INFORMATION_SETTLED = "information.settled"

    RULING_PROPOSED = "ruling.proposed"
    RULING_PUT_IN_FORCE = "ruling.put_in_force"
    RULING_WITHDRAWN = "ruling.withdrawn"

    MESSAGE_GIVEN_UP = "message.given_up"
    MESSAGE_RETRIED = "message.retried"
    MESSAGE_WITHDRAWN = "message.withdrawn"

    MESSAGE_READ = "message.read"
    MAIL_RELEASED = "mail.released"

    RESTORED = "installation.restored"
    ACCESS_REFUSED = "access.refused"
    TRAIL_EXPORTED = "trail.exported"
    KEY_ROTATED = "trail.key_rotated"
    DETAIL_ERASED = "trail.detail_erased"
