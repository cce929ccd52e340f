"""Norwegian typography, and rich text made ready for print: no line begins with what belongs to the line before."""

from __future__ import annotations

import re

from lxml import etree

from samhandling.core.dates import MONTHS, NBSP
from samhandling.core.text import clean_html
from samhandling.core.text.tree import parse, parse_root, serialise

_MONTH = "|".join(MONTHS)
_BEFORE_FIGURE = r"§§?|kl\.|kr|nr\.|ca\.|pkt\.|punkt|[Ss]ak|[Tt]abell|[Vv]edlegg|[Dd]elavtale|[Vv]ersjon"
_KEPT_TOGETHER = [
    re.compile(rf"(?<!\w)({_BEFORE_FIGURE}) (?=\d)"),
    re.compile(rf"(\d\.) (?=(?:{_MONTH})\b)"),
    re.compile(r"(?<=\d)() (?=\d{3}(?!\d))"),
    re.compile(r"(?<=\d)() (?=(?:%|prosent|mill\.|mrd\.)(?!\w))"),
    re.compile(r"(?<=\S)() (?=– )"),
]
# Not in the font, and a second font would be embedded for one sign: narrow spaces and the no-break hyphen.
_NOT_IN_FONT = {0x202F: NBSP, 0x2009: NBSP, 0x2011: "-"}
_FIGURE = re.compile(r"^(?:kr\s?)?[-−–+]?\d[\d\s.,:%]*(?:%|kr|prosent)?$|^[-–]$")
MANY_COLUMNS = 6
_SUM = re.compile(r"^(sum|i alt|totalt|til sammen|tilsammen)\b", re.IGNORECASE)

_COMMON_NOUN = re.compile(
    r"(overordn|strategisk|lokal|administrativ|politisk|faglig|felles|arbeids|styr|fagråd|fagutval|partnarskap|"
    r"partnerskap|samarbeid|samhandling|samordning|referanse|regional|interkommunal)[a-zæøå]*( |$)",
    re.IGNORECASE,
)

# What `html_diff` puts around its marks for those who listen.
_BEGINS = re.compile(r'<(ins|del)><span class="ds-sr-only">[^<]*</span>')
_ENDS = re.compile(r'<span class="ds-sr-only">[^<]*</span></(ins|del)>')
_SPACE_WITHIN_BEGIN = re.compile(rf"(\[[+–]{NBSP}<(?:ins|del)>)( +)")
_SPACE_WITHIN_END = re.compile(r"( +)(</(?:ins|del)>\])")
_SIGNS = {"ins": "+", "del": "–"}


def typeset(text: str) -> str:
    """«§ 23», «kl. 12.30», «14. september», «1 949 392» with spaces that do not break."""
    text = text.translate(_NOT_IN_FONT)
    for pattern in _KEPT_TOGETHER:
        text = pattern.sub(rf"\1{NBSP}", text)
    return text


def lower_first(name: str) -> str:
    """`Overordnet samarbeidsutvalg` inside a sentence; proper names and abbreviations keep their capital."""
    return name[:1].lower() + name[1:] if _COMMON_NOUN.match(name) else name


def print_html(html: str) -> str:
    """Rich text for the papers: cleaned once more, headings under the section's own, tables with heads and figures."""
    return _settled(clean_html(html))


def print_marked(html: str) -> str:
    """A compared text (`core.text.html_diff`) for print; see `mark_signs`."""
    return _settled(mark_signs(html).replace(' data-change="insert"', "").replace(' data-change="delete"', ""))


def mark_signs(html: str) -> str:
    """What is new stands as «[+ …]», what is taken out as «[– …]»: in black and white, copied and read aloud alike."""
    html = _BEGINS.sub(lambda found: f"[{_SIGNS[found[1]]}{NBSP}<{found[1]}>", html)
    html = _ENDS.sub(r"</\1>]", html)
    html = _SPACE_WITHIN_END.sub(r"\2\1", _SPACE_WITHIN_BEGIN.sub(r"\2\1", html))
    return html.replace("</del>][", "</del>] [")


def _settled(html: str) -> str:
    root = parse_root(html)
    _settle_headings(root)
    for table in root.iter("table"):
        _settle_table(table)
    for element in root.iter():
        element.text = typeset(element.text) if element.text else element.text
        element.tail = typeset(element.tail) if element.tail else element.tail
    return "".join(serialise(block) for container in root for block in container)


def is_blank(html: str) -> bool:
    return not "".join("".join(block.itertext()) for block in parse(html)).strip()


def _settle_headings(root: etree._Element) -> None:
    """The sections are second-level headings, so those inside begin at the third, without a gap."""
    headings = list(root.iter("h1", "h2", "h3", "h4", "h5", "h6"))
    levels = sorted({element.tag for element in headings})
    for element in headings:
        element.tag = f"h{min(3 + levels.index(element.tag), 4)}"


def _settle_table(table: etree._Element) -> None:
    rows = list(table.iter("tr"))
    if not rows:
        return
    _make_head(table, rows)
    for cell in table.iter("th"):
        cell.set("scope", "col" if _in_head(cell) else "row")
    body = [row for row in rows if not _in_head(row)]
    figures = _figure_columns(body)
    for row in rows:
        for column, cell in enumerate(row):
            if column in figures:
                cell.set("class", "tall")
    if figures == {1} and all(len(row) == 2 for row in rows):
        table.set("class", "smal lett")
    else:
        table.set("class", "lett tett" if max(len(row) for row in rows) > MANY_COLUMNS else "lett")
    if len(body) > 1 and len(body[-1]) and _SUM.match(_text(body[-1][0])):
        foot = etree.SubElement(table, "tfoot")
        foot.append(body[-1])


def _make_head(table: etree._Element, rows: list[etree._Element]) -> None:
    """A first row of nothing but headings becomes the head, which is repeated on each page."""
    first = rows[0]
    if table.find("thead") is not None or not len(first) or any(cell.tag != "th" for cell in first):
        return
    head = etree.Element("thead")
    caption = table.find("caption")
    table.insert(0 if caption is None else table.index(caption) + 1, head)
    head.append(first)


def _in_head(element: etree._Element) -> bool:
    return next(element.iterancestors("thead"), None) is not None


def _figure_columns(body: list[etree._Element]) -> set[int]:
    """Columns with nothing but figures, which are set to the right. Tables with joined cells are left as they are."""
    widths = {len(row) for row in body}
    joined = any(cell.get("colspan") or cell.get("rowspan") for row in body for cell in row)
    if len(widths) != 1 or joined:
        return set()
    columns = range(1, widths.pop())
    texts = {column: [_text(row[column]) for row in body if _text(row[column])] for column in columns}
    return {column for column, cells in texts.items() if cells and all(_FIGURE.match(cell) for cell in cells)}


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
