from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import costs, invoices

ONE = "rapporter/kostnader/<int:pk>/"
INVOICES = f"{ONE}fakturagrunnlag/"

urlpatterns: list[URLPattern] = [
    path("rapporter/kostnader/", costs.cost_list, name="cost-list"),
    path("rapporter/kostnader/ny/", costs.cost_create, name="cost-create"),
    path(ONE, costs.cost_detail, name="cost-detail"),
    path(f"{ONE}endre/", costs.cost_edit, name="cost-edit"),
    path(f"{ONE}excel/", costs.cost_export, name="cost-export"),
    path(INVOICES, invoices.invoice_basis, name="invoice-basis"),
    path(f"{INVOICES}zip/", invoices.download_all, name="invoice-basis-zip"),
    path(f"{INVOICES}<int:basis_pk>/", invoices.download, name="invoice-basis-download"),
]
