"""What has happened in an analysis, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.cycle.book import CHECKS, CLAIMS, DEVIATIONS, MEASURES
from core.cycle.models import Check, Claim, Deviation, Measure
from core.state.entries import Entry
from core.tabular.faults import cut

_LONGEST = 60


@dataclass(frozen=True)
class Event:
    """That BY did something, told in words; for those who have signed in."""

    at: datetime
    what: str
    by: str


def history_of(versions: Mapping[str, Sequence[Entry[Any]]]) -> tuple[Event, ...]:
    """VERSIONS of all that an analysis is made of, by kind, each newest first: what each save did, newest first."""
    told = {
        (entry.batch, what): Event(entry.created_at, what, entry.created_by)
        for kind, entries in versions.items()
        for entry, before in _with_before(entries)
        if (what := _what(kind, entry, before))
    }
    return tuple(sorted(told.values(), key=lambda one: one.at, reverse=True))


def _with_before(entries: Sequence[Entry[Any]]) -> Iterable[tuple[Entry[Any], Entry[Any] | None]]:
    of: dict[str, list[Entry[Any]]] = {}
    for one in entries:
        of.setdefault(one.key, []).append(one)
    for mine in of.values():
        yield from zip(mine, [*mine[1:], None], strict=True)


def _what(kind: str, entry: Entry[Any], before: Entry[Any] | None) -> str:
    earlier = before.value if before else None
    return _TOLD[kind](entry.value, earlier) if kind in _TOLD else _conclusion(entry, before)


def _check(now: Check | None, _: Check | None) -> str:
    return "siffran kontrollerad" if now else ""


def _claim(now: Claim | None, before: Claim | None) -> str:
    if now is None:
        return f"orsak borttagen: {cut(before.text, _LONGEST)}" if before else ""
    verdict = f" ({now.verdict})" if now.verdict else ""
    return f"{'orsak ändrad' if before else 'orsak'}: {cut(now.text, _LONGEST)}{verdict}"


def _measure(now: Measure | None, before: Measure | None) -> str:
    if now is None:
        return ""
    title = cut(now.title, _LONGEST)
    if now.withdrawn:
        return f"förslag återtaget: {title}"
    if now.decision and not (before and before.decision):
        return f"beslut om {title}: {now.decision.answer}"
    return f"{'förslag ändrat' if before else 'förslag'}: {title}"


def _deviation(now: Deviation | None, before: Deviation | None) -> str:
    if now is None:
        return ""
    if now.ended and not (before and before.ended):
        return "avslutad"
    if now.aside and not (before and before.aside):
        return f"lagd åt sidan till {now.aside.look_again.isoformat()}"
    if before is None or (before.aside and not now.aside):
        return f"tagen av {now.owner}" if now.owner else "upptagen"
    if (now.owner, now.conclude_by) != (before.owner, before.conclude_by):
        return f"ägare {now.owner}" + (f", slutsats senast {now.conclude_by.isoformat()}" if now.conclude_by else "")
    return ""


def _conclusion(entry: Entry[Any], before: Entry[Any] | None) -> str:
    if entry.value is None:
        return ""
    was_public = bool(before and before.is_public and before.value)
    if entry.is_public and not was_public:
        return "slutsatsen publicerad"
    if before and before.value is None and not entry.is_public:
        return "slutsatsen visas inte längre för alla"
    return "slutsatsen ändrad" if before else "slutsatsen skriven"


_TOLD: Mapping[str, Callable[[Any, Any], str]] = {
    DEVIATIONS.kind: _deviation,
    CHECKS.kind: _check,
    CLAIMS.kind: _claim,
    MEASURES.kind: _measure,
}
