from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "samhandling.disclosure"
    label = "disclosure"
