"""What the tests of kept own indicators share: people, an indicator, a file, and what the log says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access.audit import AuditLog, Entry, Filter
from core.access.people import READER, Person, Role, at_the_terminal
from core.catalogue import Category, Direction
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.models import Entry as Value
from core.features.own_indicators.models import Upload
from core.features.own_indicators.store import OwnStore
from core.features.own_indicators.versions import Version
from core.state import State
from core.state.tables import AuditRow
from tests.features.own_indicators.shared import entry

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SCHOOL, WATER = "grundskola", "va-verksamhet"
HUDDINGE, BOTKYRKA = "0126", "0127"
SHA256 = "0123456789abcdef" * 4
# Of the first indicator in a test.
ID = "E00001"

ANNA = Person(1, "anna", "Anna Ek", Role.CONVENOR, None, (SCHOOL,))
BODIL = Person(2, "bodil", "Bodil Al", Role.CONVENOR, None, (SCHOOL,))
CILLA = Person(3, "cilla", "Cilla Ask", Role.MANAGER, HUDDINGE, (SCHOOL,))
BERIT = Person(4, "berit", "Berit Lind", Role.ADMINISTRATOR)
STRANGER = Person(5, "sten", "Sten Alm", Role.CONVENOR, None, (WATER,))
GONE = Person(6, "gun", "Gun Rönn", Role.ADMINISTRATOR, is_active=False)
TERMINAL = at_the_terminal("drift")
EVERYBODY = (ANNA, BODIL, CILLA, BERIT, STRANGER, GONE, TERMINAL, READER)

DESCRIBED: dict[str, Any] = {
    "area": SCHOOL,
    "name": "Elever som trivs",
    "unit": "%",
    "decimals": 1,
    "definition": "Andel elever i årskurs 5 som svarar att de trivs.\nBortfall räknas inte.",
    "direction": Direction.HIGH,
    "category": Category.RESULT_SUBJECTIVE,
    "purpose": "Följa trivseln mellan Kolada-enkäterna.",
    "source": "Kommunernas egen enkät",
    "measured": "Webbenkät i mars.",
    "contact_role": "kvalitetsstrateg",
}


def indicator(**changes: Any) -> OwnIndicator:
    return OwnIndicator(**DESCRIBED | changes)


def upload(*rows: Value, filename: str = "trivsel.xlsx") -> Upload:
    """A file that was read without faults; with one value for Huddinge unless ROWS say otherwise."""
    return Upload(filename, None, rows or (entry(),))


def added(store: OwnStore, *rows: Value, by: Person = ANNA, **changes: Any) -> Version:
    """A new indicator's first version."""
    return store.saving.add(indicator(**changes), upload(*rows), SHA256, by=by, now=NOW)


def published(store: OwnStore, *rows: Value, by: Person = ANNA, approver: Person = BODIL, **changes: Any) -> Version:
    """A new indicator that readers see."""
    made = added(store, *rows, by=by, **changes)
    store.publishing.publish(made.indicator.id, 1, by=by, now=NOW)
    return store.publishing.approve(made.indicator.id, 1, by=approver, now=NOW)


def edited(store: OwnStore, made: Version, *, by: Person = ANNA) -> Version:
    name = f"{made.indicator.name}."
    return store.saving.edit(replace(made.indicator, name=name), parent=made.number, by=by, now=NOW)


def states(store: OwnStore) -> list[VersionState]:
    """Those of all versions, oldest first."""
    return [version.state for version in reversed(store.history.versions(ID, by=BERIT))]


def log_lines(state: State) -> int:
    with Session(state.engine) as session:
        return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def log(state: State) -> tuple[Entry, ...]:
    """The log, newest first."""
    return AuditLog(state.engine).entries(Filter(), by=BERIT).entries


# A file with what a file may have, and how it is kept.
ROWS = (
    entry("0126", 2023, 81.5, gender="K", persons=120),
    entry("0126", 2023, None, gender="M", status="Privacy"),
    entry("0127", 2024, 0.1 + 0.2, period="T1", persons=7),
)
KEPT = (
    Value("0126", 2023, "", "K", 81.5, "", 120),
    Value("0126", 2023, "", "M", None, "Privacy", None),
    Value("0127", 2024, "T1", "T", 0.1 + 0.2, "", 7),
)
