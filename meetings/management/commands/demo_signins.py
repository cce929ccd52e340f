"""`manage.py demo_signins`: who can sign in to the demo."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from meetings.demo.folk import DEMO_PASSWORD
from meetings.demo.people import PERSONAS
from municipalities.enums import Role


class Command(BaseCommand):
    help = "Viser hvem som kan logge inn i demoen."

    def handle(self, *args: Any, **options: Any) -> None:
        for persona in PERSONAS:
            self.stdout.write(f"  {persona.email:<24} {Role(persona.role).label}, {persona.partnership}")
        self.stdout.write(f"  Passord for alle: {DEMO_PASSWORD}")
