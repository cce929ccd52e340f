"""The partnership's logo: uploaded by its coordinators, shown on its papers, and never more than a drawing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from municipalities.letterhead import logo

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, partnership, data=None, **more):
    fields = {
        name: getattr(partnership, name) or ""
        for name in (
            "name",
            "short_name",
            "description",
            "secretariat_name",
            "secretariat_email",
            "language",
            "population_year",
            "sources",
        )
    }
    fields |= {"valid_from": partnership.valid_from.isoformat()} | more
    if data is not None:
        fields["logo"] = SimpleUploadedFile("logo.svg", data, "image/svg+xml")
    return client.post(reverse("municipalities:partnership-edit", args=[partnership.slug]), fields)


def test_a_logo_is_uploaded_kept_and_removed(world, client_of):
    client = client_of("coordinator_municipal")
    portals = logo(world.partnership)

    assert send(client, world.partnership, DRAWING).status_code == 302
    world.partnership.refresh_from_db()
    assert logo(world.partnership) == DRAWING

    assert send(client, world.partnership, language="nn").status_code == 302
    world.partnership.refresh_from_db()
    assert (logo(world.partnership), world.partnership.language) == (DRAWING, "nn")

    assert send(client, world.partnership, drop_logo="on").status_code == 302
    world.partnership.refresh_from_db()
    assert logo(world.partnership) == portals


def test_two_partnerships_may_call_their_files_the_same(world, client_of):
    other = DRAWING.replace(b"circle", b"ellipse")
    send(client_of("coordinator_municipal"), world.partnership, DRAWING)
    send(client_of("foreign_coordinator"), world.other_partnership, other)
    world.partnership.refresh_from_db()
    world.other_partnership.refresh_from_db()

    assert (logo(world.partnership), logo(world.other_partnership)) == (DRAWING, other)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "må være en tegning i SVG-format"),
        (b"<html/>", "må være en tegning i SVG-format"),
        (DRAWING.replace(b"<circle", b"<script>1</script><circle"), "skript eller henter noe utenfra"),
        (DRAWING.replace(b"<circle", b'<circle onload="x()"'), "skript eller henter noe utenfra"),
        (DRAWING.replace(b"<circle", b'<image href="file:///etc/passwd"/><circle'), "skript eller henter noe utenfra"),
        (DRAWING.replace(b"<circle", b'<g fill="url( https://x.invalid/a)"/><circle'), "skript eller henter noe"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING, "forkortelser"),
        (DRAWING.replace(b"<circle", b"<!--" + b"x" * 210_000 + b"--><circle"), "høyst 200 kB"),
    ],
)
def test_what_is_no_plain_drawing_is_refused_with_the_reason(world, client_of, data, message):
    answer = send(client_of("coordinator_municipal"), world.partnership, data, name="Nytt navn på fellesskapet")

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Nytt navn på fellesskapet" in answer.content.decode()
    world.partnership.refresh_from_db()
    assert not world.partnership.logo


def test_a_file_over_the_sites_limit_is_refused_too(world, client_of, settings):
    settings.MAX_UPLOAD_BYTES = 50

    answer = send(client_of("coordinator_municipal"), world.partnership, DRAWING)

    assert answer.status_code == 422
    assert "høyst 200 kB" in answer.content.decode()
