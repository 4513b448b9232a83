"""Those who set targets, and those who may not."""

from __future__ import annotations

from datetime import UTC, datetime

from core.access.people import READER, Person, Role
from tests.shared import BOTKYRKA, HUDDINGE

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVA = Person(1, "eva", "Eva", Role.MANAGER, HUDDINGE)
SCHOOL = Person(2, "bo", "Bo", Role.MANAGER, HUDDINGE, ("grundskola",))
NEIGHBOUR = Person(3, "cia", "Cia", Role.MANAGER, BOTKYRKA)
CONVENOR = Person(4, "dan", "Dan", Role.CONVENOR, areas=("grundskola",))
CHIEF = Person(5, "anna", "Anna", Role.ADMINISTRATOR)
GONE = Person(6, "fia", "Fia", Role.MANAGER, HUDDINGE, is_active=False)
STRANGERS = (READER, NEIGHBOUR, CONVENOR, GONE)
# What is said of a level in another unit than the indicator's.
OTHER_UNIT = "Enheten är en annan än nyckeltalets. Skriv ett tal utan enhet, till exempel 12,5."
