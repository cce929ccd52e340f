from __future__ import annotations

from django.urls import path

from meetings.views import minutes, minutes_edit, minutes_parts, minutes_saves, minutes_states

ROOT = "moter/<int:pk>/protokoll/"
EDIT = f"{ROOT}rediger/"
ITEM = f"{EDIT}<int:item_pk>/"

urlpatterns = [
    path(ROOT, minutes.read, name="minutes"),
    path(f"{ROOT}versjon/<int:number>/", minutes.version, name="minutes-version"),
    path(f"{ROOT}begynn/", minutes.start, name="minutes-start"),
    path(EDIT, minutes_edit.attendance, name="minutes-edit"),
    path(f"{EDIT}alle-til-stede/", minutes_edit.all_present, name="attendance-all-present"),
    path(f"{EDIT}nye-saker/", minutes_edit.add_missing, name="minutes-add-missing"),
    path(f"{EDIT}gjest/", minutes_parts.add_guest, name="attendance-guest-add"),
    path(f"{EDIT}felt/<slug:kind>/<int:row_pk>/<slug:field>/", minutes_saves.save_one_field, name="minutes-field-save"),
    path(f"{EDIT}fjern/<slug:kind>/<int:row_pk>/", minutes_parts.remove, name="minutes-part-remove"),
    path(f"{EDIT}hvem-skriver/", minutes_saves.who_is_writing, name="minutes-presence"),
    path(ITEM, minutes_edit.item, name="minutes-item"),
    path(f"{ITEM}hvem-skriver/", minutes_saves.who_is_writing, name="minutes-item-presence"),
    path(f"{ITEM}forslag/", minutes_edit.compare, name="minutes-compare"),
    path(f"{ITEM}tekst/<slug:section>/", minutes_saves.save_text, name="minutes-text-save"),
    path(f"{ITEM}uttalelse/", minutes_parts.add_statement, name="minutes-statement-add"),
    path(f"{ITEM}habilitet/", minutes_parts.add_recusal, name="minutes-recusal-add"),
    path(f"{ITEM}oppgave/", minutes_parts.add_action, name="minutes-action-add"),
    path(f"{ITEM}godkjenn-forrige/", minutes_states.approve_previous, name="minutes-approve-previous"),
    path(f"{ROOT}avslutt/", minutes_states.finish, name="minutes-finish"),
    path(f"{ROOT}godkjenn/", minutes_states.approve, name="minutes-approve"),
    path(f"{ROOT}apne-igjen/", minutes_states.reopen, name="minutes-reopen"),
    path(f"{ROOT}las/", minutes_states.lock, name="minutes-lock"),
    path(f"{ROOT}rett/", minutes_states.correct, name="minutes-correct"),
]
