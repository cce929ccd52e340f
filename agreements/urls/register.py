from __future__ import annotations

from django.urls import path

from agreements.views import parties, register

urlpatterns = [
    path("avtaler/", register.agreement_list, name="agreement-list"),
    path("avtaler/ny/", register.agreement_create, name="agreement-create"),
    path("avtaler/lovkrav/", register.coverage_page, name="coverage"),
    path("avtaler/sammenslaainger/", parties.succession_apply, name="succession-apply"),
    path("avtaler/<int:pk>/", register.agreement_detail, name="agreement-detail"),
    path("avtaler/<int:pk>/endre/", register.agreement_edit, name="agreement-edit"),
    path("avtaler/<int:pk>/parter/ny/", parties.party_create, name="party-create"),
    path("avtaler/<int:pk>/parter/spor/", parties.party_ask, name="party-ask"),
    path("avtaler/<int:pk>/parter/<int:party_pk>/", parties.party_edit, name="party-edit"),
    path("avtaler/<int:pk>/vilkaar/ny/", parties.terms_create, name="terms-create"),
    path("avtaler/<int:pk>/vilkaar/<int:terms_pk>/", parties.terms_edit, name="terms-edit"),
]
