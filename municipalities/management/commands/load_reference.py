"""`manage.py load_reference`: municipalities, partnerships, committees and legal bases from `municipalities/data/`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from municipalities.services.reference import load_reference


class Command(BaseCommand):
    help = "Legger inn referansedata. Kan kjøres igjen uten at noe endres."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in load_reference() or ["Ingenting å endre."]:
            self.stdout.write(line)
