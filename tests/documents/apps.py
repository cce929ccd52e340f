from django.apps import AppConfig

from samhandling.documents import registry
from samhandling.documents.enums import Kind


def _produce(document):  # type: ignore[no-untyped-def]
    """Loaded late: the content needs the models, which are not ready when this module is read."""
    from tests.documents.content import produce_notice  # noqa: PLC0415

    return produce_notice(document)


class ProducersConfig(AppConfig):
    name = "tests.documents"
    label = "test_producers"

    def ready(self) -> None:
        registry.register(Kind.NOTICE, _produce)
