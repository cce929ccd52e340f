from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import answer_saves, answers, consultation_edit, consultation_way, consultations

ONE = "horinger/<int:pk>/"
ANSWER = f"{ONE}svar/<int:invitation_pk>/"
WRITE = f"{ANSWER}skriv/"

urlpatterns: list[URLPattern] = [
    path("horinger/", consultations.consultation_list, name="consultation-list"),
    path("horinger/ny/", consultation_edit.consultation_create, name="consultation-create"),
    path(ONE, consultations.consultation_detail, name="consultation-detail"),
    path(f"{ONE}tekst/", consultations.consultation_text, name="consultation-text"),
    path(f"{ONE}oversikt/", consultations.overview, name="consultation-overview"),
    path(f"{ONE}svar.csv", consultations.export, name="answers-export"),
    path(f"{ONE}dokument/", consultations.document, name="consultation-document"),
    path(f"{ONE}rediger/", consultation_edit.consultation_edit, name="consultation-edit"),
    path(f"{ONE}slett/", consultation_edit.consultation_remove, name="consultation-remove"),
    path(f"{ONE}sporsmal/", consultation_edit.consultation_questions, name="consultation-questions"),
    path(f"{ONE}sporsmal/<int:question_pk>/fjern/", consultation_edit.question_remove, name="question-remove"),
    path(f"{ONE}fil/", consultation_edit.consultation_file_add, name="consultation-file-add"),
    path(f"{ONE}fil/<int:file_pk>/", consultations.consultation_file, name="consultation-file"),
    path(f"{ONE}fil/<int:file_pk>/fjern/", consultation_edit.consultation_file_remove, name="consultation-file-remove"),
    path(f"{ONE}send/", consultation_way.consultation_open, name="consultation-open"),
    path(f"{ONE}frist/", consultation_way.consultation_extend, name="consultation-extend"),
    path(f"{ONE}avslutt/", consultation_way.consultation_close, name="consultation-close"),
    path(f"{ONE}paminnelse/", consultation_way.consultation_remind, name="consultation-remind"),
    path(ANSWER, answers.answer_detail, name="answer-detail"),
    path(f"{ANSWER}fil/<int:file_pk>/", answers.answer_file, name="answer-file"),
    path(WRITE, answers.answer_edit, name="answer-edit"),
    path(f"{WRITE}felt/<slug:field>/", answer_saves.save_one, name="answer-save"),
    path(f"{WRITE}sporsmal/<int:question_pk>/<slug:field>/", answer_saves.save_one, name="answer-part-save"),
    path(f"{ANSWER}send/", answers.answer_send, name="answer-send"),
    path(f"{ANSWER}apne/", answers.answer_reopen, name="answer-reopen"),
    path(f"{ANSWER}utsettelse/", answers.extension_ask, name="extension-ask"),
    path(f"{ANSWER}utsettelse/avgjor/", consultation_way.extension_decide, name="extension-decide"),
]
