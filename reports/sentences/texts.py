"""The pieces sentences are put together from, in both languages. `{…}` is filled by `reports.sentences.top`."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    # How far the agreements have come
    "none_out": (
        "Ingen avtaler ligger til vedtak i kommunestyrene nå",
        "Ingen avtalar ligg til vedtak i kommunestyra no",
    ),
    "all_adopted_one": (
        "Alle kommunene{where} har vedtatt {agreement}",
        "Alle kommunane{where} har vedteke {agreement}",
    ),
    "all_adopted": (
        "Alle kommunene{where} har vedtatt de {count} nye avtalene",
        "Alle kommunane{where} har vedteke dei {count} nye avtalane",
    ),
    "adopted_one": (
        "{municipalities}{where} har vedtatt {agreement}",
        "{municipalities}{where} har vedteke {agreement}",
    ),
    "adopted": (
        "{adopted} av {total} vedtak{where} om de {count} nye avtalene er på plass",
        "{adopted} av {total} vedtak{where} om dei {count} nye avtalane er på plass",
    ),
    "adopted_none": (
        "Ingen av de {total} vedtakene{where} om de {count} nye avtalene er på plass",
        "Ingen av dei {total} vedtaka{where} om dei {count} nye avtalane er på plass",
    ),
    "among_them": (", og {name} er en av dem", ", og {name} er ein av dei"),
    "not_among_them": (", men ikke {name}", ", men ikkje {name}"),
    "own_all": (", og {name} har vedtatt alle {own}", ", og {name} har vedteke alle {own}"),
    "own_both": (", og {name} har vedtatt begge", ", og {name} har vedteke begge"),
    "own_none": (", men {name} har ikke vedtatt noen av dem", ", men {name} har ikkje vedteke nokon av dei"),
    "own_some": (
        ", og {name} har vedtatt {part} av {own}",
        ", og {name} har vedteke {part} av {own}",
    ),
    # What a council must decide
    "nothing_waits": ("Ingenting venter på kommunestyret i {name}", "Ingenting ventar på kommunestyret i {name}"),
    "must_one": (
        "Kommunestyret i {name} må ta stilling til {agreement}",
        "Kommunestyret i {name} må ta stilling til {agreement}",
    ),
    "must": (
        "Kommunestyret i {name} må ta stilling til {agreements}",
        "Kommunestyret i {name} må ta stilling til {agreements}",
    ),
    "by": (" innen {deadline}", " innan {deadline}"),
    "first_deadline": ("; den første fristen er {deadline}", "; den første fristen er {deadline}"),
    "deadline_passed_one": ("; fristen var {deadline}", "; fristen var {deadline}"),
    "deadline_passed_all": ("; fristene er ute", "; fristane er ute"),
    "deadline_passed_of_one": ("; fristen for én av dem er ute", "; fristen for éin av dei er ute"),
    "deadline_passed": ("; fristen for {count} av dem er ute", "; fristen for {count} av dei er ute"),
    "next_meeting": (", og neste møte er {meeting}", ", og neste møte er {meeting}"),
    "but_next_meeting": (", men neste møte er {meeting}", ", men neste møte er {meeting}"),
    "meeting_is": (", og møtet er {meeting}", ", og møtet er {meeting}"),
    "no_meeting": (", og neste møte er ikke registrert", ", og neste møte er ikkje registrert"),
    "not_registered_one": (
        "Kommunestyret i {name} hadde {agreement} på sakskartet {meeting}, men vedtaket er ikke registrert",
        "Kommunestyret i {name} hadde {agreement} på sakskartet {meeting}, men vedtaket er ikkje registrert",
    ),
    "not_registered": (
        "Kommunestyret i {name} har hatt {agreements} på sakskartet, men vedtakene er ikke registrert",
        "Kommunestyret i {name} har hatt {agreements} på sakskartet, men vedtaka er ikkje registrerte",
    ),
    "besides_one": ("; {decisions} er ikke registrert", "; {decisions} er ikkje registrert"),
    "besides": ("; {decisions} er ikke registrert", "; {decisions} er ikkje registrerte"),
    # How many councils lack what
    "councils_lack_none": ("Ingenting venter på kommunestyrene{where}", "Ingenting ventar på kommunestyra{where}"),
    "councils_lack": (
        "{councils}{where} har ikke avgjort alt som er sendt dem",
        "{councils}{where} har ikkje avgjort alt som er sendt dei",
    ),
    "council_lacks": (
        "Kommunestyret{where} har ikke avgjort alt som er sendt det",
        "Kommunestyret{where} har ikkje avgjort alt som er sendt det",
    ),
    "councils_lack_all": (
        "Ingen av de {total} kommunestyrene{where} har avgjort alt som er sendt dem",
        "Ingen av dei {total} kommunestyra{where} har avgjort alt som er sendt dei",
    ),
    "deadline": ("; fristen er {deadline}", "; fristen er {deadline}"),
    "late_councils": (", og {councils} er over fristen", ", og {councils} er over fristen"),
    "late_one": ("; fristen er ute", "; fristen er ute"),
    "late_both": (", og begge er over fristen", ", og begge er over fristen"),
    "late_these": (", og alle disse er over fristen", ", og alle desse er over fristen"),
    "late_all": (", og alle er over fristen", ", og alle er over fristen"),
    # What was done in the period
    "no_decisions": ("Ingen vedtak i perioden", "Ingen vedtak i perioden"),
    "met_without_deciding": (
        "Utvalgene hadde {meetings} {period}, men gjorde ingen vedtak",
        "Utvala hadde {meetings} {period}, men gjorde ingen vedtak",
    ),
    "decided": ("Utvalgene gjorde {decisions} {period}", "Utvala gjorde {decisions} {period}"),
    "met_and_decided": (
        "Utvalgene hadde {meetings} og gjorde {decisions} {period}",
        "Utvala hadde {meetings} og gjorde {decisions} {period}",
    ),
    "tasks_late": (", og {tasks} er over fristen", ", og {tasks} er over fristen"),
    "tasks_late_alone": ("; {tasks} er over fristen", "; {tasks} er over fristen"),
    "in_period": ("i {label}", "i {label}"),
    "from_to": ("fra {first} til {last}", "frå {first} til {last}"),
    # Follow-up
    "nothing_due": ("Ingen oppgaver hadde frist i perioden", "Ingen oppgåver hadde frist i perioden"),
    "due_one_done": ("Oppgaven med frist i perioden er gjort", "Oppgåva med frist i perioden er gjord"),
    "due_one_open": ("Oppgaven med frist i perioden er ikke gjort", "Oppgåva med frist i perioden er ikkje gjord"),
    "due_all_done": (
        "Alle de {due} oppgavene med frist i perioden er gjort",
        "Alle dei {due} oppgåvene med frist i perioden er gjorde",
    ),
    "due_none_done": (
        "Ingen av de {due} oppgavene med frist i perioden er gjort",
        "Ingen av dei {due} oppgåvene med frist i perioden er gjorde",
    ),
    "due_done": (
        "{done} av {due} oppgaver med frist i perioden er gjort",
        "{done} av {due} oppgåver med frist i perioden er gjorde",
    ),
    "in_time": (", {count} av dem innen fristen", ", {count} av dei innan fristen"),
    "late_now": ("{tasks} er over fristen nå", "{tasks} er over fristen no"),
    # Names of agreements without a number
    "new_agreement": ("den nye avtalen", "den nye avtalen"),
    "in_group": (" i {name}", " i {name}"),
}


def text(key: str, language: str, **values: object) -> str:
    """Raises KeyError for a piece, or a value in one, that is not there."""
    return _TEXTS[key][language == "nn"].format_map(values)
