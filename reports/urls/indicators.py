from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import indicators

urlpatterns: list[URLPattern] = [
    path("rapporter/indikatorer/", indicators.indicator_list, name="indicator-list"),
    path("rapporter/indikatorer/<str:key>/", indicators.indicator_detail, name="indicator-detail"),
    path("rapporter/likeverd/", indicators.parity, name="parity"),
]
