"""How the service fares: figures, database, disk, backups, refreshes, versions. Made anew for every visit."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata

from core.access.audit import Entry, Filter
from core.access.rights import Action, require
from core.access.service import Access, current_access
from core.measured import counted, open_sessions
from core.operating import BACKUP, FAILED, REFRESH
from core.outcomes.figures import Figures
from core.settings import Settings
from core.state.tables import HEAD
from core.state.upgrade import MIGRATED
from core.web.choices import USAGE
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.formats import number

# A night's refresh or backup may fail once before it is a fault.
_OLD = timedelta(hours=49)
_LEAST_FREE, _GIGA = 0.1, 10**9
_SHOWN = 10
_PACKAGES = ("streamlit", "duckdb", "SQLAlchemy", "pandas")


@dataclass(frozen=True)
class Line:
    """Something with how it is; ``fault`` says what is wrong with it and what to do, '' where it is well."""

    what: str
    how: str
    fault: str = ""


def operation_html(asked: Visit) -> str:
    """The page, for an administrator. Raises NotAllowedError for anybody else, StateError."""
    require(asked.person, Action.REFRESH)
    access = current_access(asked.catalogue)
    refreshes, backups = (_log(access, asked, kind) for kind in (REFRESH, BACKUP))
    health = [
        _figures(asked.figures, asked.now),
        _refresh(refreshes, len(_problems(asked.figures))),
        _database(),
        _disk(),
        _backup(backups, asked.now),
    ]
    return render(
        "operation.html",
        address=asked.address,
        health=health,
        faults=sum(bool(one.fault) for one in health),
        refreshes=[(moment_words(one.at), one.action, _facts(one)) for one in refreshes],
        problems=_problems(asked.figures),
        backups=[(moment_words(one.at), one.key) for one in backups],
        migrations=[(moment_words(one.at), one.key) for one in _log(access, asked, MIGRATED[1])],
        versions=_versions(),
        numbers=_numbers(),
        usage=USAGE,
    )


def _log(access: Access, asked: Visit, kind: str) -> tuple[Entry, ...]:
    return access.audit.entries(Filter(kind=kind), by=asked.person, most=_SHOWN).entries


def _figures(figures: Figures | None, now: datetime) -> Line:
    if figures is None:
        return Line("Siffror", "finns inte", "Hämta dem: python -m core refresh")
    info = figures.snapshot.info
    how = f"hämtade {moment_words(info.fetched_at)}, {number(info.kpis)} nyckeltal, {number(info.values)} värden"
    if info.is_example:
        return Line("Siffror", how, "Det är exempeldata. Hämta riktiga: python -m core refresh")
    if info.is_older:
        return Line("Siffror", how, "De är hämtade med en äldre version av programmet. Hämta om dem.")
    late = f"De är äldre än {_OLD.days} dygn. Se efter varför den nattliga hämtningen inte har gått."
    return Line("Siffror", how, late if now - info.fetched_at > _OLD else "")


def _refresh(refreshes: tuple[Entry, ...], left: int) -> Line:
    """How the last refresh went; LEFT KPIs have older values than the others."""
    if not refreshes:
        return Line("Hämtning", "ingen är gjord än", "Hämta: python -m core refresh")
    how = f"{refreshes[0].action} {moment_words(refreshes[0].at)}"
    if refreshes[0].action == FAILED:
        return Line("Hämtning", how, "De gamla siffrorna är kvar. Varför står under Hämtningar. Försök igen.")
    mended = f"{number(left)} nyckeltal är inte färska: se nedan vilka och varför."
    return Line("Hämtning", how, mended if left else "")


def _database() -> Line:
    # That it answers is seen by the page itself.
    kind = Settings.from_environment().database_url.partition(":")[0].partition("+")[0]
    return Line("Databas", f"{'PostgreSQL' if kind.startswith('postgres') else 'SQLite'} svarar, version {HEAD}")


def _disk() -> Line:
    room = shutil.disk_usage(Settings.from_environment().data_dir)
    how = f"{number(room.free / _GIGA, 1)} GB lediga av {number(room.total / _GIGA, 1)}"
    fault = "Ge plats: en hämtning och varje sparning behöver det." if room.free < _LEAST_FREE * room.total else ""
    return Line("Disk", how, fault)


def _backup(backups: tuple[Entry, ...], now: datetime) -> Line:
    if not backups:
        return Line("Säkerhetskopia", "ingen är gjord", "Gör en varje natt: python -m core backup")
    at = backups[0].at
    late = f"Den är äldre än {_OLD.days} dygn. Se efter varför den nattliga inte har gått."
    return Line("Säkerhetskopia", f"gjord {moment_words(at)}", late if now - at > _OLD else "")


def _facts(entry: Entry) -> str:
    return ". ".join(f"{name}: {told}" for name, told in (entry.after or {}).items())


def _problems(figures: Figures | None) -> list[tuple[str, str, str]]:
    """KPIs that could not be fetched or are gone from Kolada: id, name, why."""
    if figures is None:
        return []
    info, names = figures.snapshot.info, figures.catalogue.by_kpi
    why = {**dict.fromkeys(info.missing, "Finns inte längre i Kolada; tidigare värden är kvar."), **info.problems}
    return [(kpi, names[kpi].name if kpi in names else "", reason) for kpi, reason in sorted(why.items())]


def _versions() -> list[tuple[str, str]]:
    return [
        ("Databasens tabeller", HEAD),
        ("Python", platform.python_version()),
        *((name, metadata.version(name)) for name in _PACKAGES),
    ]


def _numbers() -> list[tuple[str, str]]:
    acts, faults = counted()
    return [
        ("Öppna webbläsare", number(open_sessions())),
        ("Klick och sidor sedan starten", number(acts)),
        ("Fel hos oss sedan starten", number(faults)),
    ]
