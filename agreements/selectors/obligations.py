"""What is owed about a partnership's agreements, read from the database for the rules in `agreements.rules`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _

from agreements.enums import DECIDED, ConsultationState, ObligationKind, StepKind
from agreements.models import (
    Adoption,
    Agreement,
    AgreementParty,
    AgreementTerms,
    Consultation,
    Invitation,
    LegalTerm,
    Revision,
    RevisionStep,
    Termination,
)
from agreements.rules.consultations import deadline_of
from agreements.rules.obligations import (
    AgreementFacts,
    Conclusion,
    Law,
    Notice,
    Obligation,
    Round,
    Term,
    in_order,
    obligations_of,
    round_of,
)
from municipalities.models import Partnership
from samhandling.core.dates import local_day


def partnership_obligations(partnership: Partnership, today: dt.date) -> list[Obligation]:
    """Everything owed in a partnership, what is done too, in order. The number of queries is constant."""
    agreements = list(partnership.agreements.all())
    owed = agreement_obligations(agreements, today)
    labels = {agreement.pk: agreement.label for agreement in agreements}
    rounds = [*_adoption_rounds(partnership, labels, today), *_answer_rounds(partnership, labels)]
    owed += [round_of(asked) for asked in rounds]
    return in_order(owed)


def agreement_obligations(agreements: Sequence[Agreement], today: dt.date) -> list[Obligation]:
    """What follows from the agreements themselves: reviews, submissions, notices and expiry; seven queries."""
    law = _law()
    facts = _facts(agreements)
    return [row for agreement in facts for row in obligations_of(agreement, law, today)]


def legal_terms(kind: ObligationKind) -> list[Term]:
    rows = LegalTerm.objects.filter(kind=kind).order_by("valid_from")
    return [Term(row.valid_from, row.valid_to, row.months, row.legal_reference) for row in rows]


def own_notice_terms(agreement: Agreement) -> list[Term]:
    """The agreement's own notice periods, to go before the law's."""
    rows = agreement.terms.order_by("valid_from")
    return [Term(row.valid_from, row.valid_to, row.notice_months, row.basis) for row in rows]


def _law() -> Law:
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in LegalTerm.objects.order_by("valid_from"):
        terms[row.kind].append(Term(row.valid_from, row.valid_to, row.months, row.legal_reference))
    return Law(tuple(terms[ObligationKind.REVIEW]), tuple(terms[ObligationKind.SUBMISSION]))


def _facts(agreements: Sequence[Agreement]) -> list[AgreementFacts]:
    ids = [agreement.pk for agreement in agreements]
    rows = Agreement.objects.filter(pk__in=ids)
    began = dict(rows.annotate(began=Min("versions__in_force_on")).values_list("pk", "began"))
    terms: dict[int, list[AgreementTerms]] = defaultdict(list)
    for row in AgreementTerms.objects.filter(agreement__in=ids).order_by("valid_from"):
        terms[row.agreement_id].append(row)
    reviews: dict[int, list[dt.date]] = defaultdict(list)
    for pk, day in rows.filter(reviews__isnull=False).values_list("pk", "reviews__held_on"):
        reviews[pk].append(day)
    notices, conclusions = _notices(ids), _conclusions(ids)
    return [
        _agreement_facts(
            agreement,
            began[agreement.pk],
            terms[agreement.pk],
            reviews=tuple(reviews[agreement.pk]),
            notices=tuple(notices[agreement.pk]),
            conclusions=tuple(conclusions[agreement.pk]),
        )
        for agreement in agreements
    ]


def _agreement_facts(
    agreement: Agreement, began_on: dt.date | None, terms: Sequence[AgreementTerms], **rows: tuple
) -> AgreementFacts:
    newest = terms[-1] if terms else None
    return AgreementFacts(
        pk=agreement.pk,
        label=agreement.label,
        began_on=began_on,
        ended_on=agreement.terminated_on,
        review_terms=tuple(Term(row.valid_from, row.valid_to, row.review_months, row.basis) for row in terms),
        expires_on=newest.expires_on if newest else None,
        expiry_basis=newest.basis if newest else "",
        **rows,
    )


def _notices(agreements: Iterable[int]) -> dict[int, list[Notice]]:
    """Notices that stand; a successor's name is with them after a merger. Two queries."""
    found: dict[int, list[Notice]] = defaultdict(list)
    rows = Termination.objects.filter(party__agreement__in=agreements, withdrawn_on__isnull=True)
    related = rows.select_related("party__municipality", "party__trust").order_by("notice_on")
    for row in related.prefetch_related("party__succeeded_by__municipality"):
        heirs = list(row.party.succeeded_by.all())
        found[row.party.agreement_id].append(
            Notice(
                pk=row.pk,
                party=row.party.name,
                notice_on=row.notice_on,
                effective_on=row.effective_on,
                trust_told_on=row.trust_told_on,
                directorate_told_on=row.directorate_told_on,
                parties_told_on=row.parties_told_on,
                heir=str(heirs[0].municipality) if heirs else "",
            )
        )
    return found


