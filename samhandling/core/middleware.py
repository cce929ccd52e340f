"""What holds for every request and every answer, whatever the view."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]


def drop_nul(get_response: Respond) -> Respond:
    """A NUL in an address is in no word anybody searches for, and the database refuses to be asked about it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
        return get_response(request)

    return middleware


def private_pages(get_response: Respond) -> Respond:
    """What a signed-in reader is shown is for that reader: no proxy keeps it, and a browser asks before using it again.

    A view that says more of how its answer may be kept has the last word.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware
