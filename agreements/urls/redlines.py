from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import documents

urlpatterns: list[URLPattern] = [
    path("avtaler/dokumenter/<int:pk>/", documents.download, name="document-download"),
    path("avtaler/dokumenter/<int:pk>/prov-igjen/", documents.retry, name="document-retry"),
]
