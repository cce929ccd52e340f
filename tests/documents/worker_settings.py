"""Settings for a worker that knows the producers of these tests."""

from samhandling.settings import *  # noqa: F403
from samhandling.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.documents.apps.ProducersConfig"]
