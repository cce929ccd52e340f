"""What an uploaded file is, judged by its content; or why it cannot be an annex, in words for whoever uploads it."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass

import magic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from samhandling.core.dates import number
from samhandling.documents.annexes import check_annex

EXTENSIONS = {"application/pdf": (".pdf",), "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg")}
ACCEPT = ",".join(sorted({*EXTENSIONS, *(ending for endings in EXTENSIONS.values() for ending in endings)}))
NAME_LENGTH = 100
_UNSAFE = re.compile(r'[/\\:*?"<>|]+')


@dataclass(frozen=True)
class FileFacts:
    content_type: str
    file_name: str
    size: int
    sha256: str
    pages: int


def check_upload(upload: UploadedFile) -> FileFacts:
    """The facts of a file that can be an annex. Raises ValidationError with the reason otherwise.

    Size first, then the type by its first bytes, then the name against the type; only then is it opened.
    """
    size = upload.size or 0
    if size > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(too_large(), code="too_large")
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    content_type = magic.from_buffer(data[:4096], mime=True) if data else ""
    name = upload.name or ""
    if data and content_type not in EXTENSIONS:
        raise ValidationError(_unknown(name), code="unknown_type")
    if data:
        _check_ending(name, content_type)
    pages = check_annex(data, content_type or "application/pdf")
    return FileFacts(
        content_type, clean_file_name(name, content_type), len(data), hashlib.sha256(data).hexdigest(), pages
    )


def too_large() -> str:
    limit = number(settings.MAX_UPLOAD_BYTES // (1024 * 1024))
    return _("Filen er for stor. Den kan være på høyst %(limit)s MB. Del den opp eller gjør bildene i den mindre.") % {
        "limit": limit
    }


def _unknown(name: str) -> str:
    ending = os.path.splitext(name)[1].lower()
    if any(ending in endings for endings in EXTENSIONS.values()):
        return _("Filen heter «%(name)s», men innholdet er noe annet. Lagre den som PDF og last den opp igjen.") % {
            "name": name
        }
    return _("Filen må være en PDF eller et bilde (JPEG eller PNG). Lagre den som PDF og last den opp igjen.")


def _check_ending(name: str, content_type: str) -> None:
    """A name that says another type than the content is refused: whoever gets the file would be misled."""
    ending = os.path.splitext(name)[1].lower()
    right = EXTENSIONS[content_type]
    if ending and ending not in right:
        raise ValidationError(
            _("Filen heter «%(name)s», men innholdet er %(kind)s. Gi den et navn som slutter på %(ending)s."),
            code="renamed",
            params={"name": name, "kind": _kind(content_type), "ending": right[0]},
        )


def _kind(content_type: str) -> str:
    return {
        "application/pdf": _("en PDF"),
        "image/png": _("et PNG-bilde"),
        "image/jpeg": _("et JPEG-bilde"),
    }[content_type]


def clean_file_name(name: str, content_type: str) -> str:
    """One form for the name: NFC, no path, no control or direction marks, of a length every system takes."""
    return clean_name(name, EXTENSIONS[content_type])


def clean_name(name: str, endings: tuple[str, ...]) -> str:
    """`clean_file_name` for any type of file: the name ends with one of `endings`, with the first when it did not."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    stem, ending = os.path.splitext(" ".join(_UNSAFE.sub("-", name).split()))
    if ending.lower() not in endings:
        stem, ending = stem + ending, endings[0]
    stem = stem.strip(" .-")[: NAME_LENGTH - len(ending)].rstrip()
    return (stem or _("vedlegg")) + ending.lower()


def title_of(file_name: str) -> str:
    """A title to start from: the name without its ending, words apart."""
    stem = os.path.splitext(file_name)[0].replace("_", " ")
    return " ".join(stem.split())[:200]
