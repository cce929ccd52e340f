from __future__ import annotations

from django.urls import path

from meetings.views import planning as views

urlpatterns = [
    path("moter/", views.meeting_list, name="meeting-list"),
    path("moter/kalender/", views.meeting_calendar, name="meeting-calendar"),
    path("moter/ny/", views.meeting_create, name="meeting-create"),
    path("moter/<int:pk>/", views.meeting_detail, name="meeting-detail"),
    path("moter/<int:pk>/rediger/", views.meeting_edit, name="meeting-edit"),
    path("moter/<int:pk>/avlys/", views.meeting_cancel, name="meeting-cancel"),
]
