"""What happens to an application to L&I, in the words that pages use."""

from onboarding.queries.credentials import TrackName as Track, Way as Channel
from onboarding.rules.credential_wording import EVENTS as EVENTS, STATES as STATES
from onboarding.rules.duties import Who
from onboarding.rules.lead_times import Step
from onboarding.web import duty_words

TRACKS = {Track.PROVIDER: "Provider account", Track.SUPPLEMENTAL: "HSC Supplemental Application"}
CHANNELS = {
    Channel.PROVIDER_ONE: "ProviderOne",
    Channel.MAIL: "Mail",
    Channel.FAX: "Fax",
    Channel.EMAIL: "Email",
    Channel.PHONE: "Phone",
    Channel.WEBSITE: "L&I's website",
    Channel.OTHER: "Other",
}
WHO = {each: duty_words.WHO[each] for each in (Who.COHE, Who.LNI)}
TONES = {
    "not_started": "open",
    "prepared": "open",
    "sent": "waiting",
    "returned": "bad",
    "withdrawn": "bad",
    "issued": "waiting",
    "active": "good",
    "inactive": "bad",
    "terminated": "bad",
    "accepted": "good",
}
DETAILS = (("npi", "NPI"), ("licence", "License or certification"), ("malpractice", "Malpractice coverage"))
STEPS = {
    Step.APPLY: "From the hire to the provider application sent",
    Step.ANSWER: "From there to the Provider ID issued",
    Step.EFFECT: "From the Provider ID to the account effective",
    Step.BILL: "From the hire to the first day of billing",
    Step.ACCEPT: "From the supplemental application sent to its acceptance",
}
