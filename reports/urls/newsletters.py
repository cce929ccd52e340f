from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import newsletters, subscriptions

ONE = "nyhetsbrev/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("nyhetsbrev/", newsletters.newsletter_list, name="newsletter-list"),
    path("nyhetsbrev/nytt/", newsletters.newsletter_create, name="newsletter-create"),
    path("nyhetsbrev/abonner/", subscriptions.newsletter_subscribe, name="newsletter-subscribe"),
    path("nyhetsbrev/abonner/sendt/", subscriptions.newsletter_asked, name="newsletter-asked"),
    path("nyhetsbrev/bekreft/<str:secret>/", subscriptions.newsletter_confirm, name="newsletter-confirm"),
    path("nyhetsbrev/meld-av/<str:secret>/", subscriptions.newsletter_leave, name="newsletter-leave"),
    path(ONE, newsletters.newsletter_detail, name="newsletter-detail"),
    path(f"{ONE}rediger/", newsletters.newsletter_edit, name="newsletter-edit"),
    path(f"{ONE}send/", newsletters.newsletter_send, name="newsletter-send"),
    path(f"{ONE}slett/", newsletters.newsletter_remove, name="newsletter-remove"),
]
