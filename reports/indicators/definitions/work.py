"""I8–I15: what becomes of the cases, and for whom the seats speak."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.indicators.definitions.model import LEADERSHIP, SURVEY, Definition
from reports.indicators.figure import Unit

WORK: dict[str, Definition] = {
    "I8": Definition(
        _("Kommer sakene videre i tide?"),
        _("Hvor mange saker når neste nivå til planlagt dato?"),
        _(
            "Overganger til et annet nivå som var planlagt i perioden, i saker som går over minst to nivåer."
            " Kommunestyrer og styret i helseforetaket er egne nivåer."
        ),
        _("Overganger innen planlagt dato"),
        _("Planlagte overganger"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I8.lead_time": Definition(
        _("Tid mellom nivåene"),
        _("Hvor lenge venter en sak på neste nivå?"),
        _("Dager fra ett nivå var ferdig med saken til det neste behandlet den. Median."),
        "",
        _("Overganger i perioden"),
        Unit.DAYS,
        "",
        SURVEY,
    ),
    "I8.stuck": Definition(
        _("Saker som står stille"),
        _("Hvor mange åpne saker har ikke flyttet seg på 90 dager?"),
        _("Åpne saker over minst to nivåer, med ledd igjen i saksgangen. Regnet fra siste behandling."),
        _("Saker uten bevegelse på mer enn 90 dager"),
        _("Åpne saker med ledd igjen"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I8.bounce": Definition(
        _("Saker som går tilbake"),
        _("Hvor mange saker ble sendt tilbake et ledd?"),
        _("Saken ble behandlet på nytt i et utvalg den hadde passert. Saker som ble behandlet i perioden."),
        _("Saker som gikk tilbake"),
        _("Saker over minst to nivåer"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I9": Definition(
        _("Fra sak til vedtak"),
        _("Hvor lenge tar en vanlig sak?"),
        _(
            "Dager fra saken ble registrert til den første beslutningen, for saker som var åpne i perioden. Median"
            " (Kaplan–Meier): en sak som ikke er avgjort, teller så lenge den har vart. Saker som bare har vært til"
            " orientering, er ikke med. Står tallet tomt, er færre enn halvparten avgjort."
        ),
        "",
        _("Saker som var åpne i perioden"),
        Unit.DAYS,
        "",
        SURVEY,
    ),
    "I9.p90": Definition(
        _("Fra sak til vedtak, ni av ti"),
        _("Hvor lenge tar det før ni av ti saker er avgjort?"),
        _("Regnet på samme måte som medianen. Står tallet tomt, er færre enn ni av ti avgjort."),
        "",
        _("Saker som var åpne i perioden"),
        Unit.DAYS,
        "",
        SURVEY,
    ),
    "I9.open": Definition(
        _("Alderen på åpne saker"),
        _("Hvor lenge har sakene som ikke er avgjort, ligget?"),
        _("Dager fra saken ble registrert til periodens siste dag. Median."),
        "",
        _("Saker som ikke er avgjort"),
        Unit.DAYS,
        "",
        SURVEY,
    ),
    "I10": Definition(
        _("Blir vedtakene fulgt opp?"),
        _("Hvor mange oppgaver ble ferdige innen fristen?"),
        _("Oppgaver fra låste protokoller med frist i perioden, etter hvor den ansvarlige arbeider."),
        _("Oppgaver ferdige innen fristen"),
        _("Oppgaver med frist i perioden"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I10.overdue": Definition(
        _("Dager over fristen"),
        _("Hvor lenge drøyer oppgavene som ikke ble ferdige i tide?"),
        _("Dager fra fristen til oppgaven ble ferdig, eller til periodens siste dag. Gjennomsnitt."),
        _("Dager over fristen, lagt sammen"),
        _("Oppgaver over fristen"),
        Unit.DAYS,
        "",
        SURVEY,
    ),
    "I11": Definition(
        _("Er sakene strategiske?"),
        _("Hvor stor del av sakene gjelder retning og prioritering?"),
        _("Saker merket «strategisk sak». Godkjenninger og eventuelt er ikke med."),
        _("Strategiske saker"),
        _("Saker til beslutning, drøfting, orientering eller referat"),
        Unit.SHARE,
        "",
        LEADERSHIP,
    ),
    "I11.minutes": Definition(
        _("Tid til strategiske saker"),
        _("Hvor stor del av møtetiden er satt av til strategiske saker?"),
        _("Minuttene på sakslisten, slik de var planlagt."),
        _("Minutter til strategiske saker"),
        _("Alle planlagte minutter til saker"),
        Unit.SHARE,
        "",
        LEADERSHIP,
    ),
    "I11.information": Definition(
        _("Orienteringer"),
        _("Hvor stor del av sakene er bare til orientering?"),
        _("Saker av typen orientering. Referatsaker er ikke regnet som orientering."),
        _("Orienteringssaker"),
        _("Saker til beslutning, drøfting, orientering eller referat"),
        Unit.SHARE,
        _("Under 40 prosent."),
        LEADERSHIP,
    ),
    "I12": Definition(
        _("Hvem blir det talt for?"),
        _("Hvor mange innbyggere hadde en plass i møtet?"),
        _(
            "En plass taler for kommunen den er knyttet til, eller for alle kommunene i gruppen. Den teller når noen"
            " møtte. Målt mot kommunene utvalget er til for: området, eller alle. Gjennomsnittet av møtene."
        ),
        _("Summen av møtenes andeler av innbyggerne"),
        _("Møter"),
        Unit.SHARE,
        "",
        LEADERSHIP,
    ),
    "I12.municipalities": Definition(
        _("Kommuner det blir talt for"),
        _("Hvor mange kommuner hadde en plass i møtet?"),
        _("Som for innbyggere, men hver kommune teller likt."),
        _("Summen av møtenes andeler av kommunene"),
        _("Møter"),
        Unit.SHARE,
        "",
        LEADERSHIP,
    ),
    "I12.anchoring": Definition(
        _("Forankret på forhånd"),
        _("Hvor mange saker hadde kommunene snakket om før møtet?"),
        _(
            "Saken er forankret når en av gruppene som har plass i utvalget, har holdt formøte, eller når minst"
            " halvparten av kommunene utvalget er til for, har gitt innspill."
        ),
        _("Forankrede saker"),
        _("Saker til beslutning eller drøfting"),
        Unit.SHARE,
        "",
        LEADERSHIP,
    ),
    "I13": Definition(
        _("Vil kommunene la seg representere?"),
        _("Hvor mange kommuner har godtatt at andre taler for dem?"),
        _("Kommunens siste vedtak om representasjon. En kommune som ikke har behandlet det, har ikke godtatt."),
        _("Kommuner som har godtatt"),
        _("Alle kommunene"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I15": Definition(
        _("Kommer papirene i tide?"),
        _("Hvor mange innkallinger ble sendt i tide med alle papirer?"),
        _(
            "Innkallingen er sendt innen utvalgets egen frist, ingen sak er ettersendt, og ingen vedlegg kom etter"
            " innkallingen."
        ),
        _("Møter med alt i tide"),
        _("Møter"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I15.late_papers": Definition(
        _("Vedlegg etter innkallingen"),
        _("Hvor mange vedlegg kom etter innkallingen?"),
        _("Vedleggene sakene hadde da møtet begynte."),
        _("Vedlegg lagt til etter innkallingen"),
        _("Alle vedlegg"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
}
