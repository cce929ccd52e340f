"""The pieces every page is built of: `{% load portal %}`. Each tag's docstring shows its use.

Pieces with a context of their own are includes in `templates/components/`, documented at their top.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samhandling.core import dates
from samhandling.core.forms import describe, summary_of
from samhandling.core.icons import icon

register = template.Library()
register.simple_tag(icon)

#: kind → (figure, data-color, has a surface). The vocabulary of the design; the colours name their usual kind.
STATUS: dict[str, tuple[str, str, bool]] = {
    "done": ("done", "success", False),  # Vedtatt, Godkjent, Klar
    "underway": ("underway", "info", False),  # Satt opp, Under arbeid, På høring
    "sent": ("sent", "neutral", False),  # Sendt, ikke satt opp
    "waiting": ("waiting", "neutral", False),  # Ikke sendt, Venter, Forfall
    "postponed": ("postponed", "warning", True),  # Utsatt
    "deviation": ("deviation", "warning", True),  # Vedtatt med avvik
    "rejected": ("rejected", "danger", True),  # Ikke vedtatt
    "overdue": ("overdue", "danger", True),  # Over fristen, Mangler
    "soon": ("clock", "warning", False),  # I morgen
    "date": ("calendar", "info", False),  # 21. september
    "success": ("done", "success", False),
    "info": ("underway", "info", False),
    "neutral": ("waiting", "neutral", False),
    "warning": ("deviation", "warning", True),
    "danger": ("overdue", "danger", True),
}


@register.simple_tag
def status(kind: str, text: str, loud: bool | None = None) -> SafeString:
    """Figure and word: `{% status "done" _("Klar") %}`. `loud=False` takes the surface away, `loud=True` gives it."""
    figure, color, has_surface = STATUS[kind]
    surface = has_surface if loud is None else loud
    return format_html(
        '<span class="st" data-color="{}"{}>{}<span>{}</span></span>',
        color,
        mark_safe(" data-loud") if surface else "",
        icon(figure),
        text,
    )


@register.simple_tag
def status_color(kind: str) -> str:
    return STATUS[kind][1]


@register.simple_tag
def mark_exempt(basis: str, short: bool = False) -> SafeString:
    """Padlock and legal basis: `{% mark_exempt "offl. § 23 første ledd" %}`; `short=True` leaves the words out."""
    if short:
        label = format_html(
            '<span><span class="ds-sr-only">{} </span>{}</span>',
            _("Unntatt offentlighet,"),
            basis,
        )
    else:
        label = format_html("<span>{}</span>", _("Unntatt offentlighet, %(basis)s") % {"basis": basis})
    return format_html('<span class="mark">{}{}</span>', icon("exempt"), label)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """Text and address in turn, the page itself last: `{% breadcrumbs _("Møter") list_url meeting.title %}`."""
    pairs = list(zip(parts[0:-1:2], parts[1::2], strict=False))
    return {
        "links": pairs,
        "current": parts[-1],
        "parent": pairs[-1] if pairs else None,
    }


@register.simple_tag
def avatar(name: str, size: str = "xs") -> SafeString:
    """Initials in a circle; the name itself is written beside it."""
    words = [word for word in re.split(r"[\s-]+", name.strip()) if word]
    initials = (words[0][0] + words[-1][0] if len(words) > 1 else name.strip()[:2]).upper()
    return format_html(
        '<span class="ds-avatar" data-initials="{}" data-size="{}" aria-hidden="true"></span>',
        initials,
        size,
    )


@register.simple_tag
def date_block(day: date) -> SafeString:
    """Day and month as a small sheet; the full date is written beside it."""
    local = dates.local_day(day)
    return format_html(
        '<span class="date-block" aria-hidden="true"><b>{}</b><span>{}</span></span>',
        local.day,
        dates.MONTHS_SHORT[local.month - 1],
    )


@register.simple_tag
def progress(value: int, maximum: int, label: str) -> SafeString:
    """Bar with its words above: `{% progress 7 9 _("Dokumenter laget") %}` → Dokumenter laget 7 av 9."""
    count = _("%(value)s av %(maximum)s") % {"value": value, "maximum": maximum}
    return format_html(
        '<div class="stack-s"><span class="cluster-s between"><span>{0}</span>'
        '<span class="strong num">{1}</span></span>'
        '<progress class="bar" value="{2}" max="{3}" aria-label="{0}">{1}</progress></div>',
        label,
        count,
        value,
        maximum,
    )


@register.simple_block_tag
def panel(content: str, title: str = "", tone: str = "", level: int = 2, anchor: str = "") -> SafeString:
    """Box for side matter or something to do; `tone` is empty, `tinted` or `accent`."""
    heading = ""
    labelled = SafeString("")
    if title:
        heading_id = f"h-{anchor or _slug(title)}"
        heading = format_html(
            '<h{0} class="ds-heading" data-size="xs" id="{1}">{2}</h{0}>',
            level,
            heading_id,
            title,
        )
        labelled = format_html(' aria-labelledby="{}"', heading_id)
    return format_html(
        '<section class="panel{}"{}{}>{}{}</section>',
        f" panel-{tone}" if tone else "",
        labelled,
        format_html(' id="{}"', anchor) if anchor else "",
        heading,
        mark_safe(content),  # noqa: S308 — rendered template content, escaped where it was written
    )


@register.simple_block_tag
def section(
    content: str,
    title: str,
    count: int | None = None,
    color: str = "",
    url: str = "",
    link: str = "",
    anchor: str = "",
) -> SafeString:
    """Heading with a rule under it, optional count and link: `{% section _("Må gjøres nå") count=4 %}`."""
    heading_id = f"h-{anchor or _slug(title)}"
    badge: SafeString | str = ""
    if count is not None:
        attribute = format_html(' data-color="{}"', color) if color else ""
        badge = format_html(' <span class="count"{}>{}</span>', attribute, count)
    return format_html(
        '<section class="section" aria-labelledby="{0}"{1}><header>'
        '<h2 class="ds-heading" data-size="sm" id="{0}">{2}{3}</h2>{4}</header>{5}</section>',
        heading_id,
        format_html(' id="{}"', anchor) if anchor else "",
        title,
        badge,
        format_html('<a class="ds-link" href="{}">{}</a>', url, link) if url else "",
        mark_safe(content),  # noqa: S308 — rendered template content, escaped where it was written
    )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9æøå]+", "-", text.lower()).strip("-")


@register.simple_block_tag
def stacked_table(content: str, caption: str, css_class: str = "") -> SafeString:
    """A table that becomes cards on a phone. Write plain `<thead>` and `<tbody>`; labels and roles come by themselves.

    A cell gets its column heading as `data-label` (unless it has one), and every part an explicit role, because
    `display: block` drops table semantics in some browsers.
    """
    return format_html(
        '<table class="ds-table t t-stack{}" role="table"><caption class="ds-sr-only">{}</caption>{}</table>',
        f" {css_class}" if css_class else "",
        caption,
        mark_safe(_labelled(content)),  # noqa: S308 — as above
    )


_TABLE_PART = re.compile(r"<(thead|tbody|tfoot|tr|td|th)\b([^>]*)>(?:([^<]*))?", re.IGNORECASE)


def _labelled(content: str) -> str:
    """The same table rows with `role` and `data-label` attributes; see `stacked_table`."""
    labels: list[str] = []
    in_head, column = False, 0

    def part(match: re.Match[str]) -> str:
        nonlocal in_head, column
        tag, attributes, text = match[1].lower(), match[2], match[3] or ""
        if tag in {"thead", "tbody", "tfoot"}:
            in_head = tag == "thead"
            return f'<{tag}{attributes} role="rowgroup">{text}'
        if tag == "tr":
            column = 0
            return f'<tr{attributes} role="row">{text}'
        if in_head:
            labels.append(text.strip())
            return f'<{tag}{attributes} role="columnheader">{text}'
        label = labels[column] if column < len(labels) else ""
        span = re.search(r'colspan="(\d+)"', attributes)
        column += int(span[1]) if span else 1
        if tag == "th":
            return f'<th{attributes} role="rowheader">{text}'
        extra = f' data-label="{label}"' if label and "data-label" not in attributes else ""
        return f'<td{attributes}{extra} role="cell">{text}'

    return _TABLE_PART.sub(part, content)


@register.inclusion_tag("designsystemet/field.html")
def field(bound: BoundField, label: str = "", hide_label: bool = False) -> dict[str, Any]:
    """One form field with label, help, control and error: `{% field form.title %}`."""
    return {"field": bound, "label": label, "hide_label": hide_label}


@register.filter
def described(bound: BoundField) -> Any:
    """How the templates of the form pack draw a field; see `core.forms.describe`."""
    return describe(bound)


@register.simple_tag(takes_context=True)
def is_refused(context: Context) -> bool:
    """A form of the page was sent and has errors, whatever the page calls it; also one in a list of forms. Fields that
    save by themselves are no form: what was refused of them is the context's `problems`."""
    if context.get("problems"):
        return True
    values = context.flatten().values()
    forms = [form for value in values for form in (value if isinstance(value, list) else [value])]
    return any(isinstance(form, BaseForm) and bool(form.errors) for form in forms)


