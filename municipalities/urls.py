"""Addresses of the organisation, all under `/<partnership>/`. Names are English, paths Norwegian."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from municipalities.views import approvals, committees, emails, front, people, places, reading

app_name = "municipalities"

_committee = [
    path("", reading.committee_detail, name="committee-detail"),
    path("endre/", committees.committee_edit, name="committee-edit"),
    path("plasser/", committees.committee_seats, name="committee-seats"),
    path("plasser/ny/", committees.seat_create, name="seat-create"),
    path("plasser/<int:pk>/", committees.seat_edit, name="seat-edit"),
    path("plasser/<int:pk>/vara/", committees.seat_deputy, name="seat-deputy"),
    path("plasser/<int:pk>/oppnevn/", committees.appointment_create, name="appointment-create"),
    path("oppnevninger/<int:pk>/", committees.appointment_edit, name="appointment-edit"),
    path("oppnevninger/<int:pk>/avslutt/", committees.appointment_end, name="appointment-end"),
]

_group = [
    path("", reading.group_detail, name="group-detail"),
    path("endre/", places.group_edit, name="group-edit"),
    path("kommuner/ny/", places.group_member_create, name="group-member-create"),
    path("kommuner/<int:pk>/", places.group_member_edit, name="group-member-edit"),
]

_person = [
    path("", people.person_detail, name="person-detail"),
    path("endre/", people.person_edit, name="person-edit"),
    path("inviter/", people.person_invite, name="person-invite"),
    path("roller/ny/", people.representation_create, name="representation-create"),
    path("roller/<int:role_pk>/", people.representation_edit, name="representation-edit"),
    path("roller/<int:role_pk>/avslutt/", people.representation_end, name="representation-end"),
]

_inside: list[URLPattern | URLResolver] = [
    path("", front.partnership, name="partnership"),
    path("endre/", places.partnership_edit, name="partnership-edit"),
    path("organisasjon/", reading.organisation, name="organisation"),
    path("organisasjon/ny-gruppe/", places.group_create, name="group-create"),
    path("organisasjon/nytt-utvalg/", committees.committee_create, name="committee-create"),
    path("organisasjon/ny-deltaker/", places.membership_create, name="membership-create"),
    path("organisasjon/deltaker/<int:pk>/", places.membership_edit, name="membership-edit"),
    path("kommuner/", reading.municipality_list, name="municipality-list"),
    path("kommuner/<str:number>/", reading.municipality_detail, name="municipality-detail"),
    path("grupper/<slug:group_slug>/", include(_group)),
    path("utvalg/", reading.committee_list, name="committee-list"),
    path("utvalg/<slug:committee_slug>/", include(_committee)),
    path("representasjon/", approvals.approval_list, name="approval-list"),
    path("representasjon/<int:pk>/", approvals.approval_edit, name="approval-edit"),
    path("representasjon/<str:number>/nytt/", approvals.approval_create, name="approval-create"),
    path("e-post/", emails.email_list, name="email-list"),
    path("e-post/<int:pk>/send/", emails.email_send_again, name="email-send-again"),
    path("personer/", people.person_list, name="person-list"),
    path("personer/ny/", people.person_create, name="person-create"),
    path("personer/<int:pk>/", include(_person)),
]

urlpatterns = [path("<slug:partnership_slug>/", include(_inside))]
