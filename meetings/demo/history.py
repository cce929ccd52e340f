"""The cases of the two historical cooperations: facts from public papers, words and people of our own."""

from __future__ import annotations

from meetings.demo.content import DemoAnnex, DemoCase, DemoStep

SHARED_RESOURCE = DemoCase(
    key="felles-ressurs",
    title="Felles kommunal ressurs for samhandlingen med St. Olavs hospital",
    type="decision",
    proposed_by="municipalities",
    presenter="Gerd Ulvestad",
    minutes=40,
    archive_ref="13/01746-1",
    officers=("Gerd Ulvestad",),
    sections={
        "summary": "<p>Kommunene bes om å betale tre kroner per innbygger til en felles ressurs. Helseforetaket går inn med like "
        "mye. Pengene skal gi tilgang til fastleger i felles arbeid og et sekretariat for utvalgene.</p>",
        "proposal": "<p>Kommunene oppfordres til å sette av kr 3 per innbygger i budsjettet for 2014 til en felles kommunal ressurs.</p>",
        "background": "<p>Arbeidsutvalget for det administrative samarbeidsutvalget (ASU) er enig om å be kommunene om midler. Det er to "
        "behov: å kunne frikjøpe fastleger, og å ha noen som forbereder sakene fra kommunesiden.</p><h3>Hva det koster</h3>"
        '<table><caption>Bidrag med kr 3 per innbygger, folketall 1. januar 2013<span class="fotnote">Statistisk sentralbyrå, '
        'tabell 07459.</span></caption><thead><tr><th scope="col">Kommunegruppe</th><th scope="col">Kommuner</th>'
        '<th scope="col">Kroner</th></tr></thead><tbody><tr><th scope="row">Trondheim</th><td>4</td><td>643 185</td></tr>'
        '<tr><th scope="row">Orkdal</th><td>10</td><td>143 595</td></tr><tr><th scope="row">Fosen</th><td>6</td><td>65 145</td></tr>'
        '<tr><th scope="row">Innlandet</th><td>3</td><td>41 655</td></tr><tr><th scope="row">Værnes</th><td>2</td><td>14 685</td></tr>'
        '<tr><th scope="row">Sum</th><td>25</td><td>908 265</td></tr></tbody></table><p>Med like mye fra helseforetaket blir '
        "rammen kr 1 816 530.</p>",
        "assessment": "<p>Helseforetaket har en egen avdeling for samhandling. Kommunesiden møter med ledere som skal snakke for 25 "
        "kommuner ved siden av egen jobb. Skal partene være likeverdige, må kommunene ha noen som forbereder saker, holder "
        "kontakt med gruppene og følger opp.</p><p>Et sekretariat gjør det også lettere for ASU å bruke møtene på de "
        "overordnede spørsmålene, og å se de faglige utvalgene og det politiske utvalget i sammenheng.</p>",
        "consequences": "<p>Trondheim betaler om lag kr 539 000, Tydal om lag kr 2 600. Beløpet følger folketallet fra år til år.</p>",
        "further_route": "<p>Rådmannsutvalget behandler saken, og hver kommune tar stilling i sitt budsjett.</p>",
    },
    annexes=(
        DemoAnnex(
            title="Bidrag per kommunegruppe, tusen kroner",
            bars={"Trondheim": 643, "Orkdal": 144, "Fosen": 65, "Innlandet": 42, "Værnes": 15},
        ),
    ),
    route=(
        DemoStep("au", -35, "Arbeidsutvalget i ASU ba om at saken ble lagt fram."),
        DemoStep("radmannsutvalget", 0),
        DemoStep("Kommunestyrene, budsjett for 2014", 40),
    ),
    treatment="Rådmannsutvalget drøftet behovet og delingen mellom kommunene. Flere pekte på at ressursen må komme alle gruppene til gode.",
    decision="Rådmannsutvalget oppfordrer kommunene til å sette av kr 3 per innbygger til en felles kommunal ressurs for samhandlingen.",
    actions=(("Sende brev til kommunene om budsjett", "Gerd Ulvestad", 10),),
)

BOARD_MANDATE = DemoCase(
    key="avklaring",
    title="Videreføring av samarbeidet etter 2017: oppdrag til styrets medlemmer",
    type="decision",
    proposed_by="secretariat",
    presenter="Maren Tveitlien",
    minutes=30,
    archive_ref="17/00021",
    officers=("Maren Tveitlien",),
    sections={
        "summary": "<p>Samarbeidet mellom de 26 kommunene er tidsbegrenset til 31. desember 2017. Styret må avklare hva kommunene vil.</p>",
        "proposal": "<p>Styrets medlemmer får i oppdrag å avklare i eget område om samarbeidet skal fortsette eller avsluttes etter 2017.</p>",
        "background": "<p>Samarbeidet begynte som et prosjekt for 2009–2011 og er forlenget flere ganger, sist etter en evaluering våren 2015.</p>",
        "assessment": "<p>Skal beslutningen stå seg, må den være forankret i hvert område før styret gir råd.</p>",
    },
    treatment="Styret var enig om at områdene må høres før styret gir råd.",
    actions=(("Avklare standpunkt i eget område", "Styrets medlemmer", 90),),
)

