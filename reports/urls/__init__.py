"""Addresses of reports, all under `/<partnership>/`; one module per room."""

from __future__ import annotations

from reports.urls import costs, indicators, newsletters, projects, secretariat, status, surveys

app_name = "reports"

urlpatterns = [
    *indicators.urlpatterns,
    *costs.urlpatterns,
    *secretariat.urlpatterns,
    *projects.urlpatterns,
    *status.urlpatterns,
    *surveys.urlpatterns,
    *newsletters.urlpatterns,
]
