"""From blocks to the HTML of a section's body; `samhandling.core.text.clean_html` has the last word on it."""

from __future__ import annotations

from collections.abc import Sequence

from agreements.importing.model import Block


def to_html(blocks: Sequence[Block]) -> str:
    """Paragraphs, tables as they are, and list items gathered into lists within each other by their depth."""
    out: list[str] = []
    place = 0
    while place < len(blocks):
        if blocks[place].item:
            html, place = _list(blocks, place, blocks[place].depth)
            out.append(html)
            continue
        block = blocks[place]
        out.append(block.html if block.table else f"<p>{block.html}</p>" if block.html.strip() else "")
        place += 1
    return "".join(out)


def _list(blocks: Sequence[Block], place: int, depth: int) -> tuple[str, int]:
    """One list from `place` on, and where it ends. Deeper items stand in a list within the item before them."""
    tag = blocks[place].item
    items: list[str] = []
    while place < len(blocks) and blocks[place].item:
        block = blocks[place]
        if block.depth > depth and items:
            inner, place = _list(blocks, place, block.depth)
            items[-1] += inner
            continue
        if block.depth < depth or block.item != tag:
            break
        items.append(block.html)
        place += 1
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>", place
