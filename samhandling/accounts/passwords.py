"""What a new password must be. Django checks, we say it: its own words are partly English, and never nynorsk."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Passordet er for kort. Det må ha minst %(count)s tegn.") % {"count": self.min_length}


class UserAttributeSimilarityValidator(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("Passordet ligner for mye på navnet eller e-postadressen din.")


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Mange bruker dette passordet, så det er lett å gjette. Velg et annet.")
