from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import local_papers

PAGE = "revisjoner/<int:pk>/saksframlegg/"

urlpatterns: list[URLPattern] = [
    path(PAGE, local_papers.local_paper_list, name="local-papers"),
    path(f"{PAGE}lag/", local_papers.order, name="local-papers-order"),
    path(f"{PAGE}prov-igjen/", local_papers.retry_failed, name="local-papers-retry"),
    path(f"{PAGE}alle.zip", local_papers.download_all, name="local-papers-zip"),
    path("saksframlegg/<int:pk>/<slug:file>/", local_papers.download, name="local-paper-download"),
]
