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
    MEMBERSHIP_TO_CONFIRM = "membership.to_confirm"
    MEMBERSHIP_CONFIRMED = "membership.confirmed"
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
    POSTING_ENDED = "posting.ended"

    COMMENT_ADDED = "comment.added"

    EVIDENCE_KEY_MADE = "evidence.key_made"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_VERIFIED = "evidence.verified"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    EVIDENCE_REDACTED = "evidence.redacted"
    EVIDENCE_HANDED_OUT = "evidence.handed_out"

    HOLD_PLACED = "hold.placed"
    HOLD_LIFTING_ASKED = "hold.lifting_asked"
    HOLD_LIFTING_WITHDRAWN = "hold.lifting_withdrawn"
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

    LINK_SENT = "applicant_link.sent"
    LINK_CHASED = "applicant_link.chased"
    LINK_WITHDRAWN = "applicant_link.withdrawn"
    LINK_FILE_ADDED = "applicant_link.file_added"
    LINK_HANDED_IN = "applicant_link.handed_in"
    CLAIM_RECORDED = "claim.recorded"
    CLAIM_CORRECTED = "claim.corrected"
    FACT_DECIDED = "claim.fact_decided"
    FACT_PROVEN = "claim.fact_proven"
    STATEMENT_RECORDED = "claim.statement_recorded"
    DETERMINATION_RECOMMENDED = "determination.recommended"
    DETERMINATION_MADE = "determination.made"
    DETERMINATION_REOPENED = "determination.reopened"
    INFORMATION_ASKED = "information.asked"
    INFORMATION_CHASED = "information.chased"
    INFORMATION_SETTLED = "information.settled"

    DUPLICATE_MERGED = "duplicate.merged"
    DUPLICATE_TOLD_APART = "duplicate.told_apart"
    APPLICANTS_EXPORTED = "applicants.exported"
    LETTER_WORDED = "letter.worded"
    LETTER_WRITTEN = "letter.written"
    PROMOTION_BEGUN = "promotion.begun"
    PROMOTION_ENDED = "promotion.ended"
    HIRE_RECORDED = "hire.recorded"
    SUPERVISION_RECORDED = "supervision.recorded"

    CREDENTIAL_EVENT_RECORDED = "credential.event_recorded"
    CREDENTIAL_EVENT_CORRECTED = "credential.event_corrected"
    CREDENTIAL_EVENT_STRUCK = "credential.event_struck"
    CREDENTIAL_DETAILS_RECORDED = "credential.details_recorded"
    CREDENTIAL_ATTESTED = "credential.attested"
    CHECKLIST_WORDED = "checklist.worded"
    CHECKLIST_MARKED = "checklist.marked"
    TRAINING_RECORDED = "training.recorded"
    TRAINING_CORRECTED = "training.corrected"
    TRAINING_STRUCK = "training.struck"
    IMPORT_TAKEN = "import.taken"
    IMPORT_UNDONE = "import.undone"
    FORM_LOADED = "form.loaded"
    FORM_MAPPED = "form.mapped"
    FORM_RETIRED = "form.retired"
    FORM_FILLED = "form.filled"

    RULING_PROPOSED = "ruling.proposed"
    RULING_PAPER_ADDED = "ruling.paper_added"
    RULING_PAPER_HANDED_OUT = "ruling.paper_handed_out"
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
    CHECKPOINT_ACKNOWLEDGED = "trail.checkpoint_acknowledged"
    KEY_ROTATED = "trail.key_rotated"
    DETAIL_ERASED = "trail.detail_erased"


