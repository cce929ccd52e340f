"""All addresses. Paths are Norwegian words; names are English."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("konto/", include("allauth.urls")),
    path("om/", include("samhandling.core.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
    path("", include("municipalities.urls")),
    path("<slug:partnership_slug>/", include("meetings.urls")),
]
