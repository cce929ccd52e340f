from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"

    def ready(self) -> None:
        # The producers read our models, which are not there before all apps are.
        from agreements.packets import register  # noqa: PLC0415

        register.producers()