# Each of them as people say it, of whoever did it: on pages and papers. Codes are shown where somebody asks for them.
IN_WORDS: dict[Action, str] = {
    Action.ORGANISATION_ADDED: "Added the organization",
    Action.ASSIGNMENT_STARTED: "Assigned a contract manager",
    Action.ASSIGNMENT_ENDED: "Ended the assignment of a contract manager",
    Action.INVITATION_SENT: "Sent an invitation",
    Action.INVITATION_WITHDRAWN: "Withdrew an invitation",
    Action.INVITATION_ACCEPTED: "Accepted an invitation",
    Action.MEMBERSHIP_STARTED: "Gave a role",
    Action.MEMBERSHIP_TO_CONFIRM: "Gave a role that a second person has to confirm",
    Action.MEMBERSHIP_CONFIRMED: "Confirmed a role",
    Action.MEMBERSHIP_ENDED: "Ended a role",
    Action.ACCOUNT_ADDED: "Made an account",
    Action.ACCOUNT_DISABLED: "Shut an account",
    Action.ACCOUNT_ENABLED: "Opened an account again",
    Action.ACCOUNT_SECOND_FACTOR_RESET: "Took a second factor away, to be set up again",
    Action.SIGNED_IN: "Signed in",
    Action.SIGNED_OUT: "Signed out",
    Action.SIGN_IN_REFUSED: "Was refused to sign in",
    Action.PASSWORD_CHANGED: "Changed the password",
    Action.PASSWORD_RESET_ASKED: "Asked to reset the password",
    Action.PASSWORD_RESET: "Reset the password",
    Action.SECOND_FACTOR_SET: "Set up a second factor",
    Action.RECOVERY_CODES_MADE: "Made recovery codes",
    Action.RECOVERY_CODE_USED: "Used a recovery code",
    Action.OTHER_VISITS_ENDED: "Signed out everywhere else",
    Action.PERSON_ADDED: "Added the person",
    Action.PERSON_EDITED: "Changed the record",
    Action.PERSON_LINKED: "Linked the person's own account",
    Action.POSTING_RECORDED: "Recorded the first day in the role",
    Action.POSTING_CORRECTED: "Corrected the days in the role",
    Action.POSTING_ENDED: "Recorded the last day in the role",
    Action.COMMENT_ADDED: "Added a comment",
    Action.EVIDENCE_KEY_MADE: "Made the key for the person's files",
    Action.EVIDENCE_ADDED: "Added a file",
    Action.EVIDENCE_VERIFIED: "Checked a file against its source",
    Action.EVIDENCE_WITHDRAWN: "Withdrew a file",
    Action.EVIDENCE_REDACTED: "Made a redacted copy of a file",
    Action.EVIDENCE_HANDED_OUT: "Downloaded a file",
    Action.HOLD_PLACED: "Placed a legal hold",
    Action.HOLD_LIFTING_ASKED: "Asked to lift a legal hold",
    Action.HOLD_LIFTING_WITHDRAWN: "Kept a legal hold that was to be lifted",
    Action.HOLD_LIFTED: "Lifted a legal hold",
    Action.ERASURE_ASKED: "Asked to erase the person",
    Action.ERASURE_WITHDRAWN: "Took back that the person is to be erased",
    Action.ERASURE_CONFIRMED: "Erased the person",
    Action.ERASURE_SWEPT: "Cleared what was left of the erased person's files",
    Action.PERSON_ERASED: "Took out what told who the person was",
    Action.RECORD_ERASED: "Erased a record",
    Action.REFERENCE_ASKED: "Asked for a reference",
    Action.REFERENCE_CHASED: "Reminded a reference",
    Action.REFERENCE_ANSWERED: "Received a reference",
    Action.REFERENCE_WITHDRAWN: "Withdrew the request for a reference",
    Action.LINK_SENT: "Sent a link to the applicant",
    Action.LINK_CHASED: "Reminded the applicant of the application",
    Action.LINK_WITHDRAWN: "Withdrew the applicant's link",
    Action.LINK_FILE_ADDED: "Received a file by the applicant's link",
    Action.LINK_HANDED_IN: "Received the application by the applicant's link",
    Action.CLAIM_RECORDED: "Recorded the application",
    Action.CLAIM_CORRECTED: "Corrected the application",
    Action.FACT_DECIDED: "Decided about a job or degree",
    Action.FACT_PROVEN: "Said which file proves a job or degree",
    Action.STATEMENT_RECORDED: "Recorded a statement about skills or standing",
    Action.DETERMINATION_RECOMMENDED: "Recommended a decision",
    Action.DETERMINATION_MADE: "Decided on the application",
    Action.DETERMINATION_REOPENED: "Reopened the decision",
    Action.INFORMATION_ASKED: "Asked the applicant for something",
    Action.INFORMATION_CHASED: "Reminded the applicant of what is missing",
    Action.INFORMATION_SETTLED: "Recorded that what was asked for is settled",
    Action.DUPLICATE_MERGED: "Merged two records of one person",
    Action.DUPLICATE_TOLD_APART: "Recorded that two records are of two people",
    Action.APPLICANTS_EXPORTED: "Downloaded the list of applicants",
    Action.LETTER_WORDED: "Changed the words of a letter",
    Action.LETTER_WRITTEN: "Wrote a letter to the applicant",
    Action.PROMOTION_BEGUN: "Began a promotion",
    Action.PROMOTION_ENDED: "Ended the promotion",
    Action.HIRE_RECORDED: "Recorded the hire upon the determination",
    Action.SUPERVISION_RECORDED: "Named the supervising HSC",
    Action.CREDENTIAL_EVENT_RECORDED: "Recorded what happened at L&I",
    Action.CREDENTIAL_EVENT_CORRECTED: "Corrected what happened at L&I",
    Action.CREDENTIAL_EVENT_STRUCK: "Took away what had not happened at L&I",
    Action.CREDENTIAL_DETAILS_RECORDED: "Recorded details of the provider account",
    Action.CREDENTIAL_ATTESTED: "Recorded whether there are reported issues with L&I",
    Action.CHECKLIST_WORDED: "Changed a step of the first weeks",
    Action.CHECKLIST_MARKED: "Marked a step of the first weeks",
    Action.TRAINING_RECORDED: "Recorded a training",
    Action.TRAINING_CORRECTED: "Corrected a training",
    Action.TRAINING_STRUCK: "Took away a training that had not happened",
    Action.IMPORT_TAKEN: "Took in a table",
    Action.IMPORT_UNDONE: "Undid an import",
    Action.FORM_LOADED: "Loaded a form of L&I's",
    Action.FORM_MAPPED: "Matched the fields of a form",
    Action.FORM_RETIRED: "Retired a form",
    Action.FORM_FILLED: "Downloaded a filled form",
    Action.RULING_PROPOSED: "Recorded a ruling",
    Action.RULING_PAPER_ADDED: "Added the paper of a ruling",
    Action.RULING_PAPER_HANDED_OUT: "Downloaded the paper of a ruling",
    Action.RULING_PUT_IN_FORCE: "Put a ruling in force",
    Action.RULING_WITHDRAWN: "Withdrew a ruling",
    Action.MESSAGE_GIVEN_UP: "Could not deliver a message",
    Action.MESSAGE_RETRIED: "Sent a message again",
    Action.MESSAGE_WITHDRAWN: "Withdrew a message",
    Action.MESSAGE_READ: "Read a message at the machine",
    Action.MAIL_RELEASED: "Released the mail of a restored copy",
    Action.RESTORED: "Restored a backup",
    Action.ACCESS_REFUSED: "Was refused access",
    Action.TRAIL_EXPORTED: "Downloaded the audit trail",
    Action.CHECKPOINT_ACKNOWLEDGED: "Explained the date of a checkpoint",
    Action.KEY_ROTATED: "Changed the signing key",
    Action.DETAIL_ERASED: "Erased details of the audit trail",
}
