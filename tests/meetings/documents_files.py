"""The files of `documents_sample`, made once for all the tests that read them, and reading them to the bottom."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from pikepdf import Array, Dictionary, Name, Stream, String

from samhandling.documents.enums import Kind, Language, Purpose, Variant
from samhandling.documents.models import Document
from samhandling.documents.production import MadeFile, make_file
from tests.documents.pdf_checks import open_pdf
from tests.meetings.documents_sample import Sample, build_sample

Key = tuple[str, str, str, str]  # kind, variant, language, purpose


@dataclass
class Files:
    made: dict[Key, MadeFile]

    def get(
        self, kind: str, variant: str, language: str = Language.BOKMAAL, purpose: str = Purpose.READING
    ) -> MadeFile:
        return self.made[kind, variant, language, purpose]

    def public(self) -> dict[Key, MadeFile]:
        return {key: made for key, made in self.made.items() if key[1] == Variant.PUBLIC}


@pytest.fixture(scope="session")
def files(django_db_setup: None, django_db_blocker: Any) -> Files:
    """Every file of the sample; the rows it was made from are gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = _make_all(build_sample())
        transaction.set_rollback(True)
    return Files(made)


def _make_all(sample: Sample) -> dict[Key, MadeFile]:
    made: dict[Key, MadeFile] = {}
    wishes: list[tuple[models.Model, str, str, str]] = [
        (sample.meeting, Kind.NOTICE, Language.BOKMAAL, Purpose.READING),
        (sample.meeting, Kind.NOTICE, Language.BOKMAAL, Purpose.PRINT),
        (sample.minutes, Kind.MINUTES, Language.BOKMAAL, Purpose.READING),
        (sample.items["apen"], Kind.CASE_PAPER, Language.BOKMAAL, Purpose.READING),
        (sample.meeting, Kind.NOTICE, Language.NYNORSK, Purpose.READING),
    ]
    for subject, kind, language, purpose in wishes:
        for variant in Variant.values:
            made[kind, variant, language, purpose] = make_of(subject, kind, variant, language, purpose)
    secret = sample.items["hemmelig"]
    made[Kind.CASE_PAPER, Variant.PUBLIC, "secret", Purpose.READING] = make_of(secret, Kind.CASE_PAPER, Variant.PUBLIC)
    return made


def make_of(
    subject: models.Model,
    kind: str,
    variant: str,
    language: str = Language.BOKMAAL,
    purpose: str = Purpose.READING,
) -> MadeFile:
    document = Document(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        kind=kind,
        variant=variant,
        language=language,
        purpose=purpose,
    )
    return make_file(document, lambda step, done, total: None)


def text_of(data: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    run = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    return run.stdout.decode()


def all_strings(data: bytes) -> Iterator[str]:
    """Every string and name of the file, decoded, wherever it stands; also those in objects nothing refers to."""
    with open_pdf(data) as pdf:
        for obj in pdf.objects:
            yield from _strings(obj)


def _strings(obj: Any) -> Iterator[str]:
    if isinstance(obj, String | Name | str):
        yield str(obj)
    elif isinstance(obj, Dictionary | Stream):
        for key in obj.keys():  # noqa: SIM118 – pikepdf's dictionaries are not iterated by key
            yield str(key)
            if not getattr(obj[key], "is_indirect", False):
                yield from _strings(obj[key])
    elif isinstance(obj, Array):
        for part in obj:
            if not getattr(part, "is_indirect", False):
                yield from _strings(part)


def all_streams(data: bytes) -> Iterator[bytes]:
    """Every stream, decompressed as far as it goes; embedded files that are PDFs themselves are read as well."""
    with open_pdf(data) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, Stream):
                content = _decoded(obj)
                yield content
                if content.startswith(b"%PDF-"):
                    yield from all_streams(content)
                    yield "\n".join(all_strings(content)).encode()


def _decoded(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()
