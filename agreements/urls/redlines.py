from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import documents, redlines

CHANGES = "avtaler/<int:pk>/endringer/"

urlpatterns: list[URLPattern] = [
    path(CHANGES, redlines.redline, name="redline"),
    path(f"{CHANGES}pdf/", redlines.order, name="redline-document"),
    path(f"{CHANGES}framdrift/", redlines.progress, name="redline-progress"),
    path(f"{CHANGES}word/", redlines.word, name="redline-word"),
    path(f"{CHANGES}<slug:number>/", redlines.redline_own, name="redline-own"),
    path("avtaler/dokumenter/<int:pk>/", documents.download, name="document-download"),
    path("avtaler/dokumenter/<int:pk>/prov-igjen/", documents.retry, name="document-retry"),
]
