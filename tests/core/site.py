"""A small site for the pieces that every page is built of: a form, an editor, saved fields, a sorted list."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Fieldset, Layout, Row, Submit
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

from samhandling import urls
from samhandling.core import http
from samhandling.core.forms import RichTextField
from samhandling.core.text import merge3


class CaseForm(forms.Form):
    title = forms.CharField(label="Offentlig tittel", help_text="Vises for alle", max_length=20)
    kind = forms.ChoiceField(
        label="Hva slags sak?", choices=[("a", "Beslutning"), ("b", "Drøfting")], widget=forms.RadioSelect
    )
    deadline = forms.DateField(label="Frist", required=False)
    at = forms.TimeField(label="Klokken", required=False)
    weighed = forms.BooleanField(label="Merinnsyn er vurdert")
    committee = forms.ChoiceField(label="Utvalg", choices=[("osu", "OSU")], required=False)
    proposal = forms.CharField(label="Forslag", widget=forms.Textarea, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("title") == "umulig":
            raise forms.ValidationError("Saken finnes fra før.")

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            "title",
            "kind",
            Fieldset("Tid", Row("deadline", "at")),
            "weighed",
            "committee",
            "proposal",
            ButtonHolder(Submit("lagre", "Lagre saken"), Submit("utkast", "Utkast", data_variant="secondary")),
        )
        return helper


class TextForm(forms.Form):
    body = RichTextField(label="Bakgrunn", help_text="Du kan lime inn fra Word.")


def page(request: HttpRequest, body: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    template = engines["django"].from_string(
        '{% extends "base.html" %}{% load crispy_forms_tags portal norsk %}'
        "{% block title %}Prøve{% endblock %}{% block h1 %}Prøve{% endblock %}{% block content %}"
        + body
        + "{% endblock %}"
    )
    return HttpResponse(template.render(context, request), status=status)


def case(request: HttpRequest) -> HttpResponse:
    form = CaseForm(request.POST or None)
    return page(request, "{% crispy form %}", {"form": form}, 422 if form.is_bound and not form.is_valid() else 200)


def text(request: HttpRequest) -> HttpResponse:
    form = TextForm(request.POST or None, initial={"body": cache.get("text", "")})
    if form.is_valid():
        cache.set("text", form.cleaned_data["body"])
    body = (
        '<form method="post" class="form">{% csrf_token %}{% field form.body %}'
        '<button class="ds-button">Lagre</button></form>'
    )
    return page(request, body, {"form": form})


def history(name: str) -> list[str]:
    return list(cache.get_or_set(f"field-{name}", ["En to tre fire fem."]) or [])


def fields(request: HttpRequest) -> HttpResponse:
    rows = [(name, history(name)[-1], len(history(name)) - 1) for name in ("a", "b")]
    body = (
        '{% for name, text, revision in rows %}<div class="ds-field" data-autosave-field data-url="/lagre/{{ name }}/"'
        ' data-revision="{{ revision }}"><label class="ds-label" for="{{ name }}">Felt {{ name }}</label>'
        '<textarea class="ds-input" id="{{ name }}" name="{{ name }}">{{ text }}</textarea>'
        '{% include "components/saved.html" %}</div>{% endfor %}'
    )
    return page(request, body, {"rows": rows})


def save(request: HttpRequest, name: str) -> HttpResponse:
    if cache.get("signed-out"):
        return HttpResponse(status=302, headers={"Location": "/konto/logg-inn/"})
    versions, value, base = history(name), request.POST["value"], int(request.POST["base_revision"])
    if "feil" in value:
        return http.invalid("Teksten kan ikke inneholde feil.")
    newest = len(versions) - 1
    merge = merge3(versions[base], value, versions[newest])
    if not merge.clean:
        return http.conflict(revision=newest, theirs=versions[newest], mine=value)
    cache.set(f"field-{name}", [*versions, merge.text])
    joined = merge.text if base != newest else None
    return http.saved(revision=newest + 1, saved_at=timezone.now(), text=joined)


def order(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        cache.set("order", request.POST.getlist("order"))
        return JsonResponse({})
    body = (
        '<ol data-sortable data-url="/rekke/">{% for name in order %}<li data-id="{{ name }}">'
        '<button type="button" data-handle hidden aria-label="Dra">↕</button><span>{{ name }}</span>'
        '<button data-move="up">Opp</button><button data-move="down">Ned</button></li>{% endfor %}</ol>'
    )
    return page(request, body, {"order": cache.get_or_set("order", ["a", "b", "c"])})


urlpatterns = [
    path("skjema/", case),
    path("tekst/", text),
    path("felt/", fields),
    path("lagre/<str:name>/", save),
    path("rekke/", order),
    *urls.urlpatterns,
]
