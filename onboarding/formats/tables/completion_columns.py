"""The columns of a table of completed training, by the headings of learning systems' exports."""

from datetime import timedelta

from onboarding.formats.tables.applicant_columns import FIRST_NAME, LAST_NAME, NAME, NAME_PARTS, TEXT
from onboarding.formats.tables.cells import email, line_of_text, name_of_somebody, whole_day, word
from onboarding.formats.tables.records import Column
from onboarding.formats.tables.staff_columns import DIGITS, length

COMPLETED, PASSED, FAILED, OPEN = "completed", "passed", "failed", "open"
STATUSES = {
    "Completed": COMPLETED,
    "Passed": PASSED,
    "Failed": FAILED,
    "Not completed": OPEN,
    **dict.fromkeys(
        ("Complete", "Completed successfully", "Successful", "Attended", "Done", "Finished", "Satisfied", "Yes"),
        COMPLETED,
    ),
    **dict.fromkeys(("Pass", "Completed, passed"), PASSED),
    **dict.fromkeys(("Fail", "Not passed", "Completed, failed"), FAILED),
    **dict.fromkeys(
        ("In progress", "Not started", "Incomplete", "Started", "Registered", "Enrolled", "Assigned", "Pending", "Open",
         "Not attempted", "No show", "Absent", "Waitlisted", "Canceled", "Cancelled", "Withdrawn", "Dropped", "Expired",
         "Overdue", "Past due", "No"),
        OPEN,
    ),
}  # fmt: skip
MINUTE, DAY_LONG = timedelta(minutes=1), timedelta(days=1)

COLUMNS = (
    Column("name", "Learner", name_of_somebody(NAME), "The full name, or “Ruiz, Ana”.", "Ana Ruiz",
           ("Name", "Full name", "Learner name", "Employee", "Employee name", "User", "User name", "User full name",
            "Student", "Student name", "Participant", "Attendee", "Staff member", "Trainee", "Person", "HSC"),
           when="without an email or ID", parts=NAME_PARTS),
    FIRST_NAME,
    LAST_NAME,
    Column("email", "Email", email, "Their own address.", "ana@example.org",
           ("E-mail", "Email address", "E-mail address", "User email", "Learner email", "Employee email", "Work email"),
           when="without a name or ID", perhaps=("Username", "Login", "User ID", "Learner ID")),
    Column("number", "L&I Provider ID", line_of_text(DIGITS), "Seven digits, with the zeros in front.", "0123456",
           ("Provider ID", "Provider number", "Prov #", "L&I ID", "LNI ID", "LNI provider ID"),
           when="without a name or email", perhaps=("ID", "Provider #", "Employee ID")),
    Column("course", "Course", line_of_text(TEXT), "As the learning system calls it.", "COHE basics: referrals",
           ("Title", "Activity", "Course title", "Course name", "Training", "Training title", "Training name", "Module",
            "Activity name", "Learning activity", "Learning item", "Item title", "Class", "Session", "Subject"),
           needed=True),
    Column("completed_on", "Completion date", whole_day, "A day, like 11/22/2026.", "3/3/2025",
           ("Completed", "Completed on", "Date completed", "Completion", "Completed date", "Date of completion",
            "Finish date", "Finished", "Finished on", "Training date", "Date"),
           needed=True, perhaps=("End date", "Day")),
    Column("status", "Status", word(STATUSES), "Completed, Passed, Failed or Not completed. Blank: as the day says.",
           "Completed", ("Completion status", "Result", "State", "Outcome", "Course status", "Learning status")),
    Column("score", "Score", line_of_text(TEXT), "Shown before it is taken in, and not kept.", "92",
           ("Grade", "Points", "Score %", "Final score", "Final grade", "Percent")),
    Column("minutes", "Duration", length(MINUTE, DAY_LONG, "250, 4:30 or 4 h 30 min"),
           "Minutes, or like 4:30. Kept of shadowing.", "250",
           ("Minutes", "Duration (minutes)", "Time spent", "Length", "Total time", "Duration (min)"),
           perhaps=("Time", "Mins")),
    Column("hours", "Hours", length(MINUTE * 60, DAY_LONG, "4.5, 4:30 or 4 h 30 min"),
           "Instead of minutes: hours, like 4.5.", "",
           ("Credit hours", "Duration (hours)", "Training hours", "Credits", "Hrs", "Duration (hrs)")),
    Column("host_cohe", "Shadowing at", line_of_text(TEXT), "The other COHE, whose HSC was shadowed.", "",
           ("Host COHE", "Shadowed COHE", "Shadowed at", "Host")),
    Column("approved_on", "Approved by L&I", whole_day, "The day on which L&I approved the content.", "",
           ("Approved on", "Approval date", "L&I approval", "Approved by L&I on")),
    Column("trainer", "Trainer", line_of_text(TEXT), "Who trained.", "",
           ("Instructor", "Teacher", "Facilitator", "Presenter")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
