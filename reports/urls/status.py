from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import report_batches, report_writing, reports

ONE = "rapporter/<int:pk>/"
BATCH = "rapporter/bestilling/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("status/", reports.report_latest, name="report-latest"),
    path("rapporter/", reports.report_list, name="report-list"),
    path("rapporter/bestill/", report_batches.report_order, name="report-order"),
    path(BATCH, report_batches.batch_detail, name="batch-detail"),
    path(f"{BATCH}frigi/", report_batches.batch_release, name="batch-release"),
    path(ONE, reports.report_detail, name="report-detail"),
    path(f"{ONE}pdf/", reports.report_download, name="report-download"),
    path(f"{ONE}tall/<str:key>/", reports.report_rows, name="report-rows"),
    path(f"{ONE}vurdering/", report_writing.report_comment, name="report-comment"),
    path(f"{ONE}frigi/", report_writing.report_release, name="report-release"),
    path(f"{ONE}send/", report_writing.report_send, name="report-send"),
    path(f"{ONE}rett/", report_writing.report_correct, name="report-correct"),
    path(f"{ONE}lag/", report_writing.report_retry, name="report-retry"),
]
