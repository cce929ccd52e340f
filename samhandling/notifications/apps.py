from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "samhandling.notifications"
    label = "notifications"
