"""Cases, their routes, papers and annexes."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from meetings.enums import PaperSection
from meetings.views import attachments, cases, papers, routes


class CaseAct(StringConverter):
    regex = "|".join(cases.REASONED)


class Section(StringConverter):
    regex = "|".join(PaperSection.values)


register_converter(CaseAct, "case_act")
register_converter(Section, "paper_section")

PAPER = "saker/<int:pk>/saksframlegg/"
ANNEX = "saker/<int:pk>/vedlegg/<int:attachment_pk>/"

urlpatterns = [
    path("saker/", cases.case_list, name="case-list"),
    path("saker/ny/", cases.case_create, name="case-create"),
    path("saker/foreslaa/", cases.case_propose, name="case-propose"),
    path("saker/<int:pk>/", cases.case_detail, name="case-detail"),
    path("saker/<int:pk>/rediger/", cases.case_edit, name="case-edit"),
    path("saker/<int:pk>/saksgang/", routes.case_route_edit, name="case-route-edit"),
    path("saker/<int:pk>/ta-opp/", cases.case_accept, name="case-accept"),
    path("saker/<int:pk>/<case_act:act>/", cases.case_state, name="case-state"),
    path(PAPER, papers.paper_edit, name="paper-edit"),
    path(f"{PAPER}lagre/<paper_section:section>/", papers.paper_save, name="paper-save"),
    path(f"{PAPER}ny-versjon/", papers.paper_version_create, name="paper-version-create"),
    path(f"{PAPER}frist-og-innsyn/", papers.paper_mark, name="paper-mark"),
    path(f"{PAPER}versjon/<int:number>/", papers.paper_version, name="paper-version"),
    path(f"{PAPER}versjon/<int:number>/hent-fram/", papers.paper_restore, name="paper-restore"),
    path(f"{PAPER}sammenlign/", papers.paper_compare, name="paper-compare"),
    path("saker/<int:pk>/vedlegg/nytt/", attachments.attachment_add, name="attachment-add"),
    path(ANNEX, attachments.attachment_download, name="attachment-download"),
    path(f"{ANNEX}rediger/", attachments.attachment_edit, name="attachment-edit"),
    path(f"{ANNEX}bytt-fil/", attachments.attachment_replace, name="attachment-replace"),
    path(f"{ANNEX}fjern/", attachments.attachment_remove, name="attachment-remove"),
]
