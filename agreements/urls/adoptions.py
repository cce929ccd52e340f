"""Addresses of the adoption board, of what each party decides, and of the councils' meetings."""

from __future__ import annotations

from django.urls import path

from agreements.views import adoptions, board, councils

COUNCIL = "kommunestyremoter/<str:number>/"

urlpatterns = [
    path("avtaler/vedtak/", board.board_page, name="board"),
    path("avtaler/vedtak/minn-om/", board.board_remind, name="board-remind"),
    path("avtaler/vedtak/last-ned/<str:kind>/", board.board_export, name="board-export"),
    path("vedtak/<int:pk>/", adoptions.adoption_detail, name="adoption-detail"),
    path("vedtak/<int:pk>/registrer/", adoptions.adoption_edit, name="adoption-edit"),
    path("vedtak/<int:pk>/registrer/punkter/", adoptions.adoption_sections, name="adoption-sections"),
    path("vedtak/<int:pk>/frist/", adoptions.adoption_extend, name="adoption-extend"),
    path("vedtak/<int:pk>/fil/", adoptions.decision_file, name="decision-file"),
    path(COUNCIL, councils.council_meetings, name="council-meetings"),
    path(f"{COUNCIL}<int:pk>/fjern/", councils.council_meeting_remove, name="council-meeting-remove"),
]
