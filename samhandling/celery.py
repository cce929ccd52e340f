"""The Celery application: started as `celery -A samhandling worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samhandling.settings")

app = Celery("samhandling")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
