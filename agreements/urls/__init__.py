"""Addresses of agreements, all under `/<partnership>/`; one module per room."""

from __future__ import annotations

from agreements.urls import adoptions, consultations, local_papers, obligations, redlines, register, revisions, texts

app_name = "agreements"

urlpatterns = [
    *register.urlpatterns,
    *texts.urlpatterns,
    *redlines.urlpatterns,
    *revisions.urlpatterns,
    *adoptions.urlpatterns,
    *consultations.urlpatterns,
    *obligations.urlpatterns,
    *local_papers.urlpatterns,
]
