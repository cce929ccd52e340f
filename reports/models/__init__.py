from reports.models.cost import CostScheme, InvoiceBasis
from reports.models.handover import Handover
from reports.models.newsletter import Newsletter, NewsletterSending, NewsletterText, Subscriber
from reports.models.project import CouncilPresentation, Deliverable, Measure, Project, ProjectPhase, SecretariatTask
from reports.models.status import ReportBatch, ReportSending, ReportText, StatusReport
from reports.models.survey import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion, SurveyResponse

__all__ = [
    "CostScheme",
    "CouncilPresentation",
    "Deliverable",
    "Handover",
    "InvoiceBasis",
    "Measure",
    "Newsletter",
    "NewsletterSending",
    "NewsletterText",
    "Project",
    "ProjectPhase",
    "ReportBatch",
    "ReportSending",
    "ReportText",
    "SecretariatTask",
    "StatusReport",
    "Subscriber",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyQuestion",
    "SurveyResponse",
]
