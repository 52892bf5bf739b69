"""Every table is of records, which the trail covers, or it was decided what else covers it, or why nothing need."""

from onboarding.extensions import Base
from onboarding.models.records import RECORDS

# Tables of no records. Each is covered by something else, or whoever changes it has nobody served anything else by it.
DECIDED = {
    "evidence_page": "covered: by the digest that its item or redaction is sealed with, asked before it is shown",
    "ruling_paper_copy": "covered: by a seal that is bound to its paper, a record, and to the hash of what is in it",
    "blank_form_copy": "covered: by a seal that is bound to its form, a record, and to the hash of what is in it",
    "course_paper_copy": "covered: by a seal that is bound to its paper, a record, and to the hash of what is in it",
    "packet_logo_copy": "covered: by a seal that is bound to its logo, a record, and to the hash of what is in it",
    "packet_build": "how far the work on a packet is; what comes of it is a record, with the hash of the file",
    "packet_part": "which packet a file is of: its hash is on the list of that packet, which is sealed with it",
    "packet_turn": "that the clock had its turn; what came of it is a record",
    "packet_tally": "counts of what a packet says, which is sealed by its hash, and can be counted again",
    "packet_person": "whom a packet tells of, for their erasure; it serves nobody anything",
    "person_key": "covered: by a seal bound to its folder, in which each file is sealed for its name and known by its"
    " hash. Another's key opens none of a person's files, and erasing looks whether it is theirs",
    "stored_file": "names nothing that is served: items, redactions and pages do, by the hash of what is in the file",
    "applicant_draft": "shown to nobody but who typed it, who hands it in; then it is a claim, which is a record",
    "applicant_file": "names the applicant's own files, and no others, on the page of the link; that each came by the"
    " link is in the trail",
    "application": "computed from records, and computed again: a list, on which nothing rests",
    "cohe_line": "computed from records, and computed again: a list, on which nothing rests",
    "staff_line": "computed from records, and computed again: a list, on which nothing rests",
    "duty": "computed from records, and computed again: a list, on which nothing rests",
    "reminder": "that somebody was reminded, or will be; of what is in records or computed from them, and who was asked"
    " for something and reminded has an entry each time",
    "reminder_mail": "by which message somebody was reminded of training, which is computed from records; it serves"
    " nobody anything",
    "open_table": "shown to nobody but who sent it, and sealed for them; what is taken in is records",
    "imported_person": "what undoing an import takes out, which has an entry for each record",
    "person_account": "who may not act on a record that is or was their own; it serves nobody anything",
    "person_address": "who may not act on a record that is or was their own; it serves nobody anything",
    "message": "not covered: what waits in the outbox can be reworded unseen, as docs/trail.md says. A letter is kept"
    " beside it as it was written, which is a record",
    "message_person": "whom a message is about, for their erasure; it serves nobody anything",
    "user_account": "not covered: who may sign in, as docs/trail.md says",
    "sign_on_tie": "not covered: who may sign in, as docs/trail.md says; tying and untying have an entry each",
    "passkey": "not covered: who may sign in, as docs/trail.md says; adding, naming and removing have an entry each",
    "passkey_challenge": "what a browser was asked to sign, for five minutes; it opens nothing",
    "visit": "not covered: who is signed in, as docs/trail.md says",
    "attempt": "how often a sign-in was tried",
    "api_token_use": "when a token was used last; it opens nothing",
    "api_key": "by which key a token created what, as hashes and a number; what was created is a record",
    "webhook_secret": "sealed, and bound to its webhook; another one signs what no receiver takes",
    "webhook_place": "how far a webhook was told of what is in the trail; it serves nobody anything",
    "webhook_delivery": "what was tried of late, and what was answered; deleted after 30 days",
    "knock": "refusals that wait to be told to the trail, as docs/trail.md says",
    "reset_ask": "who asked for a link to a new password; it goes to the address of the account alone",
    "trail_chain": "the trail itself, which verifying it covers",
    "trail_entry": "the trail itself, which verifying it covers",
    "trail_detail": "the trail itself, which verifying it covers",
    "trail_checkpoint": "the trail itself, which verifying it covers",
    "job_run": "which work was begun when",
    "mail_hold": "whether mail is sent from a restored copy",
}


def test_of_every_table_that_the_trail_does_not_compare_it_was_decided_why() -> None:
    tables = Base.metadata.tables.keys() - {model.__tablename__ for model in RECORDS}
    assert tables == DECIDED.keys(), "Make it one of RECORDS, or say here what covers it or why nothing need."
