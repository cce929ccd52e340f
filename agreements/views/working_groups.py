"""The working group of a revision: its mandate, its members, and how users take part."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.forms.revisions import GroupForm, MemberForm
from agreements.models import Revision
from agreements.selectors.revision_page import group_warnings, members_of
from agreements.services import revisions as services
from agreements.views.acting import attempt, run_revision
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_page, number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revision_members(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    """Two forms and a list: `gjor` says which of them was sent."""
    partnership, revision = run_revision(request, partnership_slug, pk)
    act, user = request.POST.get("gjor", ""), signed_in(request)
    group_form = GroupForm(request.POST if act == "mandat" else None, instance=revision)
    member_form = MemberForm(request.POST if act == "legg-til" else None, partnership=partnership)
    done = ""
    if act == "fjern":
        done = _remove(request, revision)
    elif act == "mandat" and group_form.is_valid():
        columns = group_form.cleaned_data
        if attempt(group_form, lambda: services.set_group(revision=revision, columns=columns, user=user)):
            done = _("Mandatet er lagret.")
    elif act == "legg-til" and member_form.is_valid():
        columns = member_form.cleaned_data
        if attempt(member_form, lambda: services.add_member(revision=revision, columns=columns, user=user)):
            done = _("Medlemmet er lagt til.")
    if done:
        messages.success(request, done)
    if done or act == "fjern":
        return redirect("agreements:revision-members", partnership.slug, pk)
    members = list(members_of(revision))
    context = {
        "revision": revision,
        "members": members,
        "warnings": group_warnings(members),
        "group_form": group_form,
        "member_form": member_form,
        "form": group_form if act == "mandat" else member_form,
    }
    return form_page(request, "agreements/revision_members.html", context)


def _remove(request: HttpRequest, revision: Revision) -> str:
    member = get_object_or_404(members_of(revision), pk=number(request.POST.get("medlem")))
    try:
        services.remove_member(member=member, user=signed_in(request))
    except NotPossible as refused:
        messages.error(request, str(refused))
        return ""
    return _("Medlemmet er tatt ut.")
