"""The numbers the rules use, as they are on one day. What each is, and since when, is in the rulebook, cited."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Numbers:
    """The value of every number on one day. A field here is a number the rules use: the rulebook has just these."""

    years_with_degree: int
    years_without_degree: int
    years_assistant: int
    full_time_hours: Fraction
    foreseen_years: int
    training_months: int
    shadowing_minutes: int
    claims_per_fte: Fraction
    claims_per_half_fte: Fraction
    quarter_trigger: Fraction
    recommended_claims: Fraction
    recommended_surgical_claims: Fraction
    replacement_months: int
    dormancy_months: int
    dormancy_warning_days: int
    change_report_days: int
    provider_number_digits: int
    npi_digits: int
    service_record_years: int
    contract_record_years: int
    applicant_record_years: int
    processing_days_least: int
    processing_days_most: int
    own_cases_least: int
    sending_days: int
    unanswered_days: int
    status_check_days: int
    change_warning_days: int
    statement_days: int
    reference_first_days: int
    reference_second_days: int
    reference_last_days: int
    reference_open_days: int
    link_first_days: int
    link_last_days: int
    link_open_days: int
    information_first_days: int
    information_second_days: int
    information_last_days: int
    retell_days: int
    retell_until_days: int
    first_week_days: int
    content_approval_days: int
    orientation_notice_days: int
    shadowing_notice_days: int
    conference_registration_days: int
    training_first_days: int
    training_second_days: int
    training_third_days: int
    training_fourth_days: int
    training_fifth_days: int
    training_last_days: int
    training_overdue_days: int
    training_manager_days: int
    training_hr_days: int
    quiet_from_hour: int
    quiet_until_hour: int
    packet_link_days: int
    packet_link_longest_days: int
    packet_question_days: int
    forecast_held_percent: int
    forecast_errors_least: int
    api_token_days: int
    api_key_days: int
    api_requests_a_minute: int
    webhook_failing_days: int
    webhook_old_secret_hours: int


def as_numbers(values: Mapping[str, Fraction]) -> Numbers:
    """The values as typed numbers: whole ones are ints."""
    typed = {
        field.name: int(values[field.name]) if field.type is int else values[field.name] for field in fields(Numbers)
    }
    return Numbers(**typed)  # type: ignore[arg-type]
