"""Cases, their routes, papers and annexes."""

from __future__ import annotations

from django.urls import path, register_converter

from meetings.views import cases, routes


class CaseAct:
    regex = "|".join(cases.REASONED)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CaseAct, "case_act")

urlpatterns = [
    path("saker/", cases.case_list, name="case-list"),
    path("saker/ny/", cases.case_create, name="case-create"),
    path("saker/foreslaa/", cases.case_propose, name="case-propose"),
    path("saker/<int:pk>/", cases.case_detail, name="case-detail"),
    path("saker/<int:pk>/rediger/", cases.case_edit, name="case-edit"),
    path("saker/<int:pk>/saksgang/", routes.case_route_edit, name="case-route-edit"),
    path("saker/<int:pk>/ta-opp/", cases.case_accept, name="case-accept"),
    path("saker/<int:pk>/<case_act:act>/", cases.case_state, name="case-state"),
]
