"""What is listed of people and COHEs: each projection declared, with every record that its lines are computed from.

services/following.py has the lines follow.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from onboarding.extensions import Base
from onboarding.models.applicant_link import ApplicantLink
from onboarding.models.application import Application
from onboarding.models.checklist import ChecklistMark, ChecklistStep
from onboarding.models.claim import Claim, FactDecision, FactEvidence, StandingProof, StandingStatement
from onboarding.models.cohe_line import CoheLine
from onboarding.models.course import CourseApproval, CourseVersion
from onboarding.models.credential import CredentialEvent
from onboarding.models.determination import Determination, InformationAnswer, InformationItem, Recommendation, Reopening
from onboarding.models.duplicate import Duplicate
from onboarding.models.duty import StaffLine
from onboarding.models.evidence import EvidenceItem, EvidenceVerification, EvidenceWithdrawal
from onboarding.models.hiring import Hire, Promotion
from onboarding.models.keeping import Erasure
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.reference import ReferenceAnswer, ReferenceRequest
from onboarding.models.ruling import RecordedRuling
from onboarding.models.staffing import AbsenceRecord, CoverRecord, InitiatedClaims, TimeSplit
from onboarding.models.training import TrainingRecord
from onboarding.queries import application_state, cohe_lines, staff_lines
from onboarding.queries.lines import Listed
from onboarding.rules.duties import About
from onboarding.rules.rulings import Rulings

Points = tuple[tuple[str, type[Any]], ...]
NAMED: Points = (("person_id", Person),)
OF_ALL: Points = (("organisation_id", Organisation),)


class Projection(NamedTuple):
    """A table with a line for each person, and about what things to do are listed below each line.

    A line begins with a record of the kind `begins`, as `begun` says, and goes with the person. `follows`: every kind
    of record that a line is computed from, and by which columns it points at whose line that is; of people themselves
    only these `columns` move one.
    """

    line: type[Any]
    lists: frozenset[About]
    begins: type[Any]
    begun: Callable[[Any], Mapping[str, Any] | None]
    columns: frozenset[str]
    follows: Mapping[type[Base], Points]
    computed: Callable[[Organisation, Sequence[Person], Rulings, date], Mapping[int, Listed]]


APPLICATIONS = Projection(
    line=Application,
    lists=frozenset({About.REQUEST}),
    begins=Person,
    begun=application_state.begun,
    columns=frozenset({"applied_for", "applied_on"}),
    follows={
        Claim: NAMED,
        FactDecision: NAMED,
        FactEvidence: NAMED,
        StandingStatement: NAMED,
        StandingProof: NAMED,
        Promotion: NAMED,
        Recommendation: NAMED,
        Determination: NAMED,
        InformationItem: NAMED,
        InformationAnswer: NAMED,
        ReferenceRequest: NAMED,
        ApplicantLink: NAMED,
        RecordedRuling: OF_ALL,
        Duplicate: (*NAMED, ("other_id", Person)),
        EvidenceItem: (("id", EvidenceItem), *NAMED),
        EvidenceVerification: (("item_id", EvidenceItem),),
        EvidenceWithdrawal: (("item_id", EvidenceItem),),
        ReferenceAnswer: (("request_id", ReferenceRequest),),
        Reopening: (("determination_id", Determination),),
    },
    computed=application_state.computed,
)
STAFF = Projection(
    line=StaffLine,
    lists=frozenset({About.CREDENTIALS, About.TRAINING, About.CHECKLIST}),
    begins=Posting,
    begun=staff_lines.begun,
    columns=frozenset({"posting_id"}),
    follows={
        CredentialEvent: NAMED,
        TrainingRecord: NAMED,
        CourseApproval: (("version_id", CourseVersion),),
        ChecklistMark: NAMED,
        ChecklistStep: OF_ALL,
        Duplicate: NAMED,
        RecordedRuling: OF_ALL,
    },
    computed=staff_lines.computed,
)
PROJECTIONS = (APPLICATIONS, STAFF)


class OfCohe(NamedTuple):
    """A table with a line for each COHE, computed from the records of everybody there.

    `follows`: every kind of record that a line is computed from; of people themselves only these `columns` move one.
    """

    line: type[Any]
    begun: Callable[[], Mapping[str, Any]]
    columns: frozenset[str]
    follows: frozenset[type[Base]]
    computed: Callable[[Organisation, Rulings, date], Mapping[str, Any]]


COHES = OfCohe(
    line=CoheLine,
    begun=cohe_lines.begun,
    columns=frozenset({"posting_id", "name"}),
    follows=frozenset(
        {
            InitiatedClaims,
            TimeSplit,
            AbsenceRecord,
            CoverRecord,
            CredentialEvent,
            Posting,
            Hire,
            Duplicate,
            Erasure,
            RecordedRuling,
        }
    ),
    computed=cohe_lines.computed,
)
# Whose lines are computed from what is pointed at: an item proves what its own person claims, and who that was merged
# into; whether L&I approved a version is a matter of everybody who completed it.
WHOSE: dict[type[Any], tuple[tuple[Any, Any], ...]] = {
    EvidenceItem: (
        (FactEvidence.person_id, FactEvidence.item_id),
        (StandingProof.person_id, StandingProof.item_id),
    ),
    ReferenceRequest: ((ReferenceRequest.person_id, ReferenceRequest.id),),
    Determination: ((Determination.person_id, Determination.id),),
    CourseVersion: ((TrainingRecord.person_id, TrainingRecord.version_id),),
}
