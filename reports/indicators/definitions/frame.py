"""I16–I22: agreements, secretariat, chairs, and the others at the table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reports.indicators.definitions.model import LAW, PARTNERSHIP_RULES, SECRETARIAT, SURVEY, Definition
from reports.indicators.figure import Unit

FRAME: dict[str, Definition] = {
    "I16": Definition(
        _("Er de nye avtalene vedtatt?"),
        _("Hvor mange av vedtakene om de nye avtaletekstene er fattet?"),
        _(
            "Den nyeste teksten av hver avtale som er sendt kommunestyrene, så lenge noen manglet da perioden begynte."
            " Vedtak med avvik er ikke med. For en kommune: kommunens egne vedtak. Helseforetaket er ikke med."
        ),
        _("Kommuner som har vedtatt samme tekst"),
        _("Vedtak som skal fattes"),
        Unit.SHARE,
        "",
        SECRETARIAT,
    ),
    "I16.deviants": Definition(
        _("Vedtak med avvik"),
        _("Hvor mange har vedtatt en annen tekst?"),
        _("Vedtak registrert med avvik, for tekstene som er ute."),
        _("Vedtak med avvik"),
        "",
        Unit.COUNT,
        "",
        SECRETARIAT,
    ),
    "I16.days": Definition(
        _("Fra første til siste vedtak"),
        _("Hvor lang tid tok det før alle hadde vedtatt?"),
        _("Dager fra første til siste kommune, for tekster den siste vedtok i perioden. Median."),
        "",
        _("Tekster alle har vedtatt"),
        Unit.DAYS,
        "",
        SECRETARIAT,
    ),
    "I16.age": Definition(
        _("Alderen på avtalene"),
        _("Hvor lenge har tekstene vært i kraft?"),
        _("Dager siden teksten som gjelder, trådte i kraft. Median."),
        "",
        _("Avtaler i kraft"),
        Unit.DAYS,
        "",
        SECRETARIAT,
    ),
    "I16.reviewed": Definition(
        _("Årlig gjennomgang"),
        _("Hvor mange av avtalene er gått gjennom det siste året?"),
        _("Loven krever at partene går gjennom avtalen hvert år."),
        _("Avtaler gått gjennom de siste 365 dagene"),
        _("Avtaler i kraft"),
        Unit.SHARE,
        "",
        LAW,
    ),
    "I16.coverage": Definition(
        _("Lovpålagt innhold"),
        _("Hvor mange av lovens punkter har en avtale?"),
        _("Punktene i helse- og omsorgstjenesteloven § 6-2 som gjaldt på periodens siste dag."),
        _("Punkter dekket av en avtale i kraft"),
        _("Punkter loven krever"),
        Unit.SHARE,
        "",
        LAW,
    ),
    "I18": Definition(
        _("Går sekretariatet på omgang?"),
        _("Hvor ulikt har regionene hatt sekretariatet?"),
        _(
            "Månedene til regionen som har hatt det lengst, minus månedene til den som har hatt det kortest, fram til"
            " periodens siste dag, i hele måneder. Har en kommune det, regnes det til regionen dens i turnusen."
        ),
        _("Forskjellen mellom lengst og kortest"),
        "",
        Unit.MONTHS,
        "",
        SURVEY,
    ),
    "I19": Definition(
        _("Bytter partene på å lede?"),
        _("I hvor mange utvalg har lederen kommet fra samme part i høyst to år?"),
        _("Utvalg der begge parter sitter og noen leder på periodens siste dag."),
        _("Utvalg der samme part har ledet i høyst to år"),
        _("Utvalg med leder"),
        Unit.SHARE,
        _("Ledelsen bytter part hvert andre år."),
        PARTNERSHIP_RULES,
    ),
    "I19.same": Definition(
        _("Leder og nestleder fra samme part"),
        _("I hvor mange utvalg kommer både leder og nestleder fra samme part?"),
        _("Utvalg der begge parter sitter, med leder og nestleder på periodens siste dag."),
        _("Utvalg der begge kommer fra samme part"),
        _("Utvalg med leder og nestleder"),
        Unit.SHARE,
        _("Ingen."),
        PARTNERSHIP_RULES,
    ),
    "I21": Definition(
        _("Er de andre til stede?"),
        _("I hvor mange møter var brukere, fastleger og tillitsvalgte med?"),
        _(
            "Minst én brukerrepresentant, minst én fastlege, og tillitsvalgte fra både kommunene og helseforetaket."
            " Utvalg der begge parter sitter."
        ),
        _("Møter der alle tre var med"),
        _("Møter"),
        Unit.SHARE,
        "",
        PARTNERSHIP_RULES,
    ),
    "I22": Definition(
        _("Avtaler som går ut"),
        _("Hvor mange dager er det til den første avtalen går ut?"),
        _("Avtaler i kraft som har en siste dag i vilkårene sine, regnet fra periodens siste dag."),
        "",
        _("Avtaler med en siste dag"),
        Unit.DAYS,
        "",
        SECRETARIAT,
    ),
    "I22.decided": Definition(
        _("Vedtak om det som skal følge etter"),
        _("Hvor mange har vedtatt teksten som skal avløse avtalene som går ut?"),
        _("Vedtakene om nye tekster av avtalene som har en siste dag. Helseforetaket er ikke med."),
        _("Kommuner som har vedtatt"),
        _("Vedtak som skal fattes"),
        Unit.SHARE,
        "",
        SECRETARIAT,
    ),
}
