"""Where agreements have been treated, and the texts meetings used."""

from __future__ import annotations

from django.urls import path

from meetings.views import agreements as views

urlpatterns = [
    path("revisjoner/<int:pk>/behandling/", views.revision_trail, name="revision-trail"),
    path("avtaler/<int:pk>/behandling/", views.agreement_trail, name="agreement-trail"),
    path("moter/<int:pk>/saksliste/<int:item_pk>/avtaletekst/", views.item_text, name="item-text"),
]
