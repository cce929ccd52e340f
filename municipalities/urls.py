"""Addresses of the organisation, all under `/<partnership>/`."""

from __future__ import annotations

from django.urls import include, path

from municipalities.views import front, reading

app_name = "municipalities"

_inside = [
    path("", front.partnership, name="partnership"),
    path("organisasjon/", reading.organisation, name="organisation"),
    path("kommuner/", reading.municipality_list, name="municipality-list"),
    path("kommuner/<str:number>/", reading.municipality_detail, name="municipality-detail"),
    path("grupper/<slug:group_slug>/", reading.group_detail, name="group-detail"),
    path("utvalg/", reading.committee_list, name="committee-list"),
    path("utvalg/<slug:committee_slug>/", reading.committee_detail, name="committee-detail"),
    path("personer/", reading.person_list, name="person-list"),
]

urlpatterns = [path("<slug:partnership_slug>/", include(_inside))]
