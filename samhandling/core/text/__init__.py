"""Texts: one normal form, merging, comparing, rich text. Pure functions; what others may use is named here."""

from samhandling.core.text.diff import BlockChange, Change, HtmlDiff, changes_html, count_words, html_diff, word_diff
from samhandling.core.text.marks import accepted, rejected
from samhandling.core.text.merge import Conflict, Merge, merge3, merge3_html
from samhandling.core.text.plain import content_hash, html_to_plain, normalise, plain_to_html, printable
from samhandling.core.text.richtext import clean_html, render_body

__all__ = [
    "BlockChange",
    "Change",
    "Conflict",
    "HtmlDiff",
    "Merge",
    "accepted",
    "changes_html",
    "clean_html",
    "content_hash",
    "count_words",
    "html_diff",
    "html_to_plain",
    "merge3",
    "merge3_html",
    "normalise",
    "plain_to_html",
    "printable",
    "rejected",
    "render_body",
    "word_diff",
]
