"""I1–I7: who sets the agenda, and who meets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.indicators.definitions.model import SURVEY, Definition
from reports.indicators.figure import Unit

MEETINGS: dict[str, Definition] = {
    "I1": Definition(
        _("Hvem setter sakslisten?"),
        _("Hvor stor del av sakene kommer fra kommunene?"),
        _(
            "Saker til beslutning eller drøfting i utvalg der begge parter sitter. En felles sak teller en halv for"
            " hver. Saker fra sekretariatet, brukerne og andre er ikke med."
        ),
        _("Saker foreslått av kommunene"),
        _("Saker foreslått av kommunene eller helseforetaket"),
        Unit.SHARE,
        _("Mellom 40 og 60 prosent. Under 25 eller over 75 prosent er rødt."),
        SURVEY,
        (_("Hvor stor del av sakene kommer fra helseforetaket?"), _("Saker foreslått av helseforetaket")),
    ),
    "I1.ratio": Definition(
        _("Balanse på sakslisten"),
        _("Hvor jevnt er sakene fordelt mellom partene?"),
        _("Den minste parten sine saker delt på den største sine. 100 prosent er helt jevnt."),
        _("Saker fra parten med færrest"),
        _("Saker fra parten med flest"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I2": Definition(
        _("Hvem skriver sakene?"),
        _("Hvor mange av saksframleggene er skrevet i kommunene?"),
        _(
            "Hver sak med saksframlegg telles én gang, etter hvor saksbehandlerne arbeider. Er det saksbehandlere fra"
            " begge parter, teller saken en halv for hver. Er det ikke registrert, er saken ikke med."
        ),
        _("Saker med saksbehandler i kommunene"),
        _("Saker med saksframlegg der vi vet hvor saksbehandleren arbeider"),
        Unit.SHARE,
        "",
        SURVEY,
        (
            _("Hvor mange av saksframleggene er skrevet i helseforetaket?"),
            _("Saker med saksbehandler i helseforetaket"),
        ),
    ),
    "I2.without_paper": Definition(
        _("Saker uten saksframlegg"),
        _("Hvor ofte møter utvalget en sak uten papirer?"),
        _("Saker til beslutning eller drøfting uten saksframlegg og uten avtaletekst."),
        _("Saker uten papirer"),
        _("Saker til beslutning eller drøfting"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I3": Definition(
        _("Hvem bidrar med saker og innspill?"),
        _("Hvor mange av kommunene har tatt opp en sak eller gitt innspill?"),
        _(
            "En kommune er med når den har foreslått en sak, eller gitt innspill til en sak, innen saksfristen for et"
            " møte som behandlet den. Møter i alle utvalg er med."
        ),
        _("Kommuner med sak eller innspill"),
        _("Alle kommunene"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I4": Definition(
        _("Møter de samme menneskene?"),
        _("Hvor ofte møter det faste medlemmet selv?"),
        _(
            "For hver plass: møter der den oppnevnte selv var til stede, i rommet eller på video, delt på møter i tiden"
            " oppnevningen gjaldt. Så gjennomsnittet av plassene. Varaplasser, observatører og sekretærer er ikke med."
            " En kommunes tall er tallet for utvalgene i området, så ingen enkeltperson vises. Har en part færre enn"
            " tre plasser, vises ingen av partene for seg."
        ),
        _("Summen av plassenes andeler"),
        _("Plasser"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I4.retention": Definition(
        _("De samme fra møte til møte"),
        _("Hvor mange går igjen fra ett møte til det neste?"),
        _("De som møtte begge ganger, delt på alle som møtte minst én av gangene. Gjennomsnittet av møtene."),
        _("Summen av møtenes andeler"),
        _("Møter som har et møte før seg"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I5": Definition(
        _("Personer på hver plass"),
        _("Hvor mange ulike personer har møtt på hver plass?"),
        _(
            "Medlemmer og varamedlemmer som har møtt på plassen de siste tolv månedene, også når perioden er kortere."
            " Gjennomsnittet av plassene. Har en part færre enn tre plasser, vises ingen av partene for seg."
        ),
        _("Ulike personer, lagt sammen for plassene"),
        _("Plasser noen har møtt på"),
        Unit.COUNT,
        _("Høyst to: medlemmet og en personlig vara."),
        SURVEY,
    ),
    "I6": Definition(
        _("Møtes partene like mange?"),
        _("Hvor jevnt er antallet fra hver part?"),
        _(
            "For hvert møte: den minste parten delt på den største, av dem med stemmerett som møtte. Så gjennomsnittet."
            " Bare utvalg der begge parter sitter."
        ),
        _("Summen av møtenes andeler"),
        _("Møter"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I6.levels": Definition(
        _("Møtes partene på samme nivå?"),
        _("Hvor stor er forskjellen i stillingsnivå?"),
        _(
            "Forskjellen mellom partenes gjennomsnittlige stillingsnivå i hvert møte, og gjennomsnittet av møtene. Nivå"
            " 1 er toppledelse, 2 kommunalsjef eller klinikksjef, 3 enhetsleder, 4 fagperson. 0 er samme nivå."
        ),
        _("Summen av møtenes forskjeller"),
        _("Møter der nivået er kjent for begge parter"),
        Unit.LEVELS,
        "",
        SURVEY,
    ),
    "I7": Definition(
        _("Kan de som møter, bestemme?"),
        _("Hvor mange av dem som møter, har fullmakt til å avgjøre?"),
        _("Plasser med stemmerett i møter med minst én sak til beslutning, i utvalg der begge parter sitter."),
        _("Plasser der fullmakten er «Kan avgjøre»"),
        _("Plasser noen møtte på"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
    "I7.postponed": Definition(
        _("Utsatt fordi fullmakten manglet"),
        _("Hvor mange saker ble utsatt fordi noen ikke kunne bestemme?"),
        _("Saker til beslutning der protokollen sier at saken ble utsatt fordi fullmakten manglet."),
        _("Saker utsatt fordi fullmakten manglet"),
        _("Saker til beslutning der utfallet er ført"),
        Unit.SHARE,
        "",
        SURVEY,
    ),
}
