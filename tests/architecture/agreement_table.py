"""Who reaches what of the agreements; the signs are explained in test_access_matrix.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from municipalities.selectors.emails import sender_of
from samhandling.notifications.enums import MailState
from samhandling.notifications.models import OutboundEmail
from tests.access_sample import Sample
from tests.agreement_sample import AgreementSample

Fill = Callable[[Sample], dict[str, Any]]


def _of(**more: Callable[[AgreementSample], Any]) -> Fill:
    return lambda sample: (
        {"partnership_slug": sample.world.partnership.slug}
        | {name: value(sample.agreements) for name, value in more.items()}
    )


def _municipality(**more: Callable[[AgreementSample], Any]) -> Fill:
    fill = _of(**more)
    return lambda sample: fill(sample) | {"number": sample.world.municipality_a.number}


INSIDE = _of()
AGREEMENT = _of(pk=lambda s: s.agreement.pk)
OTHER = _of(pk=lambda s: s.writing.agreement_id)
PARTY = _of(pk=lambda s: s.agreement.pk, party_pk=lambda s: s.party.pk)
TERMS = _of(pk=lambda s: s.agreement.pk, terms_pk=lambda s: s.terms.pk)
VERSION = _of(pk=lambda s: s.agreement.pk, number=lambda s: 1)
ANCHOR = _of(pk=lambda s: s.agreement.pk, number=lambda s: 1, anchor=lambda s: "formaal")
FILE = _of(pk=lambda s: s.agreement.pk, number=lambda s: 1, file_pk=lambda s: s.file.pk)
SECTION = _of(pk=lambda s: s.writing.agreement_id, section_pk=lambda s: s.section.pk)
SECTION_PART = _of(pk=lambda s: s.writing.agreement_id, section_pk=lambda s: s.section.pk, part=lambda s: "heading")
IMPORT = _of(pk=lambda s: s.writing.agreement_id, import_pk=lambda s: s.text_import.pk)
DOCUMENT = _of(pk=lambda s: s.document.pk)
OUT = _of(pk=lambda s: s.out.pk)
WRITING = _of(pk=lambda s: s.writing.pk)
STEP = _of(pk=lambda s: s.writing.pk, kind=lambda s: "committee_review")
MEMBER = _of(pk=lambda s: s.writing.pk, member_pk=lambda s: s.member.pk)
ADOPTION = _of(pk=lambda s: s.adoption.pk)
CONSULTATION = _of(pk=lambda s: s.consultation.pk)
CONSULTATION_DRAFT = _of(pk=lambda s: s.consultation_draft.pk)
QUESTION = _of(pk=lambda s: s.consultation_draft.pk, question_pk=lambda s: s.question.pk)
CONSULTATION_FILE = _of(pk=lambda s: s.consultation.pk, file_pk=lambda s: s.consultation_file.pk)
DRAFT_FILE = _of(pk=lambda s: s.consultation_draft.pk, file_pk=lambda s: s.draft_file.pk)
TERMINATION = _of(pk=lambda s: s.termination.pk)
MINE = _municipality()
REDLINE_OWN = _municipality(pk=lambda s: s.agreement.pk)
ANSWER = _of(pk=lambda s: s.consultation.pk, invitation_pk=lambda s: s.invitation.pk)
ANSWER_FILE = _of(
    pk=lambda s: s.consultation.pk, invitation_pk=lambda s: s.invitation.pk, file_pk=lambda s: s.answer_file.pk
)
ASKED = _of(pk=lambda s: s.consultation.pk, invitation_pk=lambda s: s.asked.pk)
ASKED_FIELD = _of(pk=lambda s: s.consultation.pk, invitation_pk=lambda s: s.asked.pk, field=lambda s: "text")
ASKED_PART = _of(
    pk=lambda s: s.consultation.pk,
    invitation_pk=lambda s: s.asked.pk,
    question_pk=lambda s: s.asked_question.pk,
    field=lambda s: "text",
)
LOCAL_PAPER = _of(pk=lambda s: s.local_paper.pk, file=lambda s: "pdf")


def _failed_email(sample: Sample) -> dict[str, Any]:
    partnership = sample.world.partnership
    email, _made = OutboundEmail.objects.get_or_create(
        key="prøve",
        defaults={
            "to": "siv@example.org",
            "sender": sender_of(partnership),
            "state": MailState.FAILED,
            "error": "Nei.",
        },
    )
    return {"partnership_slug": partnership.slug, "pk": email.pk}


AGREEMENT_ADDRESSES: dict[str, Fill] = {
    "agreements:agreement-list": INSIDE,
    "agreements:agreement-create": INSIDE,
    "agreements:coverage": INSIDE,
    "agreements:succession-apply": INSIDE,
    "agreements:agreement-detail": AGREEMENT,
    "agreements:agreement-edit": AGREEMENT,
    "agreements:party-create": AGREEMENT,
    "agreements:party-ask": AGREEMENT,
    "agreements:party-edit": PARTY,
    "agreements:terms-create": AGREEMENT,
    "agreements:terms-edit": TERMS,
    "agreements:in-force-register": OTHER,
    "agreements:text-edit": OTHER,
    "agreements:draft-create": OTHER,
    "agreements:draft-title": OTHER,
    "agreements:draft-discard": OTHER,
    "agreements:section-add": OTHER,
    "agreements:section-order": OTHER,
    "agreements:section-restore": OTHER,
    "agreements:section-change": SECTION,
    "agreements:text-save": SECTION_PART,
    "agreements:version-detail": VERSION,
    "agreements:section-detail": ANCHOR,
    "agreements:file-create": VERSION,
    "agreements:file-download": FILE,
    "agreements:file-remove": FILE,
    "agreements:import-create": OTHER,
    "agreements:import-check": IMPORT,
    "agreements:redline": AGREEMENT,
    "agreements:redline-document": AGREEMENT,
    "agreements:redline-progress": AGREEMENT,
    "agreements:redline-word": AGREEMENT,
    "agreements:redline-own": REDLINE_OWN,
    "agreements:document-download": DOCUMENT,
    "agreements:document-retry": DOCUMENT,
    "agreements:revision-plan": INSIDE,
    "agreements:revision-create": INSIDE,
    "agreements:revision-detail": OUT,
    "agreements:revision-edit": OUT,
    "agreements:revision-move": OUT,
    "agreements:revision-draft": WRITING,
    "agreements:revision-members": WRITING,
    "agreements:change-notes": OUT,
    "agreements:revision-step": STEP,
    "agreements:consultation-list": INSIDE,
    "agreements:consultation-create": INSIDE,
    "agreements:consultation-detail": CONSULTATION,
    "agreements:consultation-text": CONSULTATION,
    "agreements:consultation-overview": CONSULTATION,
    "agreements:answers-export": CONSULTATION,
    "agreements:consultation-document": CONSULTATION,
    "agreements:consultation-edit": CONSULTATION_DRAFT,
    "agreements:consultation-remove": CONSULTATION_DRAFT,
    "agreements:consultation-questions": CONSULTATION_DRAFT,
    "agreements:question-remove": QUESTION,
    "agreements:consultation-file-add": CONSULTATION_DRAFT,
    "agreements:consultation-file": CONSULTATION_FILE,
    "agreements:consultation-file-remove": DRAFT_FILE,
    "agreements:consultation-open": CONSULTATION_DRAFT,
    "agreements:consultation-extend": CONSULTATION,
    "agreements:consultation-close": CONSULTATION,
    "agreements:consultation-remind": CONSULTATION,
    "agreements:answer-detail": ANSWER,
    "agreements:answer-file": ANSWER_FILE,
    "agreements:answer-edit": ASKED,
    "agreements:answer-save": ASKED_FIELD,
    "agreements:answer-part-save": ASKED_PART,
    "agreements:answer-send": ASKED,
    "agreements:answer-reopen": ANSWER,
    "agreements:extension-ask": ASKED,
    "agreements:extension-decide": ASKED,
    "agreements:local-papers": OUT,
    "agreements:local-papers-order": OUT,
    "agreements:local-papers-retry": OUT,
    "agreements:local-papers-zip": OUT,
    "agreements:local-paper-download": LOCAL_PAPER,
    "agreements:obligation-list": INSIDE,
    "agreements:review-create": AGREEMENT,
    "agreements:termination-create": AGREEMENT,
    "agreements:termination-edit": TERMINATION,
    "agreements:mine": INSIDE,
    "agreements:mine-of": MINE,
    "agreements:mine-handout": MINE,
    "agreements:deadline-feed": MINE,
    "agreements:board": INSIDE,
    "agreements:board-export": _of(kind=lambda s: "csv"),
    "agreements:board-remind": INSIDE,
    "agreements:adoption-sections": ADOPTION,
    "agreements:council-meeting-remove": _municipality(pk=lambda s: s.council_meeting.pk),
    "agreements:adoption-detail": ADOPTION,
    "agreements:adoption-edit": ADOPTION,
    "agreements:adoption-extend": ADOPTION,
    "agreements:decision-file": ADOPTION,
    "agreements:council-meetings": MINE,
    "municipalities:email-list": INSIDE,
    "municipalities:email-send-again": _failed_email,
    "meetings:revision-trail": OUT,
    "meetings:agreement-trail": AGREEMENT,
    "meetings:item-text": lambda sample: _of(pk=lambda s: sample.held.pk, item_pk=lambda s: sample.item.pk)(sample),
}

# coordinators, chiefs and mayor, member and chair, outsider and foreign coordinator, nobody
AGREEMENT_GETS: dict[str, str] = {
    "agreements:agreement-list": ".. ... .. .. .",
    "agreements:agreement-create": ".. 333 33 33 >",
    "agreements:coverage": ".. ... .. .. .",
    "agreements:succession-apply": ".. 333 33 33 >",
    "agreements:agreement-detail": ".. ... .. .. .",
    "agreements:agreement-edit": ".. 333 33 33 >",
    "agreements:party-create": ".. 333 33 33 >",
    "agreements:party-ask": "55 555 55 55 >",
    "agreements:party-edit": ".. 333 33 33 >",
    "agreements:terms-create": ".. 333 33 33 >",
    "agreements:terms-edit": ".. 333 33 33 >",
    "agreements:in-force-register": ".. 333 33 33 >",
    "agreements:text-edit": ".. .33 33 00 >",
    "agreements:draft-create": "~~ 333 33 33 >",
    "agreements:draft-title": ".. .33 33 00 >",
    "agreements:draft-discard": ".. 333 33 00 >",
    "agreements:section-add": ".. .33 33 00 >",
    "agreements:section-order": "55 555 55 55 >",
    "agreements:section-restore": "55 555 55 55 >",
    "agreements:section-change": "55 555 55 55 >",
    "agreements:text-save": "55 555 55 55 >",
    "agreements:version-detail": ".. ... .. .. .",
    "agreements:section-detail": ".. ... .. .. .",
    "agreements:file-create": ".. 333 33 33 >",
    "agreements:file-download": ".. ... .. .. .",
    "agreements:file-remove": "55 555 55 55 >",
    "agreements:import-create": ".. 333 33 33 >",
    "agreements:import-check": ".. 333 33 33 >",
    "agreements:redline": ".. ... .. .. .",
    "agreements:redline-document": "55 555 55 55 >",
    "agreements:redline-progress": ".. ... .. .. .",
    "agreements:redline-word": ".. ... .. 33 >",
    "agreements:redline-own": ".. ... .. 33 >",
    "agreements:document-download": ".. ... .. .. .",
    "agreements:document-retry": "55 555 55 55 >",
    "agreements:revision-plan": ".. ... .. 33 >",
    "agreements:revision-create": ".. 333 33 33 >",
    "agreements:revision-detail": ".. ... .. 33 >",
    "agreements:revision-edit": ".. 333 33 33 >",
    "agreements:revision-move": "55 555 55 55 >",
    "agreements:revision-draft": "55 555 55 55 >",
    "agreements:revision-members": ".. 333 33 33 >",
    "agreements:change-notes": ".. ... .. 33 >",
    "agreements:revision-step": ".. 333 33 33 >",
    "agreements:consultation-list": ".. ... .. .. .",
    "agreements:consultation-create": ".. 333 33 33 >",
    "agreements:consultation-detail": ".. ... .. .. .",
    "agreements:consultation-text": ".. ... .. .. .",
    "agreements:consultation-overview": ".. ... .. .. .",
    "agreements:answers-export": ".. ... .. .. .",
    "agreements:consultation-document": ".. ... .. .. .",
    "agreements:consultation-edit": ".. 000 00 00 >",
    "agreements:consultation-remove": ".. 000 00 00 >",
    "agreements:consultation-questions": ".. 000 00 00 >",
    "agreements:question-remove": "55 555 55 55 >",
    "agreements:consultation-file-add": ".. 000 00 00 >",
    "agreements:consultation-file": ".. ... .. .. .",
    "agreements:consultation-file-remove": "55 555 55 55 >",
    "agreements:consultation-open": ".. 000 00 00 >",
    "agreements:consultation-extend": ".. 333 33 33 >",
    "agreements:consultation-close": ".. 333 33 33 >",
    "agreements:consultation-remind": "55 555 55 55 >",
    "agreements:answer-detail": ".. ... .. .. .",
    "agreements:answer-file": ".. ... .. .. .",
    "agreements:answer-edit": ".. 3.3 33 33 >",
    "agreements:answer-save": "55 555 55 55 >",
    "agreements:answer-part-save": "55 555 55 55 >",
    "agreements:answer-send": ".. 3.3 33 33 >",
    "agreements:answer-reopen": ".. .33 33 33 >",
    "agreements:extension-ask": ".. 3.3 33 33 >",
    "agreements:extension-decide": ".. 333 33 33 >",
    "agreements:local-papers": ".. ... .. 33 >",
    "agreements:local-papers-order": "55 555 55 55 >",
    "agreements:local-papers-retry": "55 555 55 55 >",
    "agreements:local-papers-zip": ".. ... .. 33 >",
    "agreements:local-paper-download": ".. ... .. 33 >",
    "agreements:obligation-list": ".. ... .. 33 >",
    "agreements:review-create": ".. 333 33 33 >",
    "agreements:termination-create": ".. 333 33 33 >",
    "agreements:termination-edit": ".. 333 33 33 >",
    "agreements:mine": ".. ... .. 33 >",
    "agreements:mine-of": ".. ... .. 33 >",
    "agreements:mine-handout": ".. ... .. 33 >",
    "agreements:deadline-feed": ".. ... .. .. .",
    "agreements:board": ".. ... .. 33 >",
    "municipalities:email-list": ".. 333 33 33 >",
    "municipalities:email-send-again": "55 555 55 55 >",
    "meetings:revision-trail": ".. ... .. 33 >",
    "meetings:agreement-trail": ".. ... .. .. .",
    "agreements:board-export": ".. ... .. 33 >",
    "agreements:board-remind": "55 555 55 55 >",
    "agreements:adoption-detail": ".. ... .. 33 >",
    "agreements:adoption-edit": ".. .33 33 33 >",
    "agreements:adoption-sections": "55 555 55 55 >",
    "agreements:adoption-extend": ".. .33 33 33 >",
    "agreements:decision-file": ".. ... .. 33 >",
    "agreements:council-meetings": ".. .33 33 33 >",
    "agreements:council-meeting-remove": "55 555 55 55 >",
    "meetings:item-text": ".. ... .. 33 >",
}

AGREEMENT_POSTS: dict[str, str] = {
    "municipalities:email-send-again": ".. 333 33 33 >",
    "agreements:party-ask": ".. 333 33 33 >",
    "agreements:section-order": ".. .33 33 00 >",
    "agreements:section-restore": ".. .33 33 00 >",
    "agreements:section-change": "00 033 33 00 >",
    "agreements:text-save": ".. .33 33 00 >",
    "agreements:file-remove": ".. 333 33 33 >",
    "agreements:redline-document": ".. ... .. 33 >",
    "agreements:document-retry": ".. 333 33 33 >",
    "agreements:revision-move": ".. 333 33 33 >",
    "agreements:revision-draft": ".. 333 33 33 >",
    "agreements:question-remove": ".. 000 00 00 >",
    "agreements:consultation-file-remove": ".. 000 00 00 >",
    "agreements:consultation-remind": ".. 333 33 33 >",
    "agreements:answer-save": ".. 3.3 33 33 >",
    "agreements:answer-part-save": ".. 3.3 33 33 >",
    "agreements:local-papers-order": ".. 333 33 33 >",
    "agreements:local-papers-retry": ".. 333 33 33 >",
    "agreements:board-remind": ".. 333 33 33 >",
    "agreements:adoption-sections": ".. .33 33 33 >",
    "agreements:council-meeting-remove": ".. .33 33 33 >",
}
