from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        # The producers read our models, which are not there before all apps are.
        from reports.packets import register  # noqa: PLC0415

        register.producers()
