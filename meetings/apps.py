from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        # The producers read our models, which are not there before all apps are.
        from meetings.packets import register  # noqa: PLC0415

        register.producers()
