"""A limit on every uploaded file that holds while it arrives, so that a huge one fills neither memory nor disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class SizeLimit(FileUploadHandler):
    """First of the handlers: drops a file that grows over the limit and goes on with the other fields.

    What else was typed in the form is kept, and `was_oversized` tells the view why the file is not there.
    """

    seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > settings.MAX_UPLOAD_BYTES:
            self.request.__dict__["oversized_upload"] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""


def was_oversized(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped. Ask when `request.FILES` has been read."""
    return bool(request.FILES is not None and request.__dict__.get("oversized_upload"))
