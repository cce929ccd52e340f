from __future__ import annotations

from django.urls import path

from meetings.views import today as views

urlpatterns = [
    path("i-dag/", views.today, name="today"),
    path("oppfolging/", views.action_list, name="action-list"),
    path("oppfolging/<int:pk>/ferdig/", views.action_done, name="action-done"),
    path("neste-moter/", views.upcoming_panel, name="upcoming-panel"),
    path("moter.ics", views.meeting_feed, name="meeting-feed"),
]
