"""Addresses of meetings and cases, all under `/<partnership>/`; one module per room."""

from __future__ import annotations

from meetings.urls import agenda, agreements, anchoring, cases, documents, minutes, planning, today

app_name = "meetings"

urlpatterns = [
    *today.urlpatterns,
    *planning.urlpatterns,
    *agenda.urlpatterns,
    *cases.urlpatterns,
    *agreements.urlpatterns,
    *anchoring.urlpatterns,
    *minutes.urlpatterns,
    *documents.urlpatterns,
]
