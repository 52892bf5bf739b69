"""The columns of a table of staff: what each becomes, its headings, and what the template says of it.

The headings are those of COHEs' own spreadsheets: "Prov #", "DOH", "Term date". One that may mean something else too,
like "Hrs", is under `perhaps`: it is suggested, and asked about.
"""

import re
from datetime import timedelta
from decimal import Decimal

from onboarding.formats.tables.applicant_columns import FIRST_NAME, LAST_NAME, NAME, NAME_PARTS, PHONE, ROLES, TEXT
from onboarding.formats.tables.cells import (
    Reader,
    Unfit,
    email,
    line_of_text,
    name_of_somebody,
    phone,
    shown,
    whole_day,
    word,
)
from onboarding.formats.tables.records import Column

DIGITS = 40
SITES = {"Headquarters": "headquarters", "Regional office": "regional_office", "Other": "other", "HQ": "headquarters"}
DAY = "A day, like 11/22/2026."
LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:\.\d{1,3})?) ?(?:h|hr|hrs|hour|hours)\.?)? ?"
    r"(?:(?P<minutes>\d{1,5}) ?(?:m|min|mins|minutes)\.?)?",
    re.A,
)
CLOCK = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)(?::00)?", re.A)
BARE = re.compile(r"\d{1,5}(?:\.\d{1,3})?", re.A)
MINUTE, HOUR, DAY_LONG = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def length(unit: timedelta, most: timedelta, like: str) -> Reader:
    """How long something took, in whole minutes. `unit`: what a figure alone counts; `most`: how long it may be."""

    def read(text: str) -> int:
        plain = " ".join(text.casefold().split())
        if BARE.fullmatch(plain):
            minutes = Decimal(plain) * (unit // MINUTE)
        elif found := CLOCK.fullmatch(plain) or LENGTH.fullmatch(plain):
            minutes = Decimal(found["hours"] or 0) * (HOUR // MINUTE) + Decimal(found["minutes"] or 0)
        else:
            raise Unfit(f"{shown(text)} is no length of time. Write it like {like}")
        if minutes % 1 or not 0 < minutes <= most // MINUTE:
            raise Unfit(f"{shown(text)} is no number of whole minutes up to {most // MINUTE:,}. Write it like {like}")
        return int(minutes)

    return read


def _day(key: str, heading: str, *also: str, says: str = DAY, needed: bool = False) -> Column:
    return Column(key, heading, whole_day, says, "3/3/2025", also, needed)


COLUMNS = (
    Column("name", "Name", name_of_somebody(NAME), "The full name.", "Ana Ruiz",
           ("Full name", "HSC", "HSC name", "Employee", "Employee name", "Staff", "Staff name", "Staff member",
            "Coordinator", "Coordinator name", "Team member"), needed=True, parts=NAME_PARTS),
    FIRST_NAME,
    LAST_NAME,
    Column("role", "Role", word(ROLES), "HSC, Surgical HSC or Assistant.", "HSC",
           ("Position", "Title", "Job title", "Job", "Role/Title", "Title/Role", "Position title", "Role title",
            "Job role", "HSC role"), needed=True),
    _day("hired_on", "First day in the role", "Hired", "Hire date", "Date of hire", "DOH", "Start date", "Hired on",
         "Start", "Started", "First day", "Begin date", "Date hired", "Date started", "HSC start date",
         says="The day on which they entered the role at this COHE.", needed=True),
    _day("left_on", "Last day in the role", "Left", "Left on", "End date", "End", "Termination date", "Term date",
         "Term", "Termed", "Date of termination", "Separation date", "Separated", "Last day", "Date left",
         says="Leave it blank while they are still in the role."),
    Column("email", "Email", email, "Their own address.", "ana@example.org",
           ("E-mail", "Email address", "E-mail address", "Mail", "Work email")),
    Column("phone", "Phone", phone(PHONE), "Any way it is written.", "+1 360 555 0100",
           ("Phone number", "Phone #", "Phone no.", "Telephone", "Tel", "Mobile", "Cell", "Cell phone", "Work phone")),
    Column("supervisor", "Supervising HSC", line_of_text(NAME), "Of an assistant: the HSC's name as in this table.",
           "Ana Ruiz", ("Supervisor", "Supervised by", "Supervisor name", "Supervising HSC name", "Lead HSC"),
           perhaps=("Reports to", "Manager", "Lead")),
    Column("number", "L&I Provider ID", line_of_text(DIGITS), "Seven digits, with the zeros in front.", "0123456",
           ("Provider ID", "Provider number", "Provider no.", "Prov #", "Prov no.", "Prov ID", "L&I provider number",
            "L&I provider #", "L&I provider no.", "LNI ID", "L&I ID", "L&I #", "L&I no.", "LNI #", "LNI provider ID",
            "LNI provider number"), perhaps=("Provider #", "Provider", "ID", "ID #", "ID number")),
    _day("provider_sent", "Provider application sent", "Provider ID applied", "Application sent", "Applied for ID",
         "Prov app sent", "Provider app sent"),
    _day("provider_issued", "Provider ID issued", "ID issued", "Number issued", "Prov # issued", "Provider # issued",
         "Prov ID issued", "Provider number issued"),
    _day("provider_effective", "Provider account effective", "Effective", "Effective date", "Eff date", "Eff. date",
         "Prov eff date", "Active since"),
    _day("last_billed", "Last billed", "Last bill", "Last billed on", "Last bill date", "Last billing"),
    _day("supplemental_sent", "Supplemental application sent", "HSC supplemental sent", "Supplement sent", "Supp sent",
         "Supp app sent"),
    _day("supplemental_accepted", "Supplemental application accepted", "HSC supplemental accepted",
         "Supplement accepted", "Supp accepted", "Supp app accepted"),
    Column("npi", "NPI", line_of_text(DIGITS), "Ten digits.", "1234567893",
           ("NPI #", "NPI no.", "NPI number", "National Provider Identifier")),
    Column("payee_number", "Payee number", line_of_text(DIGITS), "The group's, seven digits.", "7654321",
           ("Group number", "Group #", "Group no.", "Payee", "Payee #", "Payee no.", "Group payee number")),
    _day("initial_on", "Initial training done", "Initial training", "COHE training done", "Initial training date",
         "Training done", "Training complete",
         says="The day on which all eight areas of the standard work had been trained."),
    _day("orientation_on", "L&I orientation", "Orientation", "Orientation date", "L&I orientation on",
         "L&I orientation date", "LNI orientation", "Orient date"),
    Column("orientation_at", "Orientation at", word(SITES), "Headquarters, Regional office or Other.", "Headquarters",
           ("Orientation place", "Orientation location", "Orientation site")),
    _day("shadowing_on", "Shadowing", "Shadowing date", "Shadowed on", "Shadow date", "Shadow", "Shadowed",
         "Date shadowed", "Date of shadowing"),
    Column("shadowing_minutes", "Shadowing minutes", length(MINUTE, 99_999 * MINUTE, "250"), "An hour is 60.", "250",
           ("Minutes shadowed", "Shadow minutes", "Shadow mins", "Shadow min"), perhaps=("Minutes", "Mins", "Min")),
    Column("shadowing_hours", "Shadowing hours", length(HOUR, DAY_LONG, "4.5, 4:30 or 4 h 30 min"),
           "Instead of minutes: hours of that day, like 4.5 or 4:30.", "",
           ("Hours shadowed", "Shadow hours", "Shadow hrs", "Shadowing hrs", "Hrs shadowed"),
           perhaps=("Hrs", "Hours", "Hr")),
    Column("shadowing_cohe", "Shadowing at", line_of_text(TEXT), "The other COHE, whose HSC was shadowed.", "Alliance",
           ("Shadowed COHE", "Shadow COHE", "Shadowed at", "Shadow at", "Shadow site", "Host COHE", "Host")),
    _day("conference_on", "HSC conference", "Conference", "HSC conference on", "Conference date",
         "HSC conference date",
         says="The day of a conference of HSCs that L&I sponsored and that they attended."),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
EVENTS = (
    ("provider", "sent", "provider_sent"),
    ("provider", "issued", "provider_issued"),
    ("provider", "effective", "provider_effective"),
    ("provider", "billed", "last_billed"),
    ("supplemental", "sent", "supplemental_sent"),
    ("supplemental", "accepted", "supplemental_accepted"),
)
