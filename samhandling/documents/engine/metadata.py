"""Metadata of the finished file: XMP, the information dictionary, and the two conformance claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

import pikepdf
import weasyprint
from pikepdf import Dictionary, Name, Pdf, String

from samhandling.core.text import printable

PRODUCER = f"Samhandlingsportalen (WeasyPrint {weasyprint.__version__}, pikepdf {pikepdf.__version__})"

# PDF/A knows only its own schemas, so the property that claims PDF/UA is described beside it (ISO 19005-3, 6.6.2.3).
_CLAIMS = """
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>"""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{claims}
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>{description}{identifier}
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Info:
    """What the file says about itself. ``created_at`` has a time zone; ``language`` is a tag such as ``nb-NO``."""

    title: str
    language: str
    creator: str
    created_at: datetime
    description: str = ""
    reference: str = ""


def write_metadata(pdf: Pdf, info: Info, *, conforming: bool) -> None:
    """Set language, title bar, XMP and information dictionary; claim PDF/A-3a and PDF/UA-1 when ``conforming``."""
    catalog = pdf.Root
    catalog.Lang = String(info.language)
    catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    catalog.Metadata = pdf.make_stream(xmp(info, conforming=conforming), Type=Name.Metadata, Subtype=Name.XML)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    date = pdf_date(info.created_at)
    values = {
        "Title": info.title,
        "Author": info.creator,
        "Subject": info.description,
        "Producer": PRODUCER,
    }
    values |= {"CreationDate": date, "ModDate": date}
    for key, value in values.items():
        if value:
            pdf.docinfo[f"/{key}"] = String(printable(value))


def xmp(info: Info, *, conforming: bool) -> bytes:
    text = escape(info.description)
    described = text and (
        f'\n   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>'
    )
    identifier = info.reference and f"\n   <dc:identifier>{escape(info.reference)}</dc:identifier>"
    packet = _PACKET.format(
        claims=_CLAIMS if conforming else "",
        title=escape(info.title),
        creator=escape(info.creator),
        description=described,
        identifier=identifier,
        language=escape(info.language),
        producer=escape(PRODUCER),
        date=info.created_at.isoformat(timespec="seconds"),
    )
    return printable(packet).encode()


def pdf_date(moment: datetime) -> str:
    """``D:20170914123000+02'00'`` (ISO 32000-1, 7.9.4)."""
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
