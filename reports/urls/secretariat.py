from __future__ import annotations

from django.urls import URLPattern, path

from reports.views import handovers, secretariat

ROOM = "rapporter/sekretariatet/"
HANDOVER = f"{ROOM}overlevering/"

urlpatterns: list[URLPattern] = [
    path(ROOM, secretariat.secretariat, name="secretariat"),
    path(f"{ROOM}varsel/", secretariat.secretariat_panel, name="secretariat-panel"),
    path(f"{ROOM}perioder/ny/", secretariat.term_create, name="term-create"),
    path(f"{ROOM}perioder/<int:pk>/", secretariat.term_edit, name="term-edit"),
    path(f"{ROOM}turnus/", secretariat.rotation_edit, name="rotation-edit"),
    path(f"{HANDOVER}ny/", handovers.handover_create, name="handover-create"),
    path(f"{HANDOVER}<int:pk>/", handovers.handover_detail, name="handover-detail"),
    path(f"{HANDOVER}<int:pk>/kvittering/", handovers.handover_receipt, name="handover-receipt"),
]