STEERING_GROUP = DemoCase(
    key="styringsgruppen",
    title="Vestregionens syn på videreføring",
    type="decision",
    proposed_by="municipalities",
    presenter="Joakim Heggtveit",
    minutes=30,
    archive_ref="17/00088",
    officers=("Joakim Heggtveit",),
    sections={
        "proposal": "<ol><li>Samarbeidet foreslås videreført minst til sommeren 2018.</li><li>Ordførerne i området inviteres til møte "
        "15. juni 2017.</li><li>Administrasjonen lager et notat til møtet.</li></ol>",
        "background": "<p>Vestregionen vurderer sin egen framtid samtidig, og vedtar den i generalforsamlingen i juni 2018.</p>",
    },
    treatment="Gruppen ønsket at beslutningen tas sommeren 2018, når Vestregionens egen sak er avklart.",
)

CONTINUE_OR_END = DemoCase(
    key="videreforing",
    title="Kommunehelsesamarbeidet KHS-26: fortsette eller avslutte?",
    type="discussion",
    proposed_by="secretariat",
    presenter="Maren Tveitlien",
    minutes=60,
    archive_ref="17/00131",
    officers=("Maren Tveitlien", "Sondre Bjørkeli"),
    sections={
        "background": '<p>Samarbeidet utløper 31. desember 2017. Styret<span class="fotnote">Sju kommunalsjefer, én fra hver '
        "valgkrets.</span> ba i sak 03/2017 medlemmene om å avklare hva eget område ønsker.</p><p>Hallingdal, Kongsberg og "
        "Ringerike vil fortsette. Drammen, Asker og Bærum hadde 18. mai 2017 ikke gjort saken ferdig.</p><blockquote>"
        "<p>Samarbeidet foreslås videreført minst til sommeren 2018, og ordførerne inviteres til møte 15. juni 2017.</p>"
        "<footer>Styringsgruppen i Vestregionen, sak 05/2017</footer></blockquote>",
        "assessment": "<h3>Formål og historikk</h3><p>Samarbeidet ble opprettet for å møte den varslede samhandlingsreformen. Siden har det "
        "både ivaretatt kommunenes interesser overfor Vestre Viken og utviklet tjenester sammen med helseforetaket.</p>"
        "<h3>Resultater</h3><p>Det er inngått én overordnet avtale og tolv likelydende delavtaler. Den overordnede avtalen ble "
        "revidert i 2016 og gjelder fra 1. mars 2017. En arbeidsgruppe lager forslag til rekkefølge for delavtalene, og OSU får "
        'saken i september 2017.</p><table><caption>Oppgaver i sekretariatet</caption><thead><tr><th scope="col">Avsluttet</th>'
        '<th scope="col">Pågår</th></tr></thead><tbody><tr><td>Pilot for psykisk helse og rus</td><td>Funksjonsbaserte '
        "pasientforløp</td></tr><tr><td>Opplæring i tidlig varsling i 26 kommuner</td><td>Struktur for forenkling av avtalene</td></tr>"
        "<tr><td>Samlinger om læring og mestring</td><td>Felles høringsgrunnlag og nyhetsbrev</td></tr></tbody></table>"
        "<h3>En frivillig ordning</h3><p>Ingen avtale pålegger kommunene å samordne seg. De har likevel forpliktet seg til å delta i de "
        "lokale utvalgene.</p>",
        "consequences": "<p>Koordinatoren er ansatt i 75 prosent stilling i Bærum kommune. Med kr 2 per innbygger bidrar de 26 kommunene med "
        "kr 974 696 i året.</p>",
        "further_route": "<p>Områdene drøfter saken høsten 2017. Rådmennene møtes i februar 2018, og et vedtak kan tidligst gjøres i juni 2018.</p>",
    },
    route=(
        DemoStep("styret", -143, number="03/2017"),
        DemoStep("Styringsgruppen i Vestregionen", -91, "Foreslår videreføring minst til sommeren 2018.", "05/2017"),
        DemoStep("styret", -28, "Råd om å fortsette ut 2018 eller 2019. Dissens om lengden."),
        DemoStep("ordforermotet", 0),
        DemoStep("Områdene", 150),
        DemoStep("Rådmannsmøtet", 240),
    ),
    treatment="Ordførerne drøftet om samarbeidet bør fortsette. Flere ønsket å beholde en felles koordinator uansett utfall.",
    decision="Samarbeidet videreføres til sommeren 2018. Områdene drøfter framtiden høsten 2017, og saken legges fram på nytt.",
    outcome="consensus",
    actions=(("Legge fram saken for områdene", "Maren Tveitlien", 100),),
)

BOARD_ADVICE = DemoCase(
    key="styrets-raad",
    title="Styrets råd om videreføring",
    type="decision",
    proposed_by="secretariat",
    presenter="Maren Tveitlien",
    minutes=30,
    archive_ref="17/00104",
    officers=("Maren Tveitlien",),
    sections={
        "proposal": "<p>Styret rår kommunene til å videreføre samarbeidet ut 2018 eller 2019.</p>",
        "background": "<p>Tre områder ønsker å fortsette. Drammensområdet, Asker og Bærum er ikke ferdige med saken.</p>",
        "assessment": "<p>Et råd nå gir ordførerne et grunnlag i møtet 15. juni.</p>",
    },
    treatment="Styret var enig om å tilrå videreføring, men ikke om hvor lenge.",
    decision="Styret rår kommunene til å videreføre samarbeidet ut 2018 eller 2019.",
    outcome="consensus_dissent",
    statements=(
        ("dissent", "Bærum", "Lengden", "Bærum mener at videreføringen ikke bør gå lenger enn til utgangen av 2018."),
    ),
)
