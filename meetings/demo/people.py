"""Invented people. A name here is nobody's: first and last names are put together by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from municipalities.enums import Party, Role

FIRST = (
    "Aslak", "Bergljot", "Dagrun", "Edvin", "Fredrikke", "Gaute", "Hallgeir", "Ingvild", "Jorid", "Kolbjørn", "Ludvig",
    "Margit", "Norunn", "Oddvin", "Ragnvald", "Solfrid", "Torgeir", "Unni", "Vigdis", "Åsne", "Birk", "Synneva",
    "Tarjei", "Eldrid", "Jostein", "Gudny", "Halldis", "Ivar", "Magnhild",
)  # fmt: skip
LAST = (
    "Brekkhaug", "Dalavoll", "Elvemo", "Fosshylla", "Granlien", "Hauglund", "Isvoll", "Kvernlia", "Lauvstøl",
    "Mosletten", "Nordbekken", "Osplien", "Rognskaug", "Sandlien", "Tjønnstad", "Ulvehaug", "Vassdalen", "Ytrelia", "Øvrebakk",
    "Åkerlund", "Birkemo", "Steinkvern", "Furulund",
)  # fmt: skip

TITLES = {
    Party.MUNICIPALITIES: ("Kommunalsjef helse og mestring", "Helse- og omsorgssjef", "Kommunedirektør"),
    Party.TRUST: ("Klinikksjef", "Samhandlingsdirektør", "Avdelingssjef"),
    Party.USERS: ("Brukerrepresentant",),
    Party.GPS: ("Fastlege",),
    Party.UNIONS: ("Tillitsvalgt",),
    Party.OBSERVERS: ("Observatør",),
    Party.SECRETARIAT: ("Rådgiver",),
}


@dataclass(frozen=True)
class Persona:
    """Someone who can sign in to the demo."""

    name: str
    email: str
    partnership: str
    role: str
    title: str
    municipality: str = ""  # number
    committee: str = ""  # takes the first free seat of this committee, the chair's if `chairs`
    chairs: bool = False


PERSONAS: tuple[Persona, ...] = (
    Persona("Tuva Haugvik", "tuva@demo.example", "st-olavs", Role.COORDINATOR_MUNICIPAL, "Koordinator"),
    Persona("Eskil Brattvoll", "eskil@demo.example", "st-olavs", Role.COORDINATOR_TRUST, "Samhandlingsrådgiver"),
    Persona(
        "Ragna Skjelvik", "ragna@demo.example", "st-olavs", Role.COMMITTEE_MEMBER, "Kommunedirektør", "", "osu", True
    ),
    Persona("Siv Bakkelund", "siv@demo.example", "st-olavs", Role.HEALTH_CHIEF, "Kommunalsjef helse", "5059"),
    Persona("Odd Kvernvoll", "odd@demo.example", "st-olavs", Role.HEALTH_CHIEF, "Kommunalsjef helse", "5025"),
    Persona("Liv Tangvoll", "liv@demo.example", "st-olavs", Role.MAYOR, "Ordfører", "5059"),
    Persona("Jorunn Hagelia", "jorunn@demo.example", "st-olavs", Role.COMMITTEE_MEMBER, "Klinikksjef", "", "osu"),
    Persona("Vilde Ekrelia", "vilde@demo.example", "vest-viken", Role.COORDINATOR_MUNICIPAL, "Koordinator"),
    Persona("Aslak Tveitmo", "aslak@demo.example", "vest-viken", Role.COORDINATOR_TRUST, "Samhandlingsrådgiver"),
    Persona("Synneva Rudlia", "synneva@demo.example", "vest-viken", Role.HEALTH_CHIEF, "Helse- og omsorgssjef", "3324"),
    Persona("Torgeir Eikehaug", "torgeir@demo.example", "vest-viken", Role.HEALTH_CHIEF, "Kommunalsjef helse", "3316"),
    Persona("Unni Fjellvåg", "unni@demo.example", "vest-viken", Role.MAYOR, "Ordfører", "3316"),
    Persona("Maren Tveitlien", "maren@demo.example", "khs-26", Role.COORDINATOR_MUNICIPAL, "Koordinator"),
    Persona("Margit Sollia", "margit@demo.example", "khs-26", Role.HEALTH_CHIEF, "Helse- og omsorgssjef", "0623"),
    Persona("Gerd Ulvestad", "gerd@demo.example", "sor-trondelag-2013", Role.COORDINATOR_MUNICIPAL, "Rådgiver"),
)


def names() -> Iterator[str]:
    """Names without end, the same each time, no two alike among the first 600."""
    for number in count():
        yield f"{FIRST[number % len(FIRST)]} {LAST[(number * 7 + number // len(FIRST)) % len(LAST)]}"
