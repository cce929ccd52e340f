"""`manage.py add_coordinator`: the first coordinator of a partnership, who lets everybody else in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from municipalities.enums import Role
from municipalities.models import Partnership
from municipalities.services.people import add_coordinator


class Command(BaseCommand):
    help = "Gir en person rollen som koordinator i et samarbeid, og sender e-posten med veien inn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partnership", help="samarbeidets adresse, for eksempel st-olavs")
        parser.add_argument("name")
        parser.add_argument("email")
        parser.add_argument("--trust", action="store_true", help="koordinator for helseforetaket, ikke for kommunene")

    def handle(self, *args: Any, **options: Any) -> None:
        partnership = Partnership.objects.filter(slug=options["partnership"]).first()
        if partnership is None:
            known = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"Finner ikke samarbeidet «{options['partnership']}». Disse finnes: {known or 'ingen'}.")
        role = Role.COORDINATOR_TRUST if options["trust"] else Role.COORDINATOR_MUNICIPAL
        try:
            person = add_coordinator(partnership=partnership, name=options["name"], email=options["email"], role=role)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"{person.name} er koordinator i {partnership.name}. Invitasjonen går til {person.email}.")
