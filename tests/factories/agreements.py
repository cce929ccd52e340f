"""Agreements and what belongs to them. Texts are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from agreements.content import Clause, Content, text_hash
from agreements.enums import AgreementKind, EntryRule, SectionPart, StepKind, VersionState
from agreements.models import (
    Adoption,
    Agreement,
    AgreementParty,
    AgreementTerms,
    AgreementVersion,
    Consultation,
    CouncilMeeting,
    Invitation,
    Question,
    Revision,
    RevisionStep,
    Section,
    SectionText,
)
from municipalities.models import Partnership
from tests.factories.organisation import LONG_AGO, MunicipalityFactory, PartnershipFactory

TEXT = Content(
    "Delavtale om innleggelse",
    (
        Clause("formaal", "Formål", "<p>Avtalen skal sikre gode overganger for pasientene.</p>"),
        Clause("ansvar", "Ansvar og samarbeid", ""),
        Clause("kommunen", "Kommunens ansvar", "<p>{kommunen} melder fra innen to døgn.</p>", level=2),
        Clause("sykehuset", "Sykehusets ansvar", "<p>Sykehuset gir råd i ordinær arbeidstid.</p>", level=2),
        Clause("varighet", "Varighet", "<p>Avtalen gjelder til den blir sagt opp.</p>"),
    ),
)


class AgreementFactory(DjangoModelFactory[Agreement]):
    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    kind = AgreementKind.SUB
    number = factory.Sequence(lambda n: str(n % 900 + 1))
    title = "Innleggelse i sykehus"
    short_title = "Innleggelse"


class AgreementTermsFactory(DjangoModelFactory[AgreementTerms]):
    class Meta:
        model = AgreementTerms

    agreement = factory.SubFactory(AgreementFactory)
    entry_rule = EntryRule.ALL
    valid_from = LONG_AGO


class AgreementPartyFactory(DjangoModelFactory[AgreementParty]):
    class Meta:
        model = AgreementParty

    agreement = factory.SubFactory(AgreementFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    valid_from = LONG_AGO


class CouncilMeetingFactory(DjangoModelFactory[CouncilMeeting]):
    class Meta:
        model = CouncilMeeting

    municipality = factory.SubFactory(MunicipalityFactory)
    on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))


class VersionFactory(DjangoModelFactory[AgreementVersion]):
    """A draft without sections; `draft` and `frozen` make whole ones."""

    class Meta:
        model = AgreementVersion

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(lambda n: n % 900 + 1)
    title = "Delavtale om innleggelse"


class RevisionFactory(DjangoModelFactory[Revision]):
    class Meta:
        model = Revision

    agreement = factory.SubFactory(AgreementFactory)
    name = "Revisjon 2027"


class RevisionStepFactory(DjangoModelFactory[RevisionStep]):
    class Meta:
        model = RevisionStep

    revision = factory.SubFactory(RevisionFactory)
    kind = StepKind.PLANNED


class AdoptionFactory(DjangoModelFactory[Adoption]):
    class Meta:
        model = Adoption

    revision = factory.SubFactory(RevisionFactory)
    version = factory.SelfAttribute("revision.version")
    party = factory.SubFactory(AgreementPartyFactory, agreement=factory.SelfAttribute("..revision.agreement"))


class ConsultationFactory(DjangoModelFactory[Consultation]):
    class Meta:
        model = Consultation

    partnership = factory.SubFactory(PartnershipFactory)
    title = "Høring om ny delavtale"
    deadline = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=42))


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    consultation = factory.SubFactory(ConsultationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)


class QuestionFactory(DjangoModelFactory[Question]):
    class Meta:
        model = Question

    consultation = factory.SubFactory(ConsultationFactory)
    position = factory.Sequence(lambda n: n % 900)
    kind = "text"
    text = "Hva mener kommunen?"


def write(version: AgreementVersion, clauses: Iterable[Clause]) -> None:
    """Fill a draft with sections and their texts."""
    for position, clause in enumerate(clauses, start=1):
        section = Section.objects.create(
            version=version, anchor=clause.anchor, position=position, level=clause.level, kind=clause.kind
        )
        for part, text in ((SectionPart.HEADING, clause.heading), (SectionPart.BODY, clause.body)):
            SectionText.objects.create(owner=section, section=part, revision=1, text=text)


def draft(agreement: Agreement, number: int = 1, content: Content = TEXT) -> AgreementVersion:
    version: AgreementVersion = VersionFactory(agreement=agreement, number=number, title=content.title)
    write(version, content.clauses)
    return version


def frozen(agreement: Agreement, number: int = 1, content: Content = TEXT, **columns: object) -> AgreementVersion:
    """A frozen version as the database keeps it, without going through a revision."""
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        title=content.title,
        state=VersionState.FROZEN,
        content=content.to_json(),
        sha256=text_hash(content),
        frozen_at=timezone.now(),
        **columns,
    )


def agreement_with_parties(partnership: Partnership, **columns: object) -> Agreement:
    """An agreement between all the partnership's municipalities of today and its trust, with terms."""
    agreement: Agreement = AgreementFactory(partnership=partnership, **columns)
    AgreementTermsFactory(agreement=agreement)
    AgreementPartyFactory(agreement=agreement, municipality=None, trust=partnership.trust)
    for membership in partnership.memberships.all():
        AgreementPartyFactory(agreement=agreement, municipality=membership.municipality)
    return agreement
