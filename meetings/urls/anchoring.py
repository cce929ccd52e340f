from __future__ import annotations

from django.urls import path

from meetings.views import anchoring as views

urlpatterns = [
    path("saker/<int:pk>/innspill/", views.input_create, name="case-input-create"),
    path("saker/<int:pk>/innspill/<int:input_pk>/trekk/", views.input_withdraw, name="case-input-withdraw"),
    path("moter/<int:pk>/formoter/nytt/", views.pre_meeting_create, name="pre-meeting-create"),
    path("moter/<int:pk>/formoter/<int:row_pk>/fjern/", views.pre_meeting_remove, name="pre-meeting-remove"),
]