def _conclusions(agreements: Iterable[int]) -> dict[int, list[Conclusion]]:
    """Texts that are signed, or in force, and that are to be sent; a step that was skipped is not waited for, nor one
    of a text that a newer one has taken over from."""
    kinds = (StepKind.SIGNED, StepKind.SUBMITTED)
    steps: dict[int, dict[str, RevisionStep]] = defaultdict(dict)
    for step in RevisionStep.objects.filter(revision__agreement__in=agreements, kind__in=kinds):
        steps[step.revision_id][step.kind] = step
    found: dict[int, list[Conclusion]] = defaultdict(list)
    revisions = Revision.objects.filter(agreement__in=agreements).annotate(began=F("version__in_force_on"))
    for revision in revisions.order_by("pk"):
        signed, submitted = (steps[revision.pk].get(kind) for kind in kinds)
        concluded = (signed and signed.done_on) or revision.began
        is_waited_for = submitted and not submitted.is_skipped and (submitted.done_on or not revision.is_ended)
        if concluded and submitted and is_waited_for:
            text = Conclusion(revision.pk, revision.name, concluded, submitted.done_on)
            found[revision.agreement_id].append(text)
    return found


def _adoption_rounds(partnership: Partnership, labels: Mapping[int, str], today: dt.date) -> list[Round]:
    """Texts that are out for adoption or have been; the deadline is the next that somebody has not met."""
    waiting = ~Q(status__in=DECIDED)
    rows = (
        Adoption.objects.filter(revision__agreement__partnership=partnership, version=F("revision__version"))
        .filter(party__municipality__isnull=False)
        .exclude(waiting & _is_moot(today))
        .values("revision", "revision__agreement", "revision__council_deadline")
        .annotate(
            remaining=Count("pk", filter=waiting),
            total=Count("pk"),
            last=Max("decided_on"),
            plain=Count("pk", filter=waiting & Q(extended_to__isnull=True)),
            extended=Min("extended_to", filter=waiting),
        )
        .order_by("revision")
    )
    return [
        Round(
            kind=ObligationKind.ADOPTION,
            pk=row["revision"],
            title=_("Vedtak i kommunestyrene"),
            due_on=row["revision__council_deadline"] if row["plain"] or not row["remaining"] else row["extended"],
            remaining=row["remaining"],
            total=row["total"],
            closed_on=None if row["remaining"] else row["last"],
            agreement_id=row["revision__agreement"],
            about=labels[row["revision__agreement"]],
        )
        for row in rows
    ]


def _is_moot(today: dt.date) -> Q:
    """Nobody waits for the council: a newer text has taken over, or its municipality has left, or is merged into one
    that has the text before it itself."""
    heirs = AgreementParty.objects.filter(succeeds=OuterRef("party"))
    asked = Adoption.objects.filter(version=OuterRef("version"), party__succeeds=OuterRef("party"))
    has_left = Q(party__valid_to__lt=today) & (~Exists(heirs) | Exists(asked))
    return Q(revision__step=StepKind.SUPERSEDED) | has_left


def _answer_rounds(partnership: Partnership, labels: Mapping[int, str]) -> list[Round]:
    """Consultations that are or have been out; the deadline is the next that somebody has not met."""
    sent = Consultation.objects.filter(partnership=partnership).exclude(state=ConsultationState.DRAFT)
    consultations = sent.select_related("revision").annotate(
        total=Count("invitations"),
        answered=Count("invitations__answer__sent_at"),
        last=Max("invitations__answer__sent_at"),
    )
    waiting: dict[int, list[dt.date | None]] = defaultdict(list)
    rows = Invitation.objects.filter(consultation__in=sent).exclude(answer__sent_at__isnull=False)
    for pk, own in rows.values_list("consultation_id", "extended_to"):
        waiting[pk].append(own)
    return [
        Round(
            kind=ObligationKind.ANSWER,
            pk=row.pk,
            title=_("Svar på høringen: %(title)s") % {"title": row.title},
            due_on=min((deadline_of(row.deadline, own) for own in waiting[row.pk]), default=row.deadline),
            remaining=row.total - row.answered,
            total=row.total,
            closed_on=row.closed_on or (local_day(row.last) if row.last and row.answered == row.total else None),
            agreement_id=row.revision.agreement_id if row.revision else None,
            about=labels[row.revision.agreement_id] if row.revision else "",
        )
        for row in consultations.order_by("pk")
    ]