@register.inclusion_tag("designsystemet/error_summary.html")
def error_summary(*given: BaseForm | list[BaseForm]) -> dict[str, Any]:
    """All errors of one or more forms, or a list of them, as links to their fields; empty when there are none."""
    forms = [form for each in given for form in (each if isinstance(each, list) else [each])]
    return {"lines": [line for form in forms if isinstance(form, BaseForm) for line in summary_of(form)]}


@register.simple_tag
def error_heading(count: int) -> str:
    heading = ngettext(
        "Rett %(count)s ting før du kan gå videre",
        "Rett %(count)s ting før du kan gå videre",
        count,
    )
    return heading % {"count": dates.count_word(count, get_language() or "nb")}


@register.inclusion_tag("components/messages.html", takes_context=True)
def message_alert(context: Context) -> dict[str, Any]:
    """The messages of the request in one alert, coloured by the gravest."""
    request = context.get("request")
    messages = list(get_messages(request)) if isinstance(request, HttpRequest) else []
    gravest = max((message.level for message in messages), default=0)
    color = "danger" if gravest >= 40 else "warning" if gravest >= 30 else "success" if gravest >= 25 else "info"
    return {"messages": messages, "color": color, "urgent": gravest >= 30}


#: Names that our ES modules import by.
MODULES = {
    "portal/csrf": "js/csrf.js",
    "portal/kept": "js/kept.js",
    "portal/words": "js/words.js",
    "portal/autosave": "js/autosave.js",
    "portal/richtext": "js/richtext.js",
    "portal/sortable": "js/sortable.js",
    "django-prose-editor/editor": "django_prose_editor/editor.js",
    "sortablejs": "sortable/sortable.core.esm.js",
}


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """The page's single import map, with the nonce the content security policy asks of inline scripts."""
    content = json_script({"imports": {name: static(path) for name, path in MODULES.items()}})
    nonce = str(context.get("CSP_NONCE", ""))
    tag = content.replace('type="application/json"', f'type="importmap" nonce="{nonce}"', 1)
    return mark_safe(tag)  # noqa: S308 — json_script escapes, the nonce is ours


