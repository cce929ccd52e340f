"""The ten cases of one full meeting in the overarching committee of St. Olavs' area. All persons are invented."""

from __future__ import annotations

from meetings.demo.content import DemoAnnex, DemoCase, DemoStep

CASES: tuple[DemoCase, ...] = (
    DemoCase(
        key="eldre",
        title="Felles modell for tidlig oppdagelse hos skrøpelige eldre",
        type="decision",
        proposed_by="municipalities",
        presenter="Ingvild Brekkmo",
        minutes=25,
        archive_ref="26/00418",
        officers=("Ingvild Brekkmo", "Torgeir Vassli"),
        sections={
            "summary": "<p>Kommunene og helseforetaket bruker i dag ulike verktøy for å oppdage at eldre blir "
            "akutt dårligere. Et felles oppsett kan gi færre unødige innleggelser og bedre meldinger ved "
            "innleggelse. Arbeidsgruppen foreslår at alle tar i bruk samme skår og samme tiltakskort.</p>",
            "proposal": "<ol><li>Samarbeidsutvalget anbefaler kommunene og St. Olavs hospital å ta i bruk felles modell "
            "for tidlig oppdagelse innen 1. oktober 2027.</li><li>Arbeidsgruppen får ansvar for opplæring og følger "
            "innføringen i to år.</li><li>Utvalget får en kort rapport hvert halvår.</li></ol>",
            "background": "<p>Utvalget satte ned en arbeidsgruppe i mars 2025 med fire medlemmer fra kommunene, fire fra "
            "helseforetaket og to brukerrepresentanter. Gruppen har hatt seks møter.</p><h3>Dagens praksis</h3>"
            "<p>Gruppen spurte alle kommunene hvilke verktøy de bruker. Svarene viser stor spredning.</p>"
            '<table><caption>Verktøy i bruk i kommunene, våren 2026</caption><thead><tr><th scope="col">Verktøy</th>'
            '<th scope="col">Kommuner</th><th scope="col">Ansatte med opplæring</th></tr></thead><tbody>'
            '<tr><th scope="row">NEWS2 i alle tjenester</th><td>9</td><td>1 840</td></tr>'
            '<tr><th scope="row">NEWS2 bare på sykehjem</th><td>7</td><td>610</td></tr>'
            '<tr><th scope="row">Egne sjekklister</th><td>4</td><td>230</td></tr>'
            '<tr><th scope="row">Ikke noe fast verktøy</th><td>2</td><td>0</td></tr></tbody></table>',
            "assessment": "<p>Felles språk er viktigere enn hvilket verktøy som velges. NEWS2 er valgt fordi ambulansetjenesten "
            'og akuttmottaket allerede bruker det.<span class="fotnote">National Early Warning Score, andre utgave. '
            "Brukes fra 16 år.</span> For hjemmeboende uten daglig tilsyn må skåren suppleres med enkle spørsmål om "
            "endring i funksjon.</p><p>Arbeidsgruppen peker på tre forutsetninger:</p><ul><li>tid til opplæring i "
            "turnus</li><li>utstyr i hjemmetjenestens biler</li><li>at skåren følger med i innleggelsesmeldingen</li></ul>",
            "consequences": "<p>Opplæring er beregnet til fire timer per ansatt. Utstyr koster om lag 2 800 kroner per bil. "
            "Kommunene dekker egne kostnader; helseforetaket stiller med veiledere.</p>",
            "user_participation": "<p>To representanter fra brukerutvalget har deltatt i arbeidsgruppen. De ba om at pårørendes "
            "observasjoner får en egen plass i tiltakskortet, og det er tatt inn.</p>",
            "further_route": "<p>Kommunene legger saken fram i egen ledergruppe. Helseforetaket behandler saken i "
            "klinikkledermøtet. Modellen trer i kraft når begge parter har sluttet seg til.</p>",
        },
        annexes=(
            DemoAnnex(
                title="Rapport fra arbeidsgruppen",
                html="<h1>Rapport fra arbeidsgruppen for tidlig oppdagelse</h1><p>Gruppen har kartlagt praksis i 22 kommuner "
                "og i helseforetakets akuttmottak. Rapporten samler funn, vurderinger og forslag til tiltakskort.</p>"
                "<h2>Tiltakskort</h2><ol><li>Mål og skår.</li><li>Spør pasient og pårørende om endring.</li>"
                "<li>Ring lege ved skår 5 eller høyere.</li><li>Send skåren med i meldingen.</li></ol>",
            ),
            DemoAnnex(
                title="Innleggelser av eldre per kommunegruppe, 2025",
                bars={"Trondheim": 412, "Orkdal": 168, "Fosen": 97, "Værnes": 61, "Innlandet": 44},
            ),
        ),
        route=(
            DemoStep("lsu-orkdal", -120, "Støttet modellen og ba om felles opplæring.", ""),
            DemoStep("osu", 0),
            DemoStep("Klinikkledermøtet ved St. Olavs hospital", 45),
            DemoStep("Kommunenes ledergrupper", 75),
        ),
        treatment="Arbeidsgruppens leder innledet. Utvalget var enig om valg av verktøy. Fra kommunene ble det bedt om at "
        "opplæringen legges slik at små kommuner kan delta digitalt.",
        actions=(("Lage opplæringsplan med digital deltakelse", "Ingvild Brekkmo", 45),),
    ),
    DemoCase(
        key="utskriving",
        title="Revidert retningslinje for utskrivningsklare pasienter",
        type="decision",
        proposed_by="joint",
        presenter="Torgeir Vassli",
        minutes=30,
        archive_ref="25/01977",
        officers=("Torgeir Vassli",),
        sections={
            "summary": "<p>Retningslinjen er fra 2019. Den nye teksten gjør det klart når en pasient er utskrivningsklar, hvem "
            "som gir beskjed, og hva kommunen skal ha fått vite før pasienten reiser.</p>",
            "proposal": "<ol><li>Samarbeidsutvalget slutter seg til forslaget til revidert retningslinje.</li>"
            "<li>Retningslinjen sendes på høring til kommunene og helseforetaket med seks ukers frist.</li></ol>",
            "background": "<p>I 2025 ble 3 912 pasienter meldt utskrivningsklare. I 611 tilfeller kom varselet samme dag som "
            "pasienten skulle reise.</p><blockquote><p>Utvalget ber om at varsel innen 24 timer etter innleggelse blir "
            "hovedregelen, og at unntak begrunnes.</p><footer>LSU Fosen, sak 7/26</footer></blockquote>"
            "<p>Uttalelsen fra LSU Fosen er fulgt opp i punkt 4 i forslaget.</p>",
            "assessment": "<p>Den største endringen er at melding om antatt varighet skal oppdateres daglig. Helseforetaket mener at "
            "det lar seg gjøre innenfor dagens rutiner. Kommunene mener at endringen vil gi bedre planlegging av "
            "korttidsplasser.</p><h3>Forholdet til loven</h3><p>Forslaget er innenfor helse- og omsorgstjenesteloven "
            "§ 6-2 første ledd nr. 5 om samarbeid om utskrivningsklare pasienter.</p>",
            "consequences": "<p>Ingen nye kostnader. Opplæring skjer i eksisterende møteplasser.</p>",
            "user_participation": "<p>Brukerutvalget har gitt skriftlig innspill og ønsker at pasienten får planen på papir.</p>",
            "further_route": "<p>Høring, deretter ny behandling i utvalget før retningslinjen tas inn som vedlegg til delavtale 5.</p>",
        },
        annexes=(
            DemoAnnex(
                title="Forslag til retningslinje",
                html="<h1>Retningslinje for utskrivningsklare pasienter – forslag</h1><h2>1 Formål</h2><p>Pasienten skal oppleve en "
                "trygg overgang.</p><h2>2 Når er pasienten utskrivningsklar?</h2><p>Legen avgjør etter en samlet vurdering.</p>"
                "<h2>3 Melding</h2><p>Tidligmelding sendes innen 24 timer. Antatt varighet oppdateres hver dag.</p>",
            ),
        ),
        route=(
            DemoStep("lsu-fosen", -80),
            DemoStep("osu", 0),
            DemoStep("Høring i kommunene", 60),
            DemoStep("osu", 130),
        ),
        treatment="Innleder viste endringene punkt for punkt. Representanten for Orkdalsgruppen mente at fristen på seks uker er "
        "for kort for kommuner som skal ha politisk behandling.",
        decision="1. Samarbeidsutvalget slutter seg til forslaget til revidert retningslinje.\n2. Retningslinjen sendes på høring til "
        "kommunene og helseforetaket med åtte ukers frist.",
        outcome="consensus_dissent",
        statements=(
            (
                "dissent",
                "Orkdalsgruppen",
                "Punkt 2",
                "Orkdalsgruppen mener at høringsfristen må være tolv uker, slik at alle kommunestyrer rekker å uttale seg.",
            ),
        ),
        actions=(
            ("Sende retningslinjen på høring", "Tuva Haugvik", 10),
            ("Lage ett ark med hva som er nytt", "Torgeir Vassli", 21),
        ),
    ),
    DemoCase(
        key="kostnader",
        title="Fordeling av kostnader til felles kompetansetiltak 2027 – forhandlingsposisjon",
        public_title="Fordeling av kostnader til felles kompetansetiltak",
        type="discussion",
        proposed_by="trust",
        presenter="Runa Solbjør",
        minutes=25,
        archive_ref="26/00733",
        officers=("Runa Solbjør",),
        basis="offl. § 23 første ledd",
        access_review="Tallene viser hvor langt partene er villige til å gå. Kjennes de før partene er enige, svekkes begge sider.",
        sections={
            "summary": "<p>Partene skal bli enige om fordelingen av 4,6 millioner kroner til felles kompetansetiltak i 2027. Notatet "
            "viser tre fordelingsnøkler og hva hver av dem betyr.</p>",
            "background": "<p>I dag dekker helseforetaket halvparten. Kommunene fordeler sin halvpart etter folketall.</p>"
            '<table><caption>Tre nøkler, millioner kroner</caption><thead><tr><th scope="col">Nøkkel</th>'
            '<th scope="col">Helseforetaket</th><th scope="col">Kommunene</th></tr></thead><tbody>'
            '<tr><th scope="row">Som i dag</th><td>2,30</td><td>2,30</td></tr>'
            '<tr><th scope="row">Etter antall deltakere</th><td>1,75</td><td>2,85</td></tr>'
            '<tr><th scope="row">Etter lønnsmasse</th><td>2,95</td><td>1,65</td></tr></tbody></table>',
            "assessment": "<p>Smertegrensen for kommunene er anslått til 2,50 millioner kroner. Helseforetaket kan strekke seg til 2,60 "
            "dersom hospitering regnes med.</p>",
        },
        annexes=(
            DemoAnnex(
                title="Regneark med smertegrenser per kommune",
                html="<h1>Smertegrenser per kommune</h1><p>Intern beregning til forhandlingene om kompetansemidler.</p>",
                basis="offl. § 23 første ledd",
            ),
        ),
        route=(DemoStep("au", -20), DemoStep("osu", 0)),
        treatment="Utvalget drøftet de tre nøklene for lukkede dører og ga koordinatorene retning for det videre arbeidet.",
        outcome="noted",
        decision="Koordinatorene arbeider videre med en nøkkel som ligger mellom dagens ordning og fordeling etter lønnsmasse.",
    ),
    DemoCase(
        key="meldinger",
        title="Elektronisk meldingsutveksling: avvik og tiltak",
        type="information",
        proposed_by="joint",
        presenter="Aslak Tronsmoen",
        minutes=15,
        archive_ref="26/00102",
        officers=("Aslak Tronsmoen",),
        sections={
            "summary": "<p>Antall avvik er halvert på to år. De fleste som gjenstår, gjelder manglende oppdatering av legemiddellister.</p>",
            "proposal": "<p>Saken tas til orientering.</p>",
            "background": "<p>Gruppen for meldingsutveksling går gjennom alle avvik hvert kvartal.</p><table><caption>Avvik meldt "
            'begge veier</caption><thead><tr><th scope="col">Type</th><th scope="col">2024</th><th scope="col">2025</th>'
            '<th scope="col">Første halvår 2026</th></tr></thead><tbody><tr><th scope="row">Legemiddelliste</th><td>214</td>'
            '<td>160</td><td>71</td></tr><tr><th scope="row">Manglende tidligmelding</th><td>188</td><td>90</td><td>32</td></tr>'
            '<tr><th scope="row">Feil mottaker</th><td>57</td><td>21</td><td>6</td></tr></tbody></table>',
            "assessment": "<p>Tiltakene virker. Neste steg er å se på legemiddellisten ved innleggelse fra legevakt.</p>",
        },
        treatment="Utvalget tok saken til orientering og roste arbeidet.",
        outcome="noted",
    ),
    DemoCase(
        key="beredskap",
        title="Felles beredskapsøvelse høsten 2027",
        type="decision",
        proposed_by="trust",
        presenter="Runa Solbjør",
        minutes=20,
        archive_ref="26/00915-2",
        officers=("Runa Solbjør", "Ingvild Brekkmo"),
        sections={
            "summary": "<p>Partene har plikt til å ha omforente beredskapsplaner. Det er tre år siden forrige felles øvelse. Det foreslås "
            "en øvelse over to dager i oktober 2027.</p>",
            "proposal": "<ol><li>Det gjennomføres felles beredskapsøvelse i oktober 2027.</li><li>Kommunene og helseforetaket "
            "oppnevner hver sin øvelsesleder innen 1. februar 2027.</li></ol>",
            "background": "<p>Øvelsen skal prøve planene for bortfall av strøm og ekom over tre døgn, med overføring av pasienter mellom "
            "sykehus og kommuner.</p>",
            "assessment": "<p>En øvelse som bare foregår ved bordet, vil ikke vise om kontaktlistene virker. Planleggingsgruppen anbefaler "
            "derfor en del med full utrykning i én kommune fra hver kommunegruppe.</p>",
            "consequences": "<p>Helseforetaket dekker øvelsesledelsen. Kommunene dekker egne timer, anslått til 40 timer per kommune.</p>",
        },
        annexes=(
            DemoAnnex(
                title="Sårbare punkter i kraft- og ekomforsyningen",
                html="<h1>Sårbare punkter</h1><p>Oversikt over anlegg som ikke skal gjøres kjent.</p>",
                basis="offl. § 24 tredje ledd",
            ),
            DemoAnnex(
                title="Plan for øvelsen",
                html="<h1>Plan for felles beredskapsøvelse</h1><h2>Dag 1</h2><p>Varsling, etablering av kriseledelse, samband.</p>"
                "<h2>Dag 2</h2><p>Overflytting av pasienter og evaluering.</p>",
            ),
        ),
        route=(DemoStep("osu", 0), DemoStep("Kommunestyrene", 90)),
        treatment="Utvalget støttet forslaget. Trondheim tilbød seg å være vertskommune for delen med full utrykning.",
        actions=(("Oppnevne øvelsesledere", "Runa Solbjør", 120),),
    ),
    DemoCase(
        key="barn",
        title="Barn og unge med sammensatte vansker: barnekoordinator i overgangene",
        type="discussion",
        proposed_by="municipalities",
        presenter="Siv Landstad",
        minutes=30,
        archive_ref="26/00640",
        officers=("Siv Landstad",),
        sections={
            "summary": "<p>Kommunene ønsker å drøfte hvordan barnekoordinatoren og sykehusets kontaktperson bør dele arbeidet når et barn "
            "får tjenester fra begge nivåer.</p>",
            "background": "<p>Avtalen skal fra 2022 dekke tjenester til barn og unge med sammensatte vansker og lidelser, jf. helse- og "
            "omsorgstjenesteloven § 6-2 første ledd nr. 13.</p><p>LSU Fosen og LSU Orkdal har hatt hver sin "
            "erfaringssamling. Begge peker på overgangen til voksenalder som det svakeste leddet.</p>",
            "assessment": "<p>Tre spørsmål til drøfting:</p><ol><li>Hvem innkaller til ansvarsgruppe når barnet er innlagt?</li><li>Hvordan "
            "sikrer vi at fastlegen er med?</li><li>Bør vi ha en felles veileder?</li></ol>",
            "user_participation": "<p>Ungdomsrådet ved helseforetaket deltar i drøftingen.</p>",
        },
        annexes=(
            DemoAnnex(
                title="Oppsummering fra to erfaringssamlinger",
                html="<h1>Oppsummering fra erfaringssamlingene</h1><p>Foreldre savner én dør inn. Fagfolk savner oversikt over hvem som gjør "
                "hva.</p>",
            ),
        ),
        route=(DemoStep("lsu-fosen", -60), DemoStep("osu", 0), DemoStep("fsu-barn-unge", 70)),
        treatment="Utvalget var samstemt i at barnekoordinatoren innkaller, og at sykehuset møter med mandat. Ungdomsrådet ba om at den unge "
        "selv får velge møteform.",
        outcome="consensus",
        decision="Saken sendes til det faglige samarbeidsutvalget for barn og unge, som lager utkast til felles veileder innen ett år.",
        actions=(("Legge fram utkast til veileder", "Siv Landstad", 300),),
    ),
    DemoCase(
        key="ambulanse",
        title="Status for ambulanseplanen",
        type="information",
        proposed_by="trust",
        presenter="Halvard Myrset",
        minutes=20,
        archive_ref="24/02210",
        officers=("Halvard Myrset",),
        sections={
            "summary": "<p>Responstiden er innenfor målet i tettbygde strøk, men ikke i de fire minste kommunene. Planen legger opp til to nye "
            "beredskapspunkter i 2027.</p>",
            "proposal": "<p>Saken tas til orientering.</p>",
            "background": "<p>Målet er tolv minutter i tettbygde strøk og 25 minutter ellers, i ni av ti hasteoppdrag.</p>",
            "assessment": "<p>Samarbeid med kommunale akutthjelpere gir god effekt der ordningen finnes.</p>",
        },
        annexes=(
            DemoAnnex(
                title="Responstid i minutter, 90-prosentil",
                bars={"Tettbygd": 11, "Fosen": 24, "Orkdal": 26, "Innlandet": 31},
            ),
        ),
        treatment="Representanten for Innlandet uttrykte bekymring for responstiden. Helseforetaket kommer tilbake med tall per kommune.",
        outcome="noted",
        statements=(
            (
                "statement",
                "Innlandet",
                "",
                "Innlandet ber om at beredskapspunktet på Røros-siden får første prioritet.",
            ),
        ),
        actions=(("Sende responstid per kommune", "Halvard Myrset", -5),),
    ),
    DemoCase(
        key="hospitering",
        title="Hospitering mellom legevakt og akuttmottak",
        type="decision",
        proposed_by="gps",
        presenter="Oddny Kvamme",
        minutes=15,
        archive_ref="26/00811",
        officers=("Ingvild Brekkmo",),
        sections={
            "summary": "<p>Allmennlegene foreslår en fast ordning der leger og sykepleiere bytter arbeidssted to dager i året.</p>",
            "proposal": "<p>Utvalget innfører hospiteringsordningen som prøveordning i 2027 og 2028.</p>",
            "background": "<p>En tilsvarende ordning ble prøvd i Værnes i 2024. Deltakerne meldte om færre unødige telefoner og bedre henvisninger.</p>",
            "assessment": "<p>Ordningen er enkel å administrere. Den krever at vikarutgifter avklares lokalt.</p>",
            "consequences": "<p>Om lag 40 deltakere i året. Arbeidsgiver dekker lønn.</p>",
        },
        route=(DemoStep("lsu-vaernes", -200, "Prøvd ut i Værnes med godt resultat."), DemoStep("osu", 0)),
        treatment="Forslaget fikk bred støtte. Ett medlem var inhabil og fratrådte.",
        recusal=("Fastlege", "fvl. § 6 andre ledd, leder av legevakten som får tilskudd"),
        actions=(("Lyse ut plasser for 2027", "Oddny Kvamme", 60),),
    ),
    DemoCase(
        key="brukere",
        title="Sakspapirer til brukerrepresentantene samtidig med medlemmene",
        type="decision",
        proposed_by="users",
        presenter="Petra Nyvoll",
        minutes=10,
        archive_ref="26/00870",
        officers=("Tuva Haugvik",),
        sections={
            "summary": "<p>Brukerutvalget ber om at representantene får papirene samme dag som medlemmene, i et format som kan leses på telefon "
            "og med skjermleser.</p>",
            "proposal": "<ol><li>Alle papirer sendes samtidig til medlemmer og representanter.</li><li>Papirene skal være universelt "
            "utformet.</li></ol>",
            "background": "<p>I to av de fire siste møtene kom papirene til brukerne senere enn til de andre.</p>",
            "assessment": "<p>Kravet følger også av reglene om universell utforming. Portalen lager papirene slik at de kan leses av alle.</p>",
        },
        treatment="Utvalget sluttet seg enstemmig til forslaget.",
    ),
    DemoCase(
        key="handlingsplan",
        title="Handlingsplan for samarbeidsutvalget 2027",
        type="decision",
        proposed_by="secretariat",
        presenter="Tuva Haugvik",
        minutes=30,
        archive_ref="26/01003",
        officers=("Tuva Haugvik", "Torgeir Vassli"),
        sections={
            "summary": "<p>Planen samler det utvalget har bestemt i år, og foreslår fem områder for 2027.</p>",
            "proposal": "<ol><li>Handlingsplanen for 2027 vedtas.</li><li>Sekretariatet rapporterer i hvert møte.</li></ol>",
            "background": "<p>Forslaget bygger på innspill fra de fem kommunegruppene, helseforetaket, fastlegene og brukerutvalget.</p>"
            '<table><caption>Fem områder</caption><thead><tr><th scope="col">Område</th><th scope="col">Ansvar</th>'
            '<th scope="col">Mål</th></tr></thead><tbody><tr><th scope="row">Skrøpelige eldre</th><td>Begge</td><td>Felles modell '
            'innført</td></tr><tr><th scope="row">Barn og unge</th><td>FSU</td><td>Veileder ferdig</td></tr><tr><th scope="row">Psykisk '
            'helse og rus</th><td>Begge</td><td>Felles team i to grupper</td></tr><tr><th scope="row">Beredskap</th><td>Helseforetaket</td>'
            '<td>Øvelse gjennomført</td></tr><tr><th scope="row">Avtaler</th><td>Sekretariatet</td><td>Fire delavtaler revidert</td></tr>'
            "</tbody></table>",
            "assessment": "<p>Fem områder er færre enn før. Det gir rom for å følge sakene helt fram.</p>",
            "further_route": "<p>Planen legges fram for partnerskapsmøtet til orientering.</p>",
        },
        route=(DemoStep("osu", 0), DemoStep("partnerskapsmotet", 100)),
        treatment="Utvalget gikk gjennom de fem områdene. Det var enighet om rekkefølgen.",
        actions=(
            ("Lage framdriftsplan per område", "Tuva Haugvik", 30),
            ("Melde inn ansvarlige for felles team", "Halvard Myrset", 40),
        ),
    ),
)
