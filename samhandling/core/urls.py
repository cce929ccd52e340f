"""Addresses of the pages about the site itself."""

from __future__ import annotations

from django.urls import path

from samhandling.core import views

app_name = "pages"

urlpatterns = [
    path("tilgjengelighet/", views.page, {"name": "accessibility"}, name="accessibility"),
    path("personvern/", views.page, {"name": "privacy"}, name="privacy"),
    path("hva-vi-publiserer/", views.page, {"name": "publishing"}, name="publishing"),
    path("kilder/", views.page, {"name": "sources"}, name="sources"),
    path("rens-tekst/", views.clean_pasted, name="clean-pasted"),
    path("innlogget/", views.signed_in, name="signed-in"),
    path("hjelp/", views.page, {"name": "help"}, name="help"),
]
