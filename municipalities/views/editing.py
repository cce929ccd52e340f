"""How every editing page of this app goes: the form, the service, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from municipalities.forms.base import perform
from samhandling.core.http import form_page


@dataclass(frozen=True)
class EditPage:
    """The words of an editing page, and the page one came from."""

    title: str
    back_label: str
    back_url: str
    done: str
    lead: str = ""
    submit: str = ""


def edit(request: HttpRequest, form: BaseForm, act: Callable[[], object], page: EditPage) -> HttpResponse:
    """Saved: a message, and back. Refused: the page again with 422, everything typed still there."""
    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, page.done)
        return redirect(page.back_url)
    return form_page(request, "municipalities/edit.html", {"form": form, "page": page})
