from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import mine, obligations

urlpatterns: list[URLPattern] = [
    path("avtaler/frister/", obligations.obligation_list, name="obligation-list"),
    path("avtaler/<int:pk>/gjennomgang/", obligations.review_create, name="review-create"),
    path("avtaler/<int:pk>/oppsigelse/", obligations.termination_create, name="termination-create"),
    path("avtaler/oppsigelser/<int:pk>/", obligations.termination_edit, name="termination-edit"),
    path("min-kommune/", mine.mine, name="mine"),
    path("min-kommune/<str:number>/", mine.mine_of, name="mine-of"),
    path("min-kommune/<str:number>/til-kommunestyret/", mine.mine_handout, name="mine-handout"),
    path("min-kommune/<str:number>/frister.ics", mine.deadline_feed, name="deadline-feed"),
]
