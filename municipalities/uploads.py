"""What can be a partnership's logo: a drawing that stands on its own, or why not, in words for whoever uploads it."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from lxml import etree

MAX_LOGO_BYTES = 200 * 1024
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = {"script", "foreignObject", "iframe", "animate", "set", "handler"}
_INSIDE = ("#", "data:image/png", "data:image/jpeg")


def clean_logo(upload: UploadedFile) -> ContentFile:
    """The drawing under a name of its own: two partnerships may both call theirs `logo.svg`.

    Raises ValidationError unless it is an SVG that runs nothing and fetches nothing.
    """
    if (upload.size or 0) > MAX_LOGO_BYTES:
        raise ValidationError(logo_too_large(), code="too_large")
    upload.seek(0)
    data = upload.read()
    root = _parse(data)
    if any(_reaches_out(element) for element in root.iter(etree.Element)):
        raise ValidationError(
            _("Logoen inneholder skript eller henter noe utenfra. Eksporter den som ren SVG og last den opp igjen."),
            code="active",
        )
    return ContentFile(data, name=f"{hashlib.sha256(data).hexdigest()[:16]}.svg")


def logo_too_large() -> str:
    return _("Logoen er for stor. Den kan være på høyst 200 kB. Eksporter den på nytt uten bilder i.")


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.tag != f"{_SVG}svg":
        raise ValidationError(_("Logoen må være en tegning i SVG-format. Be om den hos dem som laget den."), code="svg")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.iterentities()):
        raise ValidationError(
            _("Logoen bruker forkortelser (entiteter) som ikke kan leses. Eksporter den som ren SVG."),
            code="entities",
        )
    return root


def _reaches_out(element: etree._Element) -> bool:
    name = etree.QName(element)
    if name.localname in _ACTIVE:
        return True
    if name.localname == "style" and ("@import" in (element.text or "") or _fetches(element.text or "")):
        return True
    for key, value in element.attrib.items():
        attribute = etree.QName(key).localname.lower()
        text = str(value).strip()
        if attribute.startswith("on") or (attribute in {"href", "src"} and not text.startswith(_INSIDE)):
            return True
        if _fetches(text):
            return True
    return False


def _fetches(style: str) -> bool:
    """A `url(…)` that does not point to something in the drawing itself."""
    addresses = (part.lstrip(" \t\n\"'") for part in style.split("url(")[1:])
    return any(not address.startswith(_INSIDE) for address in addresses)
