from agreements.models.adoption import Adoption, Deviation, LocalPaper
from agreements.models.agreement import (
    Agreement,
    AgreementParty,
    AgreementTerms,
    ContentPoint,
    CouncilMeeting,
    LegalTerm,
)
from agreements.models.consultation import (
    Answer,
    AnswerFile,
    Consultation,
    ConsultationFile,
    Invitation,
    Question,
    QuestionAnswer,
)
from agreements.models.obligation import Termination, YearlyReview
from agreements.models.redline import RedlineOrder
from agreements.models.revision import ChangeNote, GroupMember, Revision, RevisionStep
from agreements.models.text import AgreementFile, AgreementVersion, Section, SectionText, TextImport

__all__ = [
    "Adoption",
    "Agreement",
    "AgreementFile",
    "AgreementParty",
    "AgreementTerms",
    "AgreementVersion",
    "Answer",
    "AnswerFile",
    "ChangeNote",
    "Consultation",
    "ConsultationFile",
    "ContentPoint",
    "CouncilMeeting",
    "Deviation",
    "GroupMember",
    "Invitation",
    "LegalTerm",
    "LocalPaper",
    "Question",
    "QuestionAnswer",
    "RedlineOrder",
    "Revision",
    "RevisionStep",
    "Section",
    "SectionText",
    "Termination",
    "TextImport",
    "YearlyReview",
]
