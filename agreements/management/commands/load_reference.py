"""`manage.py load_reference`: partnerships and their municipalities, legal bases, what the law asks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from agreements.services.reference import load_statutory
from municipalities.services.reference import load_reference


class Command(BaseCommand):
    help = "Legger inn referansedata. Kan kjøres igjen uten at noe endres."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in [*load_reference(), *load_statutory()] or ["Ingenting å endre."]:
            self.stdout.write(line)
