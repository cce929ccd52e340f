"""All addresses. Paths are Norwegian words; names are English."""

from __future__ import annotations

from django.urls import include, path

from municipalities.views import front
from samhandling.core.health import health

urlpatterns = [
    path("", front.home, name="home"),
    path("i-dag/", front.today, name="today"),
    path("helse/", health, name="health"),
    path("konto/", include("samhandling.accounts.urls")),
    path("om/", include("samhandling.core.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
    path("", include("municipalities.urls")),
    path("<slug:partnership_slug>/", include("agreements.urls")),
    path("<slug:partnership_slug>/", include("meetings.urls")),
    path("<slug:partnership_slug>/", include("reports.urls")),
]
