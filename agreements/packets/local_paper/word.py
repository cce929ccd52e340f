"""The Word file: the same paper, with tracked changes where the PDF has a list of them, for the council's secretary."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.packets.local_paper.content import CHANGES, LocalPaperContent
from agreements.word import Writer
from samhandling.core.text import word_diff
from samhandling.documents.packet import WordFile
from samhandling.documents.typography import print_html, typeset


def word_of(paper: LocalPaperContent) -> WordFile:
    word = Writer(
        title=f"{paper.title} – {paper.letterhead}",
        language=paper.language,
        author=paper.author,
        created_at=paper.created_at,
        running_head=paper.running_head,
        subject=paper.description,
    )
    _write_paper(word, paper)
    for annex in paper.annexes:
        word.heading(f"{annex.label}: {annex.title}", 2, new_page=True)
        if annex.anchor == CHANGES:
            _write_changes(word, paper)
        else:
            _write_text(word, paper)
    return WordFile(paper.file_name, word.save())


def _write_paper(word: Writer, paper: LocalPaperContent) -> None:
    word.paragraph(f"{paper.letterhead} · {paper.made_in}", style="Help")
    word.heading(paper.title, 1)
    word.key_values((fact.label, fact.text) for fact in paper.facts)
    head = [_("Organ"), _("Møtedato"), _("Saksnummer"), _("Behandling")]
    rows = [(row.body, row.day, row.number, row.role) for row in paper.treatments]
    word.table(head, rows, caption=_("Behandles av"), widths=(4, 3, 3, 3))
    word.heading(_("Forslag til vedtak"))
    word.html(paper.recommendation_html, style="Proposal")
    word.heading(_("Saken gjelder"))
    word.html(paper.about_html)
    word.heading(_("Hva som er endret"))
    word.html(paper.changes_html)
    if paper.changes:
        lines = [(line.section, line.kind, line.meaning) for line in paper.changes]
        columns = [_("Punkt"), _("Endring"), _("Hva den betyr")]
        word.table(columns, lines, caption=_("Endrede punkter"), widths=(3, 3, 5))
    for section in paper.sections:
        word.heading(section.heading)
        word.html(section.html)
    word.heading(_("Kontroll av teksten"))
    word.key_values((fact.label, fact.text) for fact in paper.proof)


def _write_changes(word: Writer, paper: LocalPaperContent) -> None:
    """The whole text with the changes tracked, so that accepting them all gives the new one."""
    assert paper.redline is not None
    assert paper.old is not None
    labels = {"old": _inside(paper.old_label), "new": _inside(paper.text_label)}
    word.paragraph(typeset(_("Fra %(old)s, til %(new)s.") % labels))
    word.paragraph(
        _("Endringene er sporet. Godtas alle, er teksten den nye. Avvises alle, er den som før."), style="Help"
    )
    with word.speaking(paper.text_language):
        word.changed_heading(word_diff(paper.old.title, paper.new.title), 3)
        word.redline(paper.redline, comments=dict(paper.notes))


def _write_text(word: Writer, paper: LocalPaperContent) -> None:
    word.paragraph(typeset(paper.text_label), style="Help")
    with word.speaking(paper.text_language):
        word.heading(typeset(paper.new.title), 3)
        for row in paper.new.numbered():
            word.heading(typeset(row.label), 3 + row.clause.level)
            word.html(print_html(row.clause.body))


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
