from __future__ import annotations

from django.urls import path

from meetings.views import agenda as views

urlpatterns = [
    path("moter/<int:pk>/saksliste/", views.agenda_edit, name="agenda-edit"),
    path("moter/<int:pk>/saksliste/legg-til/", views.agenda_item_add, name="agenda-item-add"),
    path("moter/<int:pk>/saksliste/rekkefolge/", views.agenda_order, name="agenda-order"),
    path("moter/<int:pk>/saksliste/godkjenn/", views.agenda_approve, name="agenda-approve"),
    path("moter/<int:pk>/saksliste/publiser/", views.notice_publish, name="notice-publish"),
    path("moter/<int:pk>/saksliste/<int:item_pk>/", views.agenda_item_edit, name="agenda-item-edit"),
    path("moter/<int:pk>/saksliste/<int:item_pk>/flytt/", views.agenda_item_move, name="agenda-item-move"),
    path("moter/<int:pk>/saksliste/<int:item_pk>/trekk/", views.agenda_item_withdraw, name="agenda-item-withdraw"),
    path("moter/<int:pk>/saksliste/<int:item_pk>/tilbake/", views.agenda_item_restore, name="agenda-item-restore"),
]
