"""The texts that no erasure takes away, each with why it is about nobody. What is on no list fails a test."""

OURS = "made by the product: a number, a hash, a key, a word of a list, an instant"
CHECKED = "a COHE's word on itself: refused where it names somebody who has a record (services/names.py)"
LOADED = "what is printed on a form as L&I publishes it, blank"
INSTALLED = "typed by the people who run the installation, about the installation"
ORGANISATION = "the name and place of an organisation"
BY_HAND = "taken out by the erasure itself (services/erasures.py, blanking.py, erased_accounts.py)"
PASSING = "shown once, and deleted with the visit within twelve hours"
FAULT = "what went wrong with a job, deleted after a week"
TAKEN_AWAY = "a sealed table or résumé that is not taken in yet: an erasure takes every one of the organisation away"
SEALED = "a sealed copy of a COHE's own paper, which the page asks to make names black in first"

STAYING = {
    **dict.fromkeys(("attempt.account_hash", "attempt.network"), OURS),
    **dict.fromkeys(("job_run.name", "job_run.slot"), OURS),
    "job_run.error": FAULT,
    **dict.fromkeys((f"knock.{each}" for each in ("action", "what", "origin", "request")), OURS),
    "mail_hold.because": OURS,
    **dict.fromkeys(("organisation.slug", "organisation.name"), ORGANISATION),
    **dict.fromkeys(("user_account.email", "user_account.name"), BY_HAND),
    **dict.fromkeys((f"user_account.{each}" for each in ("password", "tf_primary_method", "tf_totp_secret")), BY_HAND),
    "user_account.mf_recovery_codes": BY_HAND,
    "user_account.fs_uniquifier": OURS,
    **dict.fromkeys((f"blank_form.{each}" for each in ("title", "edition", "file_name")), CHECKED),
    **dict.fromkeys(("blank_form.original", "blank_form.sha256"), OURS),
    "blank_form.fields": LOADED,
    **dict.fromkeys(("blank_form_copy.wrapped", "blank_form_copy.sealed"), SEALED),
    "checklist_step.key": OURS,
    "checklist_step.says": CHECKED,
    "form_mapping.fields": CHECKED,
    "fee.kind": OURS,
    **dict.fromkeys((f"fee.{each}" for each in ("code", "cited", "note", "because")), CHECKED),
    **dict.fromkeys(("what_if.name", "what_if.because"), CHECKED),
    "what_if.changes": OURS,
    **dict.fromkeys(("coverage_way.text", "coverage_way.because"), CHECKED),
    **dict.fromkeys(("cohe_line.quarters", "cohe_line.vacancies", "cohe_line.rulebook"), OURS),
    **dict.fromkeys(("discussion_note.quarter", "discussion_note.figures"), OURS),
    "discussion_note.text": CHECKED,
    "discussion_note.because": CHECKED,
    "initiated_claims.quarter": OURS,
    "initiated_claims.because": CHECKED,
    "packet_definition.name": CHECKED,
    **dict.fromkeys(("packet_definition.people", "packet_definition.sections"), OURS),
    **dict.fromkeys(("packet.name", "packet.withdrawn_because"), CHECKED),
    **dict.fromkeys((f"packet.{each}" for each in ("key_id", "wrapped", "content_sha256", "file_sha256")), OURS),
    **dict.fromkeys((f"packet_share.{each}" for each in ("name", "role", "address")), CHECKED),
    **dict.fromkeys((f"packet_share.{each}" for each in ("nonce", "token_hash", "passphrase")), OURS),
    "packet_share_use.origin": OURS,
    **dict.fromkeys(("packet_answer.line", "packet_answer.origin"), OURS),
    **dict.fromkeys(
        (f"packet_{each}" for each in ("answer.text", "answer.because", "reply.text", "reply.because")), CHECKED
    ),
    "packet_build.claim": OURS,
    "packet_build.because": FAULT,
    **dict.fromkeys(("import_batch.kind", "open_table.kind", "open_table.wrapped"), OURS),
    "import_batch.undone_because": CHECKED,
    **dict.fromkeys(("word_meaning.kind", "word_meaning.meaning"), OURS),
    **dict.fromkeys(("word_meaning.word", "word_meaning.text"), CHECKED),
    "open_table.sealed": TAKEN_AWAY,
    **dict.fromkeys(("invitation.email", "invitation.name"), BY_HAND),
    "invitation.token_hash": OURS,
    "calendar_link.token_hash": OURS,
    **dict.fromkeys(("letter_wording.subject", "letter_wording.text"), CHECKED),
    **dict.fromkeys((f"message.{each}" for each in ("key", "kind", "message_id", "claim", "thread")), OURS),
    **dict.fromkeys(
        (f"message.{each}" for each in ("to_address", "subject", "body", "calendar", "last_error")), BY_HAND
    ),
    **dict.fromkeys((f"person.{each}" for each in ("name", "sorted_as", "same_name", "email")), BY_HAND),
    **dict.fromkeys(("person.phone", "person.dialed"), BY_HAND),
    "person_key.key_id": OURS,
    "person_key.wrapped": BY_HAND,
    **dict.fromkeys((f"reset_ask.{each}" for each in ("account_hash", "origin", "request")), OURS),
    **dict.fromkeys((f"training_session.{each}" for each in ("title", "place", "canceled_because")), CHECKED),
    "training_session.facts": OURS,
    **dict.fromkeys(("course.title", "course_version.label", "course_version.language"), CHECKED),
    "course_version.withdrawn_because": CHECKED,
    "course_version.topics": OURS,
    "course_test.questions": CHECKED,
    **dict.fromkeys((f"course_approval.{each}" for each in ("by", "says", "because")), CHECKED),
    "course_paper.file_name": CHECKED,
    **dict.fromkeys(("course_paper.original", "course_paper.sha256"), OURS),
    **dict.fromkeys(("course_paper_copy.wrapped", "course_paper_copy.sealed"), SEALED),
    **dict.fromkeys(("ruling.settles", "ruling.reading", "ruling.value"), OURS),
    **dict.fromkeys(("ruling.by", "ruling.reference", "ruling.withdrawn_because"), CHECKED),
    "ruling_answer.because": CHECKED,
    "ruling_paper.file_name": CHECKED,
    **dict.fromkeys(("ruling_paper.original", "ruling_paper.sha256"), OURS),
    **dict.fromkeys(("ruling_paper_copy.wrapped", "ruling_paper_copy.sealed"), SEALED),
    **dict.fromkeys(("trail_chain.name", "trail_chain.head"), OURS),
    **dict.fromkeys((f"trail_checkpoint.{each}" for each in ("head", "at", "key", "signature")), OURS),
    **dict.fromkeys((f"trail_entry.{each}" for each in ("at", "actor", "action", "subject")), OURS),
    **dict.fromkeys((f"trail_entry.{each}" for each in ("commitment", "previous", "hash")), OURS),
    **dict.fromkeys(("trail_detail.salt", "trail_detail.body"), BY_HAND),
    **dict.fromkeys(("visit.token_hash", "visit.network"), OURS),
    "visit.data": PASSING,
}
