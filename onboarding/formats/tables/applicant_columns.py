"""The columns of a table of applicants: what each becomes, its headings, and what the template says of it.

One line holds one job, one degree, or one of each, beside who the applicant is. What they are called in the document
that is made of them is `applicants`' affair.
"""

from onboarding.formats.tables.cells import (
    email,
    end_day,
    hours,
    line_of_text,
    name_of_somebody,
    paragraphs,
    partial_day,
    phone,
    whole_day,
    word,
    yes_no,
)
from onboarding.formats.tables.lines import LONGEST_CELL
from onboarding.formats.tables.records import Column
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.study_types import LEVELS

NAME, PHONE, REFERENCE, TEXT = 200, 40, 60, 200
ROLES = {
    "HSC": "hsc",
    "Surgical HSC": "surgical_hsc",
    "Assistant": "assistant",
    "Health Services Coordinator": "hsc",
    "HSC Assistant": "assistant",
    "Assistant HSC": "assistant",
    "HSC Asst": "assistant",
    "Asst HSC": "assistant",
    "Asst": "assistant",
    "Surg HSC": "surgical_hsc",
    "Surgical Health Services Coordinator": "surgical_hsc",
    "Health Services Coordinator Assistant": "assistant",
}
LEVEL_WORDS = {level.replace("_", " ").capitalize(): level for level in LEVELS} | {
    "Bachelor's": "bachelor",
    "Master's": "master",
    "Associate's": "associate",
    "Bachelors": "bachelor",
    "Masters": "master",
    "Associates": "associate",
    "PhD": "doctorate",
    "Doctoral": "doctorate",
}
DATES = "As exact as it is known: 3/15/2019, March 2019 or 2019."
SKILL = "Yes or no, as the applicant says; blank if not asked."

REFERENCE_COLUMN = Column(
    "reference",
    "Applicant ID",
    line_of_text(REFERENCE),
    "Your own number for the applicant. Lines with the same one are one applicant. If blank, the address tells.",
    "A-17",
    ("ID", "Applicant number", "Applicant no", "Candidate ID", "Number"),
    when="with more lines, or an email address",
)
# In the place of one name, in every table of people.
FIRST_NAME = Column("first_name", "First name", line_of_text(NAME), "Instead of the name, with the last name.",
                    also=("First", "Given name", "Forename", "Fname", "F name", "Legal first name"))  # fmt: skip
LAST_NAME = Column("last_name", "Last name", line_of_text(NAME), "Instead of the name, with the first name.",
                   also=("Last", "Surname", "Family name", "Lname", "L name", "Legal last name"))  # fmt: skip
NAME_PARTS = (FIRST_NAME.key, LAST_NAME.key)
PERSON = (
    Column(
        "name",
        "Name",
        name_of_somebody(NAME),
        "The full name, on the applicant’s first line at least.",
        "Ana Ruiz",
        ("Full name", "Applicant", "Applicant name", "Candidate", "Candidate name"),
        needed=True,
        parts=NAME_PARTS,
    ),
    FIRST_NAME,
    LAST_NAME,
    Column(
        "email", "Email", email, "The applicant’s own address.", "ana@example.org", ("E-mail", "Email address", "Mail")
    ),
    Column(
        "phone",
        "Phone",
        phone(PHONE),
        "Any way it is written.",
        "+1 360 555 0100",
        ("Phone number", "Telephone", "Mobile", "Cell phone"),
    ),
    Column(
        "applied_for",
        "Applied for",
        word(ROLES),
        "HSC, Surgical HSC or Assistant. Blank: HSC.",
        "HSC",
        ("Role", "Applied for role", "Position applied for"),
    ),
    Column(
        "applied_on",
        "Applied on",
        whole_day,
        "The day of the application, like 11/22/2026.",
        "11/22/2026",
        ("Application date", "Date applied", "Date of application"),
    ),
)
STANDING = (
    Column(
        "able",
        "Able to get a provider ID",
        yes_no,
        "Yes or no: able to obtain and keep an L&I provider ID and bill, as the applicant says.",
        "yes",
        ("Provider ID", "Able to bill", "Able to obtain provider ID"),
    ),
    Column(
        "issues",
        "Issues with L&I",
        yes_no,
        "Yes or no, as the applicant says.",
        "no",
        ("L&I issues", "Reported issues with L&I"),
    ),
    *(
        Column(
            area,
            f"Skill: {area.replace('_', ' ')}",
            yes_no,
            SKILL,
            "yes",
            (area, f"{area} skill", *(["Care documentation skill"] if area == "care_documentation" else [])),
        )
        for area in SKILL_AREAS
    ),
)
JOB = (
    Column(
        "employer", "Employer", line_of_text(TEXT), "Where the job was.", "Valley Clinic", ("Company", "Organization")
    ),
    Column(
        "title",
        "Job title",
        line_of_text(TEXT),
        "As the employer called it.",
        "Medical Assistant",
        ("Title", "Position", "Job"),
    ),
    Column(
        "job_start",
        "Job start",
        partial_day,
        f"The first day in the job. {DATES}",
        "March 2018",
        ("Start", "Start date", "Job start date", "Job from", "From", "Job began"),
        when="for each job",
    ),
    Column(
        "job_end",
        "Job end",
        end_day,
        f"The last day in the job; blank or “present” while it goes on. {DATES}",
        "3/14/2021",
        ("End", "End date", "Job end date", "Job to", "To", "Job ended"),
    ),
    Column(
        "hours",
        "Hours a week",
        hours,
        "How many hours a week, like 40 or 37.5.",
        "40",
        ("Hours", "Hours per week", "Weekly hours", "Hours/week", "Hrs/wk"),
    ),
    Column(
        "duties",
        "Duties",
        paragraphs(LONGEST_CELL),
        "What the work was, in a few words.",
        "Rooming patients, vital signs, care plans",
        ("Job duties", "Description", "Responsibilities"),
    ),
)
DEGREE = (
    Column(
        "school",
        "School",
        line_of_text(TEXT),
        "Where the degree was earned.",
        "WGU",
        ("Institution", "University", "College"),
    ),
    Column(
        "degree",
        "Degree",
        line_of_text(TEXT),
        "As it is called on the diploma.",
        "Bachelor of Science",
        ("Study type", "Degree name", "Qualification"),
    ),
    Column(
        "field",
        "Field of study",
        line_of_text(TEXT),
        "What was studied.",
        "Nursing",
        ("Field", "Area", "Major", "Subject"),
    ),
    Column(
        "level",
        "Degree level",
        word(LEVEL_WORDS),
        f"One of: {', '.join(level.replace('_', ' ') for level in LEVELS)}. Blank if not known.",
        "bachelor",
        ("Level", "Education level"),
    ),
    Column(
        "country",
        "Country",
        line_of_text(TEXT),
        "Where the school is. Blank: not said.",
        "US",
        ("School country", "Degree country", "Country of school"),
    ),
    Column(
        "conferred",
        "Degree date",
        end_day,
        f"The day the degree was conferred; blank if it was not. {DATES}",
        "June 2016",
        ("Conferred", "Conferred on", "Graduated", "Graduation date", "Graduation", "Date conferred"),
    ),
)
COLUMNS = (REFERENCE_COLUMN, *PERSON, *JOB, *DEGREE, *STANDING)
