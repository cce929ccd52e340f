"""Documents as files, and the pages that show the same papers."""

from __future__ import annotations

from django.urls import path

from meetings.views import documents, previews

MEETING = "moter/<int:pk>/"
PANEL = f"{MEETING}dokumenter/"

urlpatterns = [
    path(PANEL, documents.panel, name="document-panel"),
    path(f"{PANEL}framdrift/", documents.progress, name="document-progress"),
    path(f"{PANEL}ny-utgave/", documents.renew, name="document-renew"),
    path(f"{PANEL}utskrift/", documents.order_bundle, name="bundle-order"),
    path(f"{PANEL}sak/<int:item_pk>/", documents.order_paper, name="case-paper-order"),
    path("dokumenter/<int:pk>/", documents.download, name="document-download"),
    path("dokumenter/<int:pk>/prov-igjen/", documents.retry, name="document-retry"),
    path(f"{MEETING}innkalling/", previews.notice, name="notice-preview"),
    path(f"{MEETING}protokoll/forhandsvisning/", previews.minutes, name="minutes-preview"),
    path("saker/<int:pk>/saksframlegg/forhandsvisning/", previews.paper, name="paper-preview"),
]
