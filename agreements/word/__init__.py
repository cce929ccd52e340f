"""Word files from what we know as clean HTML: real headings and lists, languages, footnotes, tracked changes.

    word = Writer(title="Saksframlegg", language="nn", author="Fellessekretariatet", created_at=moment)
    word.heading("Delavtale 4", 1)
    word.html("<p>…</p>")
    word.redline(compare(old, new))
    data = word.save()

The only place that imports python-docx to write. The same calls give the same bytes.
"""

from agreements.word.writer import Writer, redline_file

__all__ = ["Writer", "redline_file"]
