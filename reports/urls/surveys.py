from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import survey_answers, survey_edit, surveys

ONE = "rapporter/undersokelser/<int:pk>/"
QUESTION = f"{ONE}sporsmal/<int:question_pk>/"

urlpatterns: list[URLPattern] = [
    path("rapporter/undersokelser/", surveys.survey_list, name="survey-list"),
    path("rapporter/undersokelser/ny/", survey_edit.survey_create, name="survey-create"),
    path(ONE, surveys.survey_detail, name="survey-detail"),
    path(f"{ONE}fritekst/", surveys.survey_texts, name="survey-texts"),
    path(f"{ONE}tall.csv", surveys.survey_export, name="survey-export"),
    path(f"{ONE}rediger/", survey_edit.survey_edit, name="survey-edit"),
    path(f"{ONE}slett/", survey_edit.survey_remove, name="survey-remove"),
    path(f"{ONE}sporsmal/", survey_edit.survey_questions, name="survey-questions"),
    path(f"{QUESTION}rediger/", survey_edit.survey_question_edit, name="survey-question-edit"),
    path(f"{QUESTION}fjern/", survey_edit.survey_question_remove, name="survey-question-remove"),
    path(f"{QUESTION}flytt/", survey_edit.survey_question_move, name="survey-question-move"),
    path(f"{ONE}send/", survey_edit.survey_open, name="survey-open"),
    path(f"{ONE}paminnelse/", surveys.survey_remind, name="survey-remind"),
    path(f"{ONE}avslutt/", surveys.survey_close, name="survey-close"),
    path(f"{ONE}frigi/", surveys.survey_release, name="survey-release"),
    path("svar/<str:token>/", survey_answers.survey_answer, name="survey-answer"),
]
