"""What the sign-in page asks of the accounts."""

from __future__ import annotations

from django import template

from samhandling.accounts.personas import Persona, all_personas

register = template.Library()


@register.simple_tag
def demo_personas() -> list[Persona]:
    return all_personas()
