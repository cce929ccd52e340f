"""A redline as a Word file with tracked changes."""

from __future__ import annotations

from django.utils import timezone, translation

from agreements.packets.redline import in_language, language_of, redline_content
from agreements.selectors.redlines import Comparison
from agreements.word import redline_file
from samhandling.documents.production import normal_file_name


def redline_word_file(comparison: Comparison) -> tuple[str, bytes]:
    """Name and bytes, in the same language as the PDF. Accepting all changes gives the new text."""
    content, language = redline_content(comparison), language_of(comparison)
    with translation.override(language):
        redline = in_language(comparison).redline
        data = redline_file(
            title=content.name,
            redline=redline,
            language=language,
            text_language=content.text_language,
            author=content.sender or content.partnership,
            created_at=timezone.localtime(content.dated),
            facts=[(fact.label, fact.text) for fact in content.facts],
            comments={row.anchor: row.note for row in content.rows if row.note},
        )
    return normal_file_name(content.name, "docx"), data
