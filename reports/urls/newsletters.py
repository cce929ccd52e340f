from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import newsletters, subscriptions

ONE = "rapporter/nyhetsbrev/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("rapporter/nyhetsbrev/", newsletters.newsletter_list, name="newsletter-list"),
    path("rapporter/nyhetsbrev/nytt/", newsletters.newsletter_create, name="newsletter-create"),
    path("rapporter/nyhetsbrev/abonner/", subscriptions.newsletter_subscribe, name="newsletter-subscribe"),
    path("rapporter/nyhetsbrev/abonner/sendt/", subscriptions.newsletter_asked, name="newsletter-asked"),
    path("rapporter/nyhetsbrev/bekreft/<str:secret>/", subscriptions.newsletter_confirm, name="newsletter-confirm"),
    path("rapporter/nyhetsbrev/meld-av/<str:secret>/", subscriptions.newsletter_leave, name="newsletter-leave"),
    path(ONE, newsletters.newsletter_detail, name="newsletter-detail"),
    path(f"{ONE}rediger/", newsletters.newsletter_edit, name="newsletter-edit"),
    path(f"{ONE}send/", newsletters.newsletter_send, name="newsletter-send"),
    path(f"{ONE}slett/", newsletters.newsletter_remove, name="newsletter-remove"),
]
