"""How the form pages of an agreement go: the form, the service, and back to the agreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from agreements.models import Agreement
from municipalities.forms.base import perform
from samhandling.core.http import form_page


@dataclass(frozen=True)
class AgreementEdit:
    """The words of a form page. Without `agreement` it hangs under the register itself."""

    title: str
    back_url: str
    done: str = ""
    lead: str = ""
    submit: str = ""
    agreement: Agreement | None = None

    @classmethod
    def of(cls, agreement: Agreement, *, title: str, done: str, lead: str = "", submit: str = "") -> Self:
        """Back to the agreement; its `partnership` is fetched."""
        url = reverse("agreements:agreement-detail", args=[agreement.partnership.slug, agreement.pk])
        return cls(title, url, done, lead, submit, agreement)


def edit(request: HttpRequest, form: BaseForm, act: Callable[[], object], page: AgreementEdit) -> HttpResponse:
    """Saved: a message, and back. Refused: the page again with 422, everything typed still there."""
    if request.method == "POST" and form.is_valid() and perform(form, act):
        messages.success(request, page.done)
        return redirect(page.back_url)
    return form_page(request, "agreements/edit.html", {"form": form, "page": page})
