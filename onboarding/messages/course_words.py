"""What messages about the approval of training content say: to a contract manager, and to those who run the COHE."""

from flask import render_template

from onboarding.messages.words import Words, address
from onboarding.models.account import User
from onboarding.models.course import ApprovalStep, CourseApproval, CourseVersion
from onboarding.queries.courses import name as course_name
from onboarding.queries.organisations import by_id
from onboarding.rules.additional_training import TOPIC
from onboarding.rules.wording import listed


def _of_course(template: str, page: str, user: User, version: CourseVersion, row: CourseApproval) -> str:
    organisation = by_id(version.organisation_id)
    link = address(page, organisation=organisation.slug, id=version.id)
    known = {"user": user, "organisation": organisation, "version": version, "row": row, "link": link}
    topics = listed(TOPIC[topic] for topic in version.topics)
    return render_template(f"emails/{template}", name=course_name(version), topics=topics, **known)


def asked(user: User, version: CourseVersion, row: CourseApproval) -> Words:
    """To a contract manager: the COHE asks to have a version of a course approved."""
    body = _of_course("course_asked.txt", "course_approvals.answer", user, version, row)
    return Words(f"Please approve training content: {course_name(version)}", body)


def recorded(user: User, version: CourseVersion, row: CourseApproval) -> Words:
    """To a contract manager: the COHE recorded on their word that a version is approved, or refused."""
    body = _of_course("course_recorded.txt", "course_approvals.confirm", user, version, row)
    return Words(f"Please confirm what L&I said of {course_name(version)}", body)


def answered(user: User, version: CourseVersion, row: CourseApproval) -> Words:
    """To a manager: what L&I says of a version."""
    body = _of_course("course_answered.txt", "courses.show", user, version, row)
    did = {ApprovalStep.GRANTED: "approved", ApprovalStep.REFUSED: "refused"}.get(row.step, "disputes the answer on")
    return Words(f"L&I {did} {course_name(version)}", body)
