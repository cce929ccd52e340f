from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self) -> None:
        from municipalities.selectors.personas import describe_personas  # noqa: PLC0415 — models are loaded only now
        from samhandling.accounts import personas  # noqa: PLC0415

        personas.register(describe_personas)
