from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "samhandling.audit"
    label = "audit"
