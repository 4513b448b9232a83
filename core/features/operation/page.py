"""How the service fares: figures, database, disk, backups, refreshes, versions. Made anew for every visit."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata

from core.access.audit import Entry, Filter
from core.access.rights import Action, require
from core.access.service import Access, current_access
from core.measured import GIVEN_OUT, counted, is_well, memory_of, open_sessions
from core.operating import BACKUP, FAILED, REFRESH
from core.outcomes.figures import Figures
from core.settings import Settings
from core.state.tables import HEAD
from core.state.upgrade import MIGRATED
from core.web.choices import USAGE
from core.web.maker import MAKER
from core.web.render import render
from core.web.visit import Visit
from core.words.dates import moment_words
from core.words.formats import number

# A night's refresh or backup may fail once before it is a fault.
_OLD = timedelta(hours=49)
_LEAST_FREE, _GIGA, _MEGA = 0.1, 10**9, 10**6
_SHOWN = 10
_DOWN = "Servern gör sidorna själv så länge: allt fungerar, men när många läser får de vänta längre. "
_WHY = "Serverns logg säger varför den dog."
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
        _maker(),
        _watched(),
    ]
    return render(
        "operation.html",
        address=asked.address,
        health=[(one.what, one.how, one.fault or "Inget") for one in health],
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


def _maker() -> Line:
    """The process beside the server that makes pages for it."""
    what = "Sidmakare"
    if sys.platform == "win32" or not Settings.from_environment().pages_ahead:
        return Line(what, "används inte här: servern gör alla sidor själv")
    again = f"omstarter sedan servern startade: {number(MAKER.restarts)}"
    if is_well(MAKER.process_id, is_up=MAKER.is_up):
        return Line(what, f"är igång, minne {_memory(MAKER.process_id)}, {again}")
    if MAKER.process_id is None and not MAKER.restarts:
        return Line(what, f"startar, {again}. Servern gör sidorna själv så länge")
    return Line(what, f"är nere, {again}", "Den startas igen, senast inom fem minuter. " + _DOWN + _WHY)


def _watched() -> Line:
    """The numbers for Prometheus."""
    what, port = "Mätvärden", Settings.from_environment().metrics_port
    if not port:
        return Line(what, "lämnas inte ut (NYCKELTAL_METRICS_PORT är inte satt)")
    if GIVEN_OUT.port != port:
        return Line(what, f"lämnas inte ut på port {port}", "Porten är upptagen. Välj en annan och starta om servern.")
    return Line(what, f"lämnas ut på http://127.0.0.1:{port}/metrics")


def _memory(process_id: int | None) -> str:
    size = memory_of(process_id)
    return f"{number(size / _MEGA)} MB" if size else "okänt"


def _facts(entry: Entry) -> str:
    return ". ".join(f"{name}: {told}" for name, told in (entry.after or {}).items())


def _problems(figures: Figures | None) -> list[tuple[str, str, str]]:
    """KPIs that could not be fetched or are gone from Kolada: name, id, why."""
    if figures is None:
        return []
    info, names = figures.snapshot.info, figures.catalogue.by_kpi
    why = {**dict.fromkeys(info.missing, "Finns inte längre i Kolada; tidigare värden är kvar."), **info.problems}
    known = {kpi: names[kpi].name if kpi in names else "Okänt nyckeltal" for kpi in why}
    return [(known[kpi], kpi, reason) for kpi, reason in sorted(why.items())]


def _versions() -> list[tuple[str, str]]:
    return [
        ("Databasens tabeller", HEAD),
        ("Python", platform.python_version()),
        *((name, metadata.version(name)) for name in _PACKAGES),
    ]


def _numbers() -> list[tuple[str, str]]:
    acts, faults = counted()
    return [
        ("Serverns minne", _memory(os.getpid())),
        ("Öppna webbläsare", number(open_sessions())),
        ("Klick och sidor sedan starten", number(acts)),
        ("Fel hos oss sedan starten", number(faults)),
    ]