_JS_ICONS = ("saved", "underway", "offline", "exempt", "deviation", "overdue", "info")


@register.simple_tag
def js_texts() -> SafeString:
    """The words the ES modules say, in the language of the page."""
    return _js_texts(get_language())


@cache
def _js_texts(_language: str | None) -> SafeString:
    """The same on every page in a language, so made once."""
    words = {
        "saving": _("Lagrer …"),
        "saved": _("Lagret kl. %s"),
        "retrying": _("Ikke lagret – prøver igjen"),
        "notSaved": _("Ikke lagret"),
        "signedOut": _("Du er logget ut. Teksten er tatt vare på i denne nettleseren."),
        "signIn": _("Logg inn i en ny fane"),
        "tryAgain": _("Lagre nå"),
        "signInUrl": reverse("account_login"),
        "signedInUrl": reverse("pages:signed-in"),
        "conflict": _("Noen andre har skrevet på samme sted"),
        "conflictHelp": _("Dere har skrevet forskjellig på samme sted. Ingenting er mistet. Velg hva som skal stå."),
        "mine": _("Din tekst"),
        "theirs": _("Den andres tekst, lagret på serveren"),
        "keepMine": _("Behold min"),
        "useTheirs": _("Bruk den andres"),
        "useBoth": _("Sett begge i feltet"),
        "theirsKept": _("Den andres tekst står"),
        "kept": _("Her ligger en tekst som ikke ble lagret sist."),
        "putBack": _("Hent den fram"),
        "discard": _("Forkast den"),
        "movedTo": _("Flyttet til plass %(place)s av %(count)s"),
        "alreadyFirst": _("Saken står allerede først"),
        "alreadyLast": _("Saken står allerede sist"),
        "orderNotSaved": _("Rekkefølgen ble ikke lagret. Prøv igjen."),
        "icons": {name: icon(name) for name in _JS_ICONS},
    }
    return json_script(words, "js-texts")


@register.simple_tag
def page_url(request: HttpRequest, number: int) -> str:
    """The current address with another page number, filters kept."""
    query = request.GET.copy()
    query["side"] = str(number)
    return f"?{query.urlencode()}"
