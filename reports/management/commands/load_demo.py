"""`manage.py load_demo`: the demo, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.demo.load import load_demo


class Command(BaseCommand):
    help = "Laster demoen: fire samarbeid, oppdiktede personer og møter rundt dagens dato."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_demo(timezone.localdate())
        self.stdout.write("Demoen er lastet." if loaded else "Demoen er der fra før.")
