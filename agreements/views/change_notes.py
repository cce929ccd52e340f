"""What each change of a revision's text means, section by section. Members read; coordinators write."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.forms.revisions import ChangeNoteForm
from agreements.selectors.change_notes import NotedChange, noted_changes
from agreements.services.revisions import save_change_notes
from agreements.views.acting import read_revision
from samhandling.accounts.http import signed_in
from samhandling.core.errors import NotPossible
from samhandling.core.http import form_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_notes(request: HttpRequest, partnership_slug: str, pk: int) -> HttpResponse:
    partnership, access, revision = read_revision(request, partnership_slug, pk)
    if request.method == "POST" and not access.is_coordinator:
        raise PermissionDenied
    changes = noted_changes(revision)
    runs = access.is_coordinator and not revision.is_ended
    forms = [_form(request, change) for change in changes] if runs else []
    valid = [form.is_valid() for form in forms]  # every form is asked, so that all errors show
    if request.method == "POST" and all(valid):
        notes = [form.cleaned_data | {"anchor": str(form.prefix)} for form in forms]
        try:
            save_change_notes(revision=revision, notes=notes, user=signed_in(request))
        except NotPossible as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Merknadene er lagret."))
        return redirect("agreements:change-notes", partnership.slug, pk)
    pairs = [(change, forms[place] if runs else None) for place, change in enumerate(changes)]
    context = {"revision": revision, "changes": pairs, "runs": runs, "forms": forms}
    return form_page(request, "agreements/change_notes.html", context, *forms)


def _form(request: HttpRequest, change: NotedChange) -> ChangeNoteForm:
    note = change.note
    initial = {"kind": note.kind, "text": note.text, "text_nn": note.text_nn} if note else {}
    return ChangeNoteForm(request.POST or None, prefix=change.row.anchor, initial=initial)
