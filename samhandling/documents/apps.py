from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "samhandling.documents"
    label = "documents"
