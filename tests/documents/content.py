"""A notice with cases to make documents from. The subject is any row with a name: here a user."""

from __future__ import annotations

from datetime import UTC, datetime

from django.template.loader import render_to_string
from django.utils.html import escape

from samhandling.documents.models import Document
from samhandling.documents.packet import Annex, CannotProduce, Front, Packet, PageMap, PieceSource

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4"><circle cx="2" cy="2" r="2" fill="#0f4757"/></svg>'
CREATED = datetime(2017, 9, 14, 10, 30, tzinfo=UTC)
TABLE = """<table><caption>Tabell 1. Budsjett</caption>
<thead><tr><th scope="col">Formål</th><th scope="col">Kroner</th></tr></thead>
<tbody><tr><th scope="row">Lønn</th><td>1 640 000</td></tr><tr><th scope="row">Møter</th><td>110 000</td></tr></tbody>
</table>"""


def page(body: str, *, title: str = "Prøve", language: str = "nb", body_class: str = "") -> str:
    context = {"language": language, "title": title}
    html = render_to_string("documents/pdf/base.html", context)
    return html.replace('<body class="">', f'<body class="{body_class}">').replace("</body>", f"{body}</body>")


def case(number: int, text: str = "Saken gjelder finansieringen.", *, paragraphs: int = 3) -> PieceSource:
    body = f"""<main><article class="sak"><h1><span class="nr">Sak {number}/17</span> Finansiering {number}</h1>
<section class="ramme"><h2>Forslag til vedtak</h2><ol><li>Forslaget vedtas.</li><li>Det evalueres.</li></ol></section>
<section><h2 id="bakgrunn">Bakgrunn</h2>{f"<p>{escape(text)}</p>" * paragraphs}{TABLE}
<p>Se <a href="#bakgrunn">bakgrunnen</a>.<span class="fotnote">En fotnote.</span></p></section></article></main>"""
    return PieceSource(
        anchor=f"sak-{number}",
        title=f"Sak {number}/17 Finansiering {number}",
        html=page(body),
        running_head=f"Sak {number}/17",
    )


def front_html(pages: PageMap, cases: list[PieceSource]) -> str:
    rows = "".join(
        f'<li><a href="{pages.href(source.anchor)}">{source.title} <span class="sidetall">'
        f"{pages.page(source.anchor)}</span></a></li>"
        for source in cases
    )
    body = f"""<header class="brevhode"><img src="doc-image:logo" alt="Logo: en sirkel"><p>Samarbeidet</p></header>
<main><h1>Innkalling til møte</h1><p>Det kalles inn til møte.</p>
<nav class="innhold"><h2>Innhold</h2><ol>{rows}</ol></nav>
</main>"""
    return page(body, body_class="brev")


def notice(cases: int = 3, *, name: str = "Prøve", annexes: tuple[Annex, ...] = ()) -> Packet:
    sources = [case(number, f"{name} har meldt saken.") for number in range(1, cases + 1)]
    return Packet(
        title="Innkalling til møte 14. september 2017",
        language="nb",
        creator="Fellessekretariatet, Samarbeidet",
        file_name="Innkalling OSU 14. september 2017",
        created_at=CREATED,
        running_head="Innkalling · OSU · 14. september 2017",
        description="Innkalling og saksframlegg",
        reference="17/00482-6",
        front=Front(lambda pages: front_html(pages, sources), {"logo": LOGO}),
        pieces=sources,
        annexes=annexes,
    )


def produce_notice(document: Document) -> Packet:
    """The subject's name steers it: «Avbrutt …» says why not, «Ødelagt …» breaks, «Lang …» takes its time."""
    name = document.subject.name
    if name.startswith("Avbrutt"):
        raise CannotProduce("Sakslisten er tom.")
    if name.startswith("Ødelagt"):
        raise KeyError("hemmelig detalj")
    return notice(60 if name.startswith("Lang") else 2, name=name)
