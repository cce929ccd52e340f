"""What the earlier meetings of the demo were about: invented cases of a kind that such committees have."""

from __future__ import annotations

from typing import NamedTuple

from meetings.enums import ItemType


class Subject(NamedTuple):
    """A case. `{sted}` in it is the committee's area; `fact` is its summary."""

    title: str
    fact: str
    type: ItemType = ItemType.DECISION


TALK, TELL = ItemType.DISCUSSION, ItemType.INFORMATION
#: Of the overarching committee; each is treated once, in this order.
OVERARCHING = (
    Subject("Felles plan for kompetanse 2025–2027", "Partene trenger en samlet oversikt over kurs og hospitering."),
    Subject("Rutine for varsling om utskrivningsklare", "Varselet skal sendes samme dag som legen vurderer pasienten."),
    Subject("Hjemmesykehus for voksne", "Ett års prøve i tre kommuner er ferdig og skal vurderes.", TALK),
    Subject("Elektronisk meldingsutveksling", "Andelen meldinger som blir besvart innen ett døgn, er for lav."),
    Subject("Årshjul for utvalgene", "Møtene legges slik at saker kan gå fra lokale utvalg til OSU i samme kvartal."),
    Subject("Følgetjeneste for fødende", "Ordningen er ulik mellom kommunene, og beredskapen skal avtales på nytt."),
    Subject("Felles legemiddelliste, innføring", "Innføringen følger en nasjonal plan i fire steg.", TELL),
    Subject("Ambulerende team for skrøpelige eldre", "Teamet dekker i dag to områder og kan utvides til alle fem."),
    Subject("Rekruttering av sykepleiere i distriktet", "Partene konkurrerer om de samme søkerne.", TALK),
    Subject("Mandat for felles analysegruppe", "Gruppen skal lage tall som begge parter kan bruke."),
    Subject("Beredskapsplan for pandemi", "Planen fra 2020 er revidert etter en felles øvelse."),
    Subject("Behandlingsplan for multisyke", "Felles plan erstatter tre skjemaer som brukes i dag."),
    Subject("Organisering av praksiskonsulentordningen", "Ti fastleger arbeider deltid som praksiskonsulenter."),
    Subject("Pasienttransport mellom sykehus og sykehjem", "Ventetiden om kvelden er lang i fire kommuner.", TALK),
    Subject("Velferdsteknologi og medisinsk avstandsoppfølging", "To områder har felles responstjeneste."),
    Subject("Rehabilitering etter hjerneslag", "Forløpet beskriver hvem som har ansvar i hver uke."),
    Subject("Prioritering av felles innovasjonsmidler", "Sju søknader er kommet inn, og det er midler til tre."),
    Subject("Barn som pårørende", "Oversikten over barneansvarlig personell mangler for fem kommuner."),
    Subject("Kreftkoordinator og pakkeforløp hjem", "Kommunene har åtte koordinatorer, de fleste i delte stillinger."),
    Subject("Modell for tidlig oppdaget forverring", "Opplæringen er gjennomført i ni kommuner."),
    Subject("Overgangen fra barn til voksen", "Ungdom over 16 år skal ha en plan før overføringen."),
    Subject("Avvik mellom nivåene, felles gjennomgang", "Halvparten av meldingene gjelder legemidler.", TALK),
    Subject("Helseplattform, felles forvaltning", "Partene skal være like mange i forvaltningsrådet."),
    Subject("Lindrende behandling hjemme", "Tilbudet om natten varierer mellom kommunene."),
    Subject("Digitale møter som fast ordning", "Reisetiden til møter er over to timer for seks kommuner."),
    Subject("Rusakutt og kommunale plasser", "Ansvarsdelingen etter avrusning skal skrives inn i rutinen."),
    Subject("Framtidig laboratorietjeneste for kommunene", "Avtalen om prøvetransport går ut om ett år."),
    Subject("Fysioterapi etter operasjon", "Ventetiden i kommunene er mellom én og sju uker."),
    Subject("Plan for felles fagdager", "Fagdagene samlet 420 deltakere siste år."),
    Subject("Ernæring hos eldre", "Felles kartlegging ved innleggelse og utskriving foreslås."),
    Subject("Revisjon av retningslinjen for utskriving", "Retningslinjen er tre år gammel."),
    Subject("Psykisk helse, samarbeid om oppfølging", "FACT-team finnes i tre av fem områder."),
    Subject("Smittevern i sykehjem", "Sykehuset tilbyr rådgivning to dager i uken."),
    Subject("Hospitering mellom sykehus og kommune", "Ordningen har plass til 30 ansatte i året."),
    Subject("Hørsels- og synsrehabilitering", "Ansvar for hjelpemidler er beskrevet på nytt."),
    Subject("Videreføring av utskrivingssykepleier", "Prosjektmidlene tar slutt ved årsskiftet."),
    Subject("Oppfølging av helsefellesskapets mål", "Seks av ni mål er i rute.", TELL),
    Subject("Lærings- og mestringstilbud", "Kursene flyttes nærmere deltakerne."),
    Subject("Samarbeid om habilitering av barn", "Ventetiden er redusert fra 14 til 9 uker."),
    Subject("Fastlegenes deltakelse i utvalgene", "Godtgjøringen dekker ikke vikar i dag."),
    Subject("Samhandling om gravide med rusproblemer", "Ansvar og varsling er avklart i en felles rutine."),
    Subject("Digital hjemmeoppfølging, felles anskaffelse", "Avtalen med leverandøren utløper neste høst."),
    Subject("Koordinator for sjeldne diagnoser", "Familiene forholder seg i dag til mange kontakter."),
    Subject("Kveldsåpen poliklinikk i distriktet", "Halvåret med prøvedrift er evaluert."),
    Subject("Bruk av tolk på tvers av nivåene", "Felles bestilling kan gi færre avlyste timer."),
    Subject("Kommunenes stemme i områdeplanen", "Kommunene har gitt felles innspill til planen.", TALK),
    Subject("Felles introduksjon for nye ledere", "Lederne møter samarbeidsavtalene først når noe går galt."),
    Subject("Tannhelse ved innleggelse", "Ansvarsdelingen med fylkeskommunen er beskrevet."),
    Subject("Oppfølging av uønskede hendelser", "Læringsnotater deles mellom partene hvert kvartal."),
    Subject("Mottak av pasienter fra utlandet", "Smittevern og screening før overføring til sykehjem."),
    Subject("Reiseteam for psykisk utviklingshemmede", "Teamet har hatt 60 oppdrag siste år."),
    Subject("Tilskudd til rekruttering av fastleger", "Tre kommuner har ledige lister.", TALK),
    Subject("Samordning av frivillige", "Frivillige følger pasienter hjem i to kommuner."),
    Subject("Helsekompetanse og pasientinformasjon", "Brukerutvalget har laget felles anbefalinger."),
)
#: Of the overarching committee; told about each quarter.
EACH_QUARTER = (
    Subject("Utskrivningsklare pasienter, {kvartal}", "Tall for døgn og antall per kommune.", TELL),
    Subject("Økonomi og aktivitet, {kvartal}", "Sykehusets aktivitet og kommunenes bruk av plasser.", TELL),
)
#: Of a local committee; each is treated once by each of them.
LOCAL = (
    Subject("Ambulanseberedskap i {sted}", "Responstiden er målt over ett år."),
    Subject("Utskriving i helgene, {sted}", "Andelen som skrives ut fredag, er høyere enn de andre dagene."),
    Subject("Felles legevakt om natten i {sted}", "Bemanningen er sårbar i feriene.", TALK),
    Subject("Kommunale øyeblikkelig hjelp-plasser i {sted}", "Belegget var 48 prosent siste år.", TELL),
    Subject("Epikriser i rett tid, {sted}", "Målet er samme dag som utskriving."),
    Subject("Opplæring i Helseplattformen i {sted}", "Superbrukere i kommunene trenger felles øving."),
    Subject("Demensteam og spesialisthelsetjenesten i {sted}", "Henvisninger går i dag gjennom tre ledd."),
    Subject("Jordmortjenesten i {sted}", "Vaktordningen fornyes.", TALK),
    Subject("Reiser til poliklinikk fra {sted}", "Flere timer kan tas på video."),
    Subject("Fallforebygging i {sted}", "Felles treningsgrupper er prøvd i to kommuner."),
    Subject("Rusoppfølging i {sted}", "Ambulant team møter brukerne hjemme én dag i uken."),
    Subject("Avviksmeldinger fra {sted}", "Meldingene gjelder oftest medisiner og utstyr.", TELL),
    Subject("Pårørendesamarbeid i {sted}", "Pårørende vil ha én telefon å ringe."),
    Subject("Hjertesviktpoliklinikk nær {sted}", "Tilbudet kan gis ved distriktssykehuset."),
    Subject("Dialyse og reisetid i {sted}", "Fire faste plasser er aktuelle.", TALK),
    Subject("Legemiddelgjennomgang i sykehjem i {sted}", "Farmasøyt fra sykehuset deltar på video."),
    Subject("Rehabiliteringsplasser i {sted}", "Plassene har vært fullt belagt siden sommeren."),
    Subject("Samarbeid om barn med store behov i {sted}", "Barnekoordinator er på plass i alle kommunene.", TELL),
    Subject("Video i akuttmedisin i {sted}", "Legevaktsentralen kan se pasienten sammen med sykehuset."),
    Subject("Vaksinering av risikogrupper i {sted}", "Dekningen skal opp før vinteren."),
    Subject("Palliativ plan i {sted}", "Planen følger pasienten mellom nivåene."),
    Subject("Hospitering ved lokalsykehuset, {sted}", "Seks ansatte hospiterte siste halvår.", TELL),
    Subject("Meldinger om innlagt pasient i {sted}", "Kommunen skal svare innen fire timer."),
    Subject("Psykisk helsehjelp for unge i {sted}", "Terskelen inn til poliklinikken drøftes.", TALK),
    Subject("Beredskap ved stengt vei i {sted}", "Ansvar og varsling er beskrevet for tre strekninger."),
    Subject("Kols og lungerehabilitering i {sted}", "Kurs kan holdes i kommunen."),
    Subject("Bruk av individuell plan i {sted}", "Færre enn ventet har plan."),
    Subject("Ernæringsteam i {sted}", "Klinisk ernæringsfysiolog kan dekke området.", TALK),
    Subject("Korttidsplasser i ferien, {sted}", "Plasser fordeles før sommeren."),
    Subject("Sårbehandling på video i {sted}", "Tilbudet sparer om lag 200 reiser i året."),
    Subject("Kontaktpunkt for fastleger i {sted}", "Én telefon til vakthavende lege er ønsket."),
    Subject("Oppfølging etter hjerneslag i {sted}", "Tidlig støttet utskriving er i gang."),
    Subject("Medisinsk utstyr ved utskriving til {sted}", "Utstyr for tre døgn skal følge med."),
    Subject("Statusmelding fra {sted}", "Hva er gjort med vedtakene siste halvår.", TELL),
    Subject("Samtykke og deling av opplysninger i {sted}", "Felles informasjon til pasientene foreslås."),
    Subject("Øvelse i akutt kjede, {sted}", "Lag fra kommune, ambulanse og sykehus øver sammen."),
)
DECISIONS = (
    "1. {utvalg} slutter seg til forslaget.\n2. Sekretariatet sender vedtaket til kommunene og klinikkene.",
    "1. {utvalg} ber partene ta ordningen i bruk fra neste kvartal.\n2. Erfaringene legges fram etter ett år.",
    "1. {utvalg} vedtar rutinen.\n2. Den gjelder fra den første i neste måned.",
    "1. {utvalg} setter ned en arbeidsgruppe med like mange fra hver part.\n2. Gruppen legger fram forslag om et halvt år.",
)
TALKED = "Utvalget drøftet saken. Innspillene tas med i det videre arbeidet."
SENT_ON = "Utvalget ber OSU behandle saken."
LATER = {
    "postponed": ("Utvalget ønsket tall fra alle kommunene før saken avgjøres.", "Saken utsettes til neste møte."),
    "postponed_no_mandate": (
        "Representanter for to kommuner hadde ikke fullmakt til å binde kommunene i saken.",
        "Saken utsettes til neste møte. Medlemmene avklarer fullmakten innen da.",
    ),
    "no_agreement": (
        "Partene var ikke enige om finansieringen.",
        "Partene er ikke enige. Saken løftes til administrerende direktør og kommunedirektørene.",
    ),
}
TREATMENTS = (
    "Saksbehandler la fram saken. Begge parter støttet hovedlinjene.",
    "Saken ble lagt fram. Kommunene ba om at fristen tar høyde for politisk behandling.",
    "Saken ble lagt fram og diskutert. Brukerrepresentanten minnet om informasjon til pasientene.",
    "Helseforetaket redegjorde for bakgrunnen. Kommunene ga eksempler fra egen drift.",
)
TASKS = (
    "Sende vedtaket til kommunene og klinikkene",
    "Lage informasjon til fastlegene",
    "Legge fram status for utvalget",
    "Oppdatere rutinen på nettsidene",
    "Kalle inn arbeidsgruppen",
    "Hente inn tall fra alle parter",
)
INPUTS = (
    "Vi støtter forslaget og ber om at fristen gir tid til politisk behandling.",
    "Ordningen må virke også for kommuner med lang reisevei.",
    "Vi har erfaringer med noe lignende og deler dem gjerne.",
    "Kostnadene for kommunene bør gå fram av saken.",
)
PLACES = ("Rådhuset i {sted}", "Digitalt møte", "Helsehuset i {sted}")
