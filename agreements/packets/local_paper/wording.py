"""The sentences the portal writes itself, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.enums import AdoptionStatus, AgreementKind, EntryRule, Stance, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion, Answer, Consultation, RevisionStep
from agreements.packets.local_paper.reading import Reading
from samhandling.core import dates


def listed(parts: Sequence[str]) -> str:
    """«Hallingdal og Ringerike»"""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s og %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def council(municipality: str) -> str:
    return _("%(municipality)s kommunestyre") % {"municipality": municipality}


def short(agreement: Agreement) -> str:
    """`DA 4`, as short as a file name needs it."""
    return f"DA {agreement.number}" if agreement.kind == AgreementKind.SUB else agreement.short_title


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def named_agreement(agreement: Agreement) -> str:
    """«delavtale 4 – Øyeblikkelig hjelp»; an agreement without a number by its title in quotation marks."""
    return lower_first(agreement.label) if agreement.number else f"«{agreement.title}»"


def title(reading: Reading) -> str:
    agreement = named_agreement(reading.revision.agreement)
    text = _("Revidert %(agreement)s") if reading.revision.base_id else _("Ny %(agreement)s")
    return text % {"agreement": agreement}


def subject(reading: Reading) -> str:
    return f"{reading.revision.agreement.label}, {lower_first(version_label(reading.version))}"


def version_label(version: AgreementVersion) -> str:
    """«Versjon 3, låst 2. november 2026»"""
    words = {"number": version.number, "day": dates.long_date(version.frozen_at) if version.frozen_at else ""}
    return _("Versjon %(number)s, låst %(day)s") % words


def about(reading: Reading, municipality: str) -> Iterable[str]:
    agreement, count = reading.revision.agreement, len(reading.parties)
    text = ngettext(
        "%(council)s skal ta stilling til %(agreement)s. Partene er %(count)s kommune og %(trust)s.",
        "%(council)s skal ta stilling til %(agreement)s. Partene er %(count)s kommuner og %(trust)s.",
        count,
    )
    words = {
        "council": council(municipality),
        "agreement": lower_first(title(reading)),
        "count": count,
        "trust": reading.partnership.trust.name,
    }
    yield text % words
    yield agreement.shown_subject.strip()
    yield reading.revision.shown_reason.strip()
    yield _(
        "Kommunestyret må selv vedta avtalen (helse- og omsorgstjenesteloven § 6-1), og teksten må være likelydende "
        "hos alle partene."
    )


def proposal(reading: Reading, municipality: str) -> Iterable[str]:
    """The recommended decision when nobody has written one."""
    version = reading.version
    words = {
        "council": council(municipality),
        "agreement": lower_first(title(reading)),
        "number": version.number,
        "day": dates.long_date(version.frozen_at) if version.frozen_at else "",
        "sum": version.sha256[:16],
    }
    yield (
        _(
            "%(council)s vedtar %(agreement)s, versjon %(number)s av %(day)s, slik den er lagt fram "
            "(kontrollsum %(sum)s …)."
        )
        % words
    )
    yield _("Kommunedirektøren får fullmakt til å signere avtalen.")
    if earliest := _earliest(reading):
        yield earliest


def changes(municipality: str, *, is_new: bool, has_changes: bool) -> Iterable[str]:
    if is_new:
        yield _("%(council)s har ikke vedtatt avtalen før. Hele teksten står i vedlegg 1.") % {
            "council": council(municipality)
        }
    elif has_changes:
        yield _(
            "Tabellen viser punktene som er endret siden kommunestyret sist vedtok avtalen. Vedlegg 1 viser ordene."
        )
    else:
        yield _("Ordlyden er den samme som kommunestyret sist vedtok.")


def background(reading: Reading) -> Iterable[str]:
    revision = reading.revision
    reviewed, recommended = (reading.steps.get(kind) for kind in (StepKind.COMMITTEE_REVIEW, StepKind.RECOMMENDED))
    yield revision.user_participation.strip()
    if reviewed and reviewed.done_on and reviewed.committee:
        yield _("%(committee)s behandlet utkastet %(day)s%(case)s.") % _step_words(reviewed)
    if recommended and recommended.done_on and recommended.committee:
        yield _("%(committee)s anbefalte teksten %(day)s%(case)s.") % _step_words(recommended)
    elif recommended and recommended.done_on:
        yield _("Teksten ble anbefalt %(day)s%(case)s.") % _step_words(recommended)
    says_day = reading.terms.rule == EntryRule.FIXED_DATE
    yield _entry(reading) if says_day else f"{_entry(reading)} {_earliest(reading)}".strip()


def _step_words(step: RevisionStep) -> dict[str, str]:
    assert step.done_on is not None
    return {
        "committee": step.committee.name if step.committee else "",
        "day": dates.long_date(step.done_on),
        "case": " " + _("i %(case)s") % {"case": step.reference} if step.reference else "",
    }


def _entry(reading: Reading) -> str:
    terms = reading.terms
    if reading.in_force_on:
        return _("Teksten har vært i kraft siden %(day)s.") % {"day": dates.long_date(reading.in_force_on)}
    if terms.rule == EntryRule.QUORUM:
        text = ngettext(
            "Avtalen trer i kraft når %(count)s kommune har vedtatt den.",
            "Avtalen trer i kraft når %(count)s kommuner har vedtatt den.",
            terms.quorum or 0,
        )
        return text % {"count": terms.quorum}
    if terms.rule == EntryRule.FIXED_DATE and terms.entry_date:
        return _("Avtalen trer i kraft %(day)s.") % {"day": dates.long_date(terms.entry_date)}
    if terms.rule == EntryRule.PER_PARTY:
        return _("Avtalen trer i kraft for hver kommune når den selv har vedtatt den.")
    return _("Avtalen trer i kraft når alle partene har vedtatt den.")


def _earliest(reading: Reading) -> str:
    """Empty where no day is set, and where the text is in force already."""
    day = reading.revision.entry_date
    if day is None or reading.in_force_on:
        return ""
    return _("Avtalen gjelder tidligst fra %(day)s.") % {"day": dates.long_date(day)}


def earlier(adoptions: Sequence[Adoption], party: AgreementParty, reading: Reading, municipality: str) -> Iterable[str]:
    """What the council last decided, or what those it has taken over after had decided."""
    if not adoptions:
        yield _("%(council)s har ikke vedtatt denne avtalen før.") % {"council": council(municipality)}
        return
    if any(row.party_id == party.pk for row in adoptions[:1]):
        yield from _decided(adoptions[0], council(municipality), reading)
        return
    yield _("%(municipality)s har tatt over etter andre kommuner og er bundet av det de hadde vedtatt:") % {
        "municipality": municipality
    }
    told: set[int] = set()
    for row in adoptions:
        if row.party_id not in told:
            told.add(row.party_id)
            yield from _decided(row, council(str(row.party.municipality)), reading)


def _decided(adoption: Adoption, who: str, reading: Reading) -> Iterable[str]:
    words = {
        "council": who,
        "number": adoption.version.number,
        "day": dates.long_date(adoption.decided_on) if adoption.decided_on else _("en ukjent dato"),
    }
    text = _("%(council)s vedtok versjon %(number)s %(day)s") % words
    if adoption.council_case:
        text += " " + _("i sak %(case)s") % {"case": adoption.council_case}
    yield text + "."
    if adoption.status == AdoptionStatus.ADOPTED_WITH_DEVIATION:
        labels = {row.clause.anchor: row.label for row in reading.texts[adoption.version_id].numbered()}
        points = [labels.get(row.anchor, row.anchor) for row in adoption.deviations.all()]
        if points:
            yield _("Vedtaket hadde avvik i %(points)s.") % {"points": listed(points)}
        else:
            yield _("Vedtaket hadde avvik fra den felles teksten.")


def consultation(about: Consultation, answer: Answer | None, municipality: str) -> Iterable[str]:
    opened = dates.long_date(about.opened_on) if about.opened_on else ""
    yield _("Utkastet var på høring fra %(opened)s, med frist %(deadline)s.") % {
        "opened": opened,
        "deadline": dates.long_date(about.deadline),
    }
    if answer is None or answer.sent_at is None:
        yield _("%(municipality)s svarte ikke på høringen.") % {"municipality": municipality}
        return
    words = {"municipality": municipality, "day": dates.long_date(answer.sent_at)}
    stances = {
        Stance.SUPPORT: _("%(municipality)s svarte %(day)s og støttet utkastet."),
        Stance.CHANGES: _("%(municipality)s svarte %(day)s og ønsket endringer."),
        Stance.NONE: _("%(municipality)s svarte %(day)s uten merknader."),
    }
    fallback = _("%(municipality)s svarte %(day)s.")
    yield (stances.get(Stance(answer.stance), fallback) if answer.stance else fallback) % words
    yield from answer.text.splitlines()


def without_decision(reading: Reading, adoptions: Sequence[Adoption]) -> Iterable[str]:
    if adoptions:
        yield _("Den forrige teksten gjelder for kommunen så lenge kommunestyret ikke har vedtatt den nye.")
    else:
        yield _("Kommunen er ikke bundet av avtalen så lenge kommunestyret ikke har vedtatt den.")
    rules = {
        EntryRule.ALL: _("Teksten kan da heller ikke tre i kraft for de andre partene."),
        EntryRule.QUORUM: _("Teksten kan tre i kraft for de andre når mange nok har vedtatt den."),
        EntryRule.FIXED_DATE: _("For partene som har vedtatt teksten, gjelder den fra den bestemte datoen."),
        EntryRule.PER_PARTY: _("Teksten gjelder for partene som har vedtatt den."),
    }
    yield rules[EntryRule.PER_PARTY if reading.in_force_on else EntryRule(reading.terms.rule)]
    yield _(
        "Endrer kommunestyret ordlyden, er teksten ikke lenger likelydende, og saken må tilbake til partene. Merknader "
        "som ikke endrer teksten, kan sendes til neste gjennomgang av avtalen."
    )
