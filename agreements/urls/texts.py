from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import draft_starts, drafts, imports, texts

_DRAFT = "avtaler/<int:pk>/utkast/"
_VERSION = "avtaler/<int:pk>/versjon/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_DRAFT, drafts.text_edit, name="text-edit"),
    path(f"{_DRAFT}nytt/", draft_starts.draft_create, name="draft-create"),
    path(f"{_DRAFT}tittel/", draft_starts.draft_title, name="draft-title"),
    path(f"{_DRAFT}forkast/", draft_starts.draft_discard, name="draft-discard"),
    path(f"{_DRAFT}punkt/nytt/", drafts.section_add, name="section-add"),
    path(f"{_DRAFT}punkt/rekkefolge/", drafts.section_order, name="section-order"),
    path(f"{_DRAFT}punkt/angre/", drafts.section_restore, name="section-restore"),
    path(f"{_DRAFT}punkt/<int:section_pk>/", drafts.section_change, name="section-change"),
    path(f"{_DRAFT}punkt/<int:section_pk>/<slug:part>/", drafts.text_save, name="text-save"),
    path(_VERSION, texts.version_detail, name="version-detail"),
    path(f"{_VERSION}punkt/<slug:anchor>/", texts.section_detail, name="section-detail"),
    path(f"{_VERSION}fil/ny/", texts.file_create, name="file-create"),
    path(f"{_VERSION}fil/<int:file_pk>/", texts.file_download, name="file-download"),
    path(f"{_VERSION}fil/<int:file_pk>/fjern/", texts.file_remove, name="file-remove"),
    path("avtaler/<int:pk>/ta-inn/", imports.import_create, name="import-create"),
    path("avtaler/<int:pk>/ta-inn/<int:import_pk>/", imports.import_check, name="import-check"),
]
