"""People with a fixed meaning: on 2026-11-22, with no rulings, each is what the name says, claimed and verified."""

from tests.rules.make import make_applicant, make_job

# 2018-03-15 through 2021-03-14 is three years, and with a degree three are asked for.
QUALIFIED = make_applicant()
A_DAY_SHORT = make_applicant(make_job(end="2021-03-13"))
# Half-time for the three years: all of them by the calendar, a year and a half prorated.
HALF_TIME = make_applicant(make_job(hours=20))
# Claims management for the three years: all or nothing.
CLAIMS_MANAGER = make_applicant(make_job(category="claims_management"))
# Half of the work was care for the three years: a year and a half by share, all of them whole.
HALF_CARE = make_applicant(make_job(duties={"direct_patient_care": "1/2", "excluded": "1/2"}))
# The same three years and no degree: not enough for an HSC, enough for an assistant.
NO_DEGREE = make_applicant(degrees=())
ASSISTANT = make_applicant(degrees=(), role="assistant")
