"""Papers: autosave without losing anything, versions, comparing, restoring, and who may read what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Case, CasePaper, PaperText, PaperVersion
from meetings.services import papers as services
from samhandling.audit.selectors import history_of
from samhandling.core.saving import TextConflict
from tests.factories.meetings import (
    AgendaItemFactory,
    AttachmentFactory,
    CaseFactory,
    LegalBasisFactory,
    MeetingFactory,
)
from tests.meetings.case_desk import ClientOf, Url
from tests.personas import World

NATIONAL_ID = "13097248022"


@pytest.fixture
def case(world: World) -> Case:
    made: Case = CaseFactory(partnership=world.partnership, title="Felles legevakt")
    return made


def save(client: Client, address: str, value: str, base: int = 0) -> tuple[int, dict[str, Any]]:
    answer = client.post(address, {"value": value, "base_revision": base}, headers={"Accept": "application/json"})
    return answer.status_code, json.loads(answer.content)


def write(case: Case, **sections: str) -> None:
    services.replace_sections(paper=services.paper_of(case), sections=sections, user=None)


def freeze(case: Case, **sections: str) -> PaperVersion:
    if sections:
        write(case, **sections)
    return services.save_version(paper=services.paper_of(case), note="", user=None)


def publish(world: World, case: Case, version: PaperVersion | None, **item: Any) -> Any:
    meeting = MeetingFactory(committee=world.committee, called=True)
    return AgendaItemFactory(meeting=meeting, case=case, paper_version=version, numbered=True, **item)


# --- Who writes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("coordinator_municipal", 200),
        ("coordinator_trust", 200),
        ("chair", 403),
        ("committee_member", 403),
        ("mayor", 403),
        ("foreign_coordinator", 403),
        ("anonymous", 302),
    ],
)
@pytest.mark.parametrize("name", ["paper-edit", "paper-mark", "attachment-add"])
def test_only_those_who_work_on_the_case_write_its_paper(
    world: World, client_of: ClientOf, url: Url, case: Case, name: str, persona: str, status: int
) -> None:
    publish(world, case, freeze(case, summary="<p>Kort</p>"))
    assert client_of(persona).get(url(name, case.pk)).status_code == status


def test_an_officer_of_the_case_writes_its_paper(world: World, client_of: ClientOf, url: Url, case: Case) -> None:
    client = client_of("other_chief")
    assert client.get(url("paper-edit", case.pk)).status_code == 404
    case.officers.add(world.people["other_chief"])
    assert client_of("other_chief").get(url("paper-edit", case.pk)).status_code == 200
    assert client_of("other_chief").get(url("case-edit", case.pk)).status_code == 403


# --- Saving ---------------------------------------------------------------------------------------------------------


def test_a_section_is_saved_by_itself_and_cleaned(client_of: ClientOf, url: Url, case: Case) -> None:
    address = url("paper-save", case.pk, "background")
    dirty = '<p onclick="x()">Bakgrunn</p><script>alert(1)</script><p><a href="javascript:x()">lenke</a></p>'
    status, answer = save(client_of("coordinator_municipal"), address, dirty)
    assert (status, answer["revision"]) == (200, 1)
    stored = PaperText.objects.get().text
    assert "Bakgrunn" in stored
    for bad in ("script", "onclick", "javascript"):
        assert bad not in stored


def test_edits_of_different_paragraphs_are_joined(client_of: ClientOf, url: Url, case: Case) -> None:
    address = url("paper-save", case.pk, "background")
    mine, theirs = client_of("coordinator_municipal"), client_of("coordinator_trust")
    save(mine, address, "<p>En</p><p>To</p>")
    save(theirs, address, "<p>En</p><p>To, endret av den andre</p>", base=1)
    status, answer = save(mine, address, "<p>En, endret av meg</p><p>To</p>", base=1)
    assert status == 200
    assert answer["text"] == "<p>En, endret av meg</p><p>To, endret av den andre</p>"


def test_edits_of_the_same_paragraph_are_both_shown_and_nothing_is_overwritten(
    client_of: ClientOf, url: Url, case: Case
) -> None:
    address = url("paper-save", case.pk, "background")
    save(client_of("coordinator_municipal"), address, "<p>En</p>")
    save(client_of("coordinator_trust"), address, "<p>Deres</p>", base=1)
    status, answer = save(client_of("coordinator_municipal"), address, "<p>Min</p>", base=1)
    assert status == 409
    assert answer == {"revision": 2, "theirs": "<p>Deres</p>", "mine": "<p>Min</p>"}
    assert PaperText.objects.order_by("-revision")[0].text == "<p>Deres</p>"


@pytest.mark.parametrize("base", ["", "-1", "x", "99999999999999", "7"])
def test_a_revision_that_never_was_cannot_overwrite(client_of: ClientOf, url: Url, case: Case, base: str) -> None:
    write(case, background="<p>Det som står</p>")
    address = url("paper-save", case.pk, "background")
    answer = client_of("coordinator_municipal").post(address, {"value": "<p>Nytt</p>", "base_revision": base})
    assert answer.status_code == 409
    assert PaperText.objects.get().text == "<p>Det som står</p>"


def test_an_unknown_section_and_a_far_too_long_text_are_refused(client_of: ClientOf, url: Url, case: Case) -> None:
    client = client_of("coordinator_municipal")
    bad = url("paper-save", case.pk, "background").replace("background", "tull")
    assert client.post(bad, {"value": "x"}).status_code == 404
    status, answer = save(client, url("paper-save", case.pk, "background"), "x" * 300_001)
    assert status == 422
    assert "for lang" in answer["message"]


def test_a_national_identity_number_is_warned_about_and_still_saved(client_of: ClientOf, url: Url, case: Case) -> None:
    client, address = client_of("coordinator_municipal"), url("paper-save", case.pk, "background")
    _status, answer = save(client, address, f"<p>Pasient {NATIONAL_ID}</p>")
    assert NATIONAL_ID in answer["warning"]
    assert NATIONAL_ID in client.get(url("paper-edit", case.pk)).content.decode()
    _status, answer = save(client, address, "<p>Pasient, telefon 12345678901</p>", base=1)
    assert "warning" not in answer


WORDS = st.lists(st.sampled_from(["sak", "vedtak", "møte", "kommune", "ø", "<b>", "&"]), max_size=4).map(" ".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=st.lists(st.tuples(st.booleans(), st.integers(0, 2), WORDS), min_size=1, max_size=6))
@pytest.mark.django_db
def test_whatever_two_writers_save_is_in_the_text_or_shown_to_them(edits: list[tuple[bool, int, str]]) -> None:
    """Each holds the text as last seen; a save that is not refused keeps every word the other has saved."""
    paper = services.paper_of(CaseFactory())
    seen = {True: (0, ["", "", ""]), False: (0, ["", "", ""])}
    for number, (who, place, words) in enumerate(edits):
        revision, paragraphs = seen[who]
        typed = [*paragraphs]
        typed[place] = f"{words} nr{number}"
        html = "".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;') or '–'}</p>" for text in typed)
        before = services.draft_sections(paper).get("background", "")
        refused = None
        try:
            saved = services.save_section(
                paper=paper, section="background", html=html, base_revision=revision, user=None
            )
            seen[who] = (saved.revision, _paragraphs(saved.text))
        except TextConflict as conflict:
            refused = conflict
            seen[who] = (conflict.revision, _paragraphs(conflict.theirs))
        if refused:
            assert f"nr{number}" in refused.mine
            assert refused.theirs == before == services.draft_sections(paper)["background"]
        else:
            assert f"nr{number}" in saved.text
            assert saved.text == services.draft_sections(paper)["background"]
    assert PaperText.objects.filter(paper=paper).count() == len(set(_revisions(paper)))


def _paragraphs(html: str) -> list[str]:
    texts = [part.removeprefix("<p>").replace("&lt;", "<").replace("&amp;", "&") for part in html.split("</p>")]
    return ["" if text == "–" else text for text in [*texts, "", "", ""][:3]]


def _revisions(paper: Any) -> list[int]:
    return list(PaperText.objects.filter(paper=paper).values_list("revision", flat=True))


# --- Without JavaScript ---------------------------------------------------------------------------------------------


def test_the_whole_form_saves_without_javascript(client_of: ClientOf, url: Url, case: Case) -> None:
    client = client_of("coordinator_municipal")
    sent = {
        "summary": "Kort om saken",
        "summary-rev": 0,
        "proposal": "1. Saken tas opp.\n2. Den avsluttes.",
        "proposal-rev": 0,
    }
    assert client.post(url("paper-edit", case.pk), sent).status_code == 302
    assert services.draft_sections(services.paper_of(case)) == {
        "summary": "<p>Kort om saken</p>",
        "proposal": "<ol><li>Saken tas opp.</li><li>Den avsluttes.</li></ol>",
    }


def test_a_collision_without_javascript_shows_both_texts_and_saves_the_rest(
    client_of: ClientOf, url: Url, case: Case
) -> None:
    write(case, summary="<p>Lagret av den andre</p>")
    client = client_of("coordinator_municipal")
    sent = {"summary": "<p>Skrevet av meg</p>", "summary-rev": 0, "background": "<p>Ny</p>", "background-rev": 0}
    answer = client.post(url("paper-edit", case.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lagret av den andre" in page
    assert "Skrevet av meg" in page
    assert services.draft_sections(services.paper_of(case))["background"] == "<p>Ny</p>"
    shown = next(row for row in answer.context["rows"] if row["draft"].name == "summary")
    assert client.post(url("paper-edit", case.pk), sent | {"summary-rev": shown["revision"]}).status_code == 302
    assert services.draft_sections(services.paper_of(case))["summary"] == "<p>Skrevet av meg</p>"


def test_a_text_that_is_too_long_is_kept_in_the_form(client_of: ClientOf, url: Url, case: Case) -> None:
    answer = client_of("coordinator_municipal").post(
        url("paper-edit", case.pk), {"summary": "lang " * 70_000, "background": "Kort bakgrunn"}
    )
    assert answer.status_code == 422
    assert "Legg noe av den i et vedlegg" in answer.content.decode()
    assert "Kort bakgrunn" in answer.content.decode()


# --- Versions -------------------------------------------------------------------------------------------------------


def test_a_version_is_saved_with_what_the_form_holds(client_of: ClientOf, url: Url, case: Case) -> None:
    AttachmentFactory(case=case, number=1, title="Budsjett")
    sent = {"summary": "Kort", "summary-rev": 0, "note": "Første utkast"}
    client_of("coordinator_trust").post(url("paper-version-create", case.pk), sent)
    version = PaperVersion.objects.get()
    assert (version.number, version.note, version.title) == (1, "Første utkast", "Felles legevakt")
    assert version.sections == {"summary": "<p>Kort</p>"}
    assert [annex["title"] for annex in version.annexes] == ["Budsjett"]
    assert "versjon 1" in history_of(case)[0].text


def test_the_same_content_is_the_same_version(case: Case) -> None:
    first = freeze(case, summary="<p>Kort</p>")
    assert freeze(case) == first
    AttachmentFactory(case=case)
    second = freeze(case)
    assert (second.number, first.content_hash == second.content_hash) == (2, False)


def test_a_version_does_not_change_when_the_draft_does(case: Case) -> None:
    version = freeze(case, summary="<p>Før</p>")
    write(case, summary="<p>Etter</p>")
    version.refresh_from_db()
    assert version.sections == {"summary": "<p>Før</p>"}


def test_the_database_refuses_to_change_a_version(case: Case) -> None:
    version = freeze(case, summary="<p>Før</p>")
    with pytest.raises(IntegrityError, match="kan ikke endres"), transaction.atomic():
        PaperVersion.objects.filter(pk=version.pk).update(sections={"summary": "<p>Etter</p>"})


def test_looking_at_the_editor_makes_nothing(client_of: ClientOf, url: Url, case: Case) -> None:
    client = client_of("coordinator_municipal")
    for name in ("paper-edit", "paper-mark", "paper-compare", "case-detail"):
        assert client.get(url(name, case.pk)).status_code == 200
    assert not CasePaper.objects.exists()


def test_restoring_keeps_what_stood_in_the_draft_as_a_version(client_of: ClientOf, url: Url, case: Case) -> None:
    freeze(case, summary="<p>Gammel</p>", background="<p>Bakgrunn</p>")
    write(case, summary="<p>Ikke lagret som versjon</p>", assessment="<p>Vurdering</p>")
    answer = client_of("coordinator_municipal").post(url("paper-restore", case.pk, 1), follow=True)
    assert "tatt vare på som versjon 2" in answer.content.decode()
    paper = services.paper_of(case)
    assert services.draft_sections(paper) == {"summary": "<p>Gammel</p>", "background": "<p>Bakgrunn</p>"}
    assert paper.versions.get(number=2).sections["summary"] == "<p>Ikke lagret som versjon</p>"


def test_two_versions_are_compared_section_by_section(client_of: ClientOf, url: Url, case: Case) -> None:
    freeze(case, summary="<p>Fire kommuner er med.</p>", background="<p>Uendret.</p>")
    freeze(case, summary="<p>Fem kommuner er med.</p>", background="<p>Uendret.</p>")
    write(case, summary="<p>Seks kommuner er med.</p>", background="<p>Uendret.</p>")
    client = client_of("coordinator_municipal")
    answer = client.get(url("paper-compare", case.pk), {"fra": 1, "til": 2})
    assert [clause.name for clause in answer.context["changed"]] == ["summary"]
    assert "Fem" in answer.content.decode()
    draft = client.get(url("paper-compare", case.pk))
    assert (draft.context["chosen_old"], draft.context["chosen_new"]) == ("2", "utkast")
    assert client.get(url("paper-compare", case.pk), {"fra": 1, "til": 9}).status_code == 404
    assert client.get(url("paper-compare", case.pk), {"fra": "x"}).status_code == 404


# --- Reading --------------------------------------------------------------------------------------------------------


def statuses(client_of: ClientOf, address: str) -> dict[str, int]:
    personas = ("coordinator_trust", "chair", "committee_member", "mayor", "anonymous")
    return {persona: client_of(persona).get(address).status_code for persona in personas}


def test_a_version_is_public_when_a_published_meeting_used_it(
    world: World, client_of: ClientOf, url: Url, case: Case
) -> None:
    publish(world, case, freeze(case, summary="<p>Sendt ut</p>"))
    freeze(case, summary="<p>Ikke sendt ut</p>")
    assert set(statuses(client_of, url("paper-version", case.pk, 1)).values()) == {200}
    assert statuses(client_of, url("paper-version", case.pk, 2)) == {
        "coordinator_trust": 200,
        "chair": 200,
        "committee_member": 404,
        "mayor": 404,
        "anonymous": 404,
    }
    assert client_of("anonymous").get(url("paper-compare", case.pk), {"til": "utkast"}).status_code == 404
    assert client_of("anonymous").get(url("paper-compare", case.pk), {"fra": 1, "til": 2}).status_code == 404


@pytest.mark.parametrize("mark", ["case", "paper", "item"])
def test_an_exempt_paper_shows_the_public_that_it_is_there_and_why_it_is_withheld(
    world: World, client_of: ClientOf, url: Url, case: Case, mark: str
) -> None:
    basis = LegalBasisFactory()
    version = freeze(case, summary="<p>Hemmelig forhandlingsposisjon</p>")
    if mark == "case":
        Case.objects.filter(pk=case.pk).update(is_exempt=True, legal_basis=basis, public_title="Forhandlinger")
    if mark == "paper":
        version.paper.is_exempt, version.paper.legal_basis = True, basis
        version.paper.save()
    on_item = {"is_exempt": True, "legal_basis": basis, "public_title": "Forhandlinger"} if mark == "item" else {}
    publish(world, case, version, **on_item)
    assert statuses(client_of, url("paper-version", case.pk, 1)) == {
        "coordinator_trust": 200,
        "chair": 200,
        "committee_member": 200,
        "mayor": 403,
        "anonymous": 403,
    }
    page = client_of("anonymous").get(url("case-detail", case.pk)).content.decode()
    assert "§\u00a023" in page
    assert "forhandlingsposisjon" not in page
    assert url("paper-version", case.pk, 1) not in page


def test_marking_the_paper_exempt_needs_a_basis(client_of: ClientOf, url: Url, case: Case) -> None:
    client = client_of("coordinator_municipal")
    answer = client.post(url("paper-mark", case.pk), {"is_exempt": "on", "access_review": "Vurdert"})
    assert answer.status_code == 422
    assert "Velg hvilken hjemmel unntaket har." in answer.content.decode()
    assert "Vurdert" in answer.content.decode()
    client.post(url("paper-mark", case.pk), {"is_exempt": "on", "legal_basis": LegalBasisFactory().pk})
    assert services.paper_of(case).is_exempt
    assert "unntatt" in history_of(case)[0].text


def test_the_case_page_asks_as_many_questions_for_one_version_as_for_many(
    world: World, client_of: ClientOf, url: Url, case: Case, django_assert_num_queries: Any
) -> None:
    client = client_of("coordinator_municipal")

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            AttachmentFactory(case=case, number=number)
            publish(world, case, freeze(case, summary=f"<p>Utgave {number}</p>"))

    fill(1, 2)
    client.get(url("case-detail", case.pk))
    with django_assert_num_queries(19):
        client.get(url("case-detail", case.pk))
    fill(2, 6)
    with django_assert_num_queries(19):
        client.get(url("case-detail", case.pk))
