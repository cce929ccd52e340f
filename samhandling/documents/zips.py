"""Many finished documents as one download, sent while it is being put together."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from samhandling.documents.models import Document

CHUNK = 256 * 1024


class _Outlet:
    """Takes what the zip file writes, until somebody fetches it. It cannot be read or moved in."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The last of it is fetched afterwards."""

    def taken(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def zip_response(documents: Iterable[Document], name: str) -> StreamingHttpResponse:
    """`name` is the file's own, with its ending. The documents are packed already, so they are stored as they are."""
    response = StreamingHttpResponse(_zipped(list(documents)), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def _zipped(documents: list[Document]) -> Iterator[bytes]:
    outlet, names = _Outlet(), set[str]()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for document in documents:
            name = _free(document.file_name, names)
            names.add(name)
            moment = (document.finished_at or document.created_at).timetuple()[:6]
            with document.file.open("rb") as source, archive.open(zipfile.ZipInfo(name, moment), "w") as target:
                yield from _copied(source, target, outlet)
            yield outlet.taken()
    yield outlet.taken()


def _copied(source: IO[bytes], target: IO[bytes], outlet: _Outlet) -> Iterator[bytes]:
    while data := source.read(CHUNK):
        target.write(data)
        yield outlet.taken()


def _free(name: str, taken: set[str]) -> str:
    path, number, free = PurePosixPath(name), 2, name
    while free in taken:
        free, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return free
