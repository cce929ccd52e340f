"""The statutory minimum content (hol § 6-2) and the terms the act sets (§§ 6-4, 6-5), as dated rows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from agreements.enums import ObligationKind
from agreements.models import ContentPoint, LegalTerm

REFORM, AMENDED = dt.date(2012, 1, 1), dt.date(2022, 8, 1)

#: number, title, title in nynorsk, text, text in nynorsk
POINTS = (
    (
        1,
        "Oppgaver og tiltak",
        "Oppgåver og tiltak",
        "Hvilke helse- og omsorgsoppgaver partene har ansvaret for, og hvilke tiltak de er enige om",
        "Kva helse- og omsorgsoppgåver partane har ansvaret for, og kva tiltak dei er samde om",
    ),
    (
        2,
        "Koordinerte tjenester",
        "Koordinerte tenester",
        "Samarbeid om innleggelse, utskriving, habilitering, rehabilitering, læring og mestring",
        "Samarbeid om innlegging, utskriving, habilitering, rehabilitering, læring og meistring",
    ),
    (
        3,
        "Innleggelse i sykehus",
        "Innlegging i sjukehus",
        "Retningslinjer for innleggelse i sykehus",
        "Retningslinjer for innlegging i sjukehus",
    ),
    (
        4,
        "Øyeblikkelig hjelp, døgnopphold",
        "Øyeblikkeleg hjelp, døgnopphald",
        "Kommunens tilbud om døgnopphold for øyeblikkelig hjelp",
        "Kommunen sitt tilbod om døgnopphald for øyeblikkeleg hjelp",
    ),
    (
        5,
        "Utskrivningsklare pasienter",
        "Utskrivingsklare pasientar",
        "Samarbeid om pasienter som er klare for utskriving",
        "Samarbeid om pasientar som er klare for utskriving",
    ),
    (
        6,
        "Kompetanse og hospitering",
        "Kompetanse og hospitering",
        "Overføring av kunnskap og informasjon, faglige nettverk og hospitering",
        "Overføring av kunnskap og informasjon, faglege nettverk og hospitering",
    ),
    (
        7,
        "Forskning og utdanning",
        "Forsking og utdanning",
        "Samarbeid om forskning, utdanning, praksis og læretid",
        "Samarbeid om forsking, utdanning, praksis og læretid",
    ),
    (8, "Jordmortjenester", "Jordmortenester", "Samarbeid om jordmortjenester", "Samarbeid om jordmortenester"),
    (
        9,
        "IKT-løsninger",
        "IKT-løysingar",
        "Samarbeid om IKT-løsninger lokalt",
        "Samarbeid om IKT-løysingar lokalt",
    ),
    (10, "Forebygging", "Førebygging", "Samarbeid om forebygging", "Samarbeid om førebygging"),
    (
        11,
        "Beredskap og akuttmedisin",
        "Beredskap og akuttmedisin",
        "Omforente beredskapsplaner og planer for den akuttmedisinske kjeden",
        "Sameinte beredskapsplanar og planar for den akuttmedisinske kjeda",
    ),
    (
        12,
        "Felles planlegging",
        "Felles planlegging",
        "Hvordan partene sammen utvikler og planlegger tjenestene",
        "Korleis partane saman utviklar og planlegg tenestene",
    ),
    (
        13,
        "Barn og unge",
        "Barn og unge",
        "Tjenester til barn og unge med sammensatte vansker og lidelser",
        "Tenester til barn og unge med samansette vanskar og lidingar",
    ),
)
ADDED_IN_2022 = (12, 13)  # lov 2021-06-18-120 and 2021-06-11-78
TERMS = (
    (ObligationKind.REVIEW, 12, "helse- og omsorgstjenesteloven § 6-5"),
    (ObligationKind.NOTICE, 12, "helse- og omsorgstjenesteloven § 6-5"),
    (ObligationKind.SUBMISSION, 1, "helse- og omsorgstjenesteloven § 6-4"),
)


@transaction.atomic
def load_statutory() -> list[str]:
    """Add what is missing; rows that are there are left alone, since the law's changes are new rows. Lines of what
    was added."""
    added = []
    for number, title, title_nn, text, text_nn in POINTS:
        defaults = {
            "title": title,
            "title_nn": title_nn,
            "text": text,
            "text_nn": text_nn,
            "legal_reference": f"helse- og omsorgstjenesteloven § 6-2 første ledd nr. {number}",
        }
        valid_from = AMENDED if number in ADDED_IN_2022 else REFORM
        point, is_new = ContentPoint.objects.get_or_create(number=number, valid_from=valid_from, defaults=defaults)
        added += [f"Lovpålagt punkt: {point}"] if is_new else []
    for kind, months, reference in TERMS:
        term, is_new = LegalTerm.objects.get_or_create(
            kind=kind, valid_from=REFORM, defaults={"months": months, "legal_reference": reference}
        )
        added += [f"Lovbestemt frist: {term}"] if is_new else []
    return added
