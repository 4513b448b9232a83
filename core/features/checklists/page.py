"""The checklists of a municipality, and one of them with its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from core.access.rights import Action, may
from core.access.service import opened_state
from core.catalogue.checklists import Checklist, default_checklists
from core.cycle.checklists import DAY, DONE, LONGEST_OWNER, OWNER, Ticked, Ticking, texts_of
from core.settings import Settings
from core.state.merging import theirs_in
from core.web.choices import CHECKLISTS, Choices, link
from core.web.drafts import WorkKind
from core.web.menus import place
from core.web.pages import choose_html
from core.web.render import render
from core.web.typed import WORK, notice_of, typed_before, written_from
from core.web.visit import Visit
from core.words.dates import short_day, today
from core.words.formats import count_word, first_lower, first_upper
from core.words.numbers import number_in

LIST = "steg"


@dataclass(frozen=True)
class RowView:
    """A checklist in the list of all: how far it is, in words, and the symbol of that."""

    title: str
    when: str
    address: str
    words: str
    symbol: str
    is_late: bool


@dataclass(frozen=True)
class PointView:
    """A point: its text and how it is, in words; the names of its fields are made of its ``id``."""

    id: str
    text: str
    is_done: bool
    is_late: bool
    owner: str
    day: str
    symbol: str


def ticking_of(visit: Visit, municipality: str) -> Ticking:
    """MUNICIPALITY's checklists for who asks, in the process's own database."""
    engine = opened_state(Settings.from_environment().database_url).engine
    return Ticking(engine, municipality, visit.person, visit.now)


def address_of(municipality: str, checklist: str) -> str:
    """Where CHECKLIST is."""
    return f"{CHECKLISTS}?{urlencode({'kommun': municipality, LIST: checklist})}"


def checklists_html(visit: Visit) -> str:
    """All checklists, or the one that the address names. Raises NotAllowedError."""
    figures, municipality = visit.figures, visit.person.municipality or visit.choices.municipality
    if figures is None or municipality is None:
        return choose_html(visit, CHECKLISTS)
    ticking, day = ticking_of(visit, municipality), today(visit.now)
    one = default_checklists().get(visit.params.get(LIST, ""))
    if one is not None:
        return _one_html(visit, ticking, one, day)
    held, lists = ticking.all(), default_checklists().values()
    rows = [_row(municipality, one, held.get(one.id, Ticked()), day) for one in lists]
    done, late = (sum(of) for of in zip(*(held.get(one.id, Ticked()).counts(one, day) for one in lists), strict=True))
    return render(
        "checklists.html",
        address=visit.address,
        title=_title(done, sum(len(one.points) for one in lists), late),
        name=figures.snapshot.municipalities[municipality],
        place=place(figures, Choices(municipality), CHECKLISTS),
        rows=rows,
    )


def _title(done: int, points: int, late: int) -> str:
    if not done and not late:
        return "Ingen punkt är avbockad än"
    of = f"{count_word(points)} punkter"
    tail = f", {count_word(late)} är {'försenad' if late == 1 else 'försenade'}" if late else ""
    return f"{first_upper(count_word(done))} av {of} {'är klar' if done == 1 else 'är klara'}{tail}"


def _row(municipality: str, one: Checklist, ticked: Ticked, day: date) -> RowView:
    done, late = ticked.counts(one, day)
    symbol = "state-done" if done == len(one.points) else "state-half" if done or ticked.points else "state-none"
    words = f"{done} av {len(one.points)} klara"
    return RowView(
        one.title, one.when, address_of(municipality, one.id), words, "overdue" if late else symbol, late > 0
    )


def _one_html(visit: Visit, ticking: Ticking, one: Checklist, day: date) -> str:
    versions = ticking.versions(one)
    ticked = (versions[0].value if versions else None) or Ticked()
    typed = typed_before(visit, WorkKind.CHECKLIST)
    done, late = ticked.counts(one, day)
    figures = visit.figures
    return render(
        "checklist.html",
        address=visit.address,
        title=f"{one.title}: {first_lower(_title(done, len(one.points), late))}",
        when=one.when,
        name=figures.snapshot.municipalities[ticking.municipality] if figures else "",
        day=day,
        notice=notice_of(visit, typed),
        back=link(CHECKLISTS, Choices(ticking.municipality)),
        place={"kommun": ticking.municipality, LIST: one.id},
        may_tick=may(visit.person, Action.LEAD_EXERCISE, municipality=ticking.municipality),
        points=[_point(key, text, ticked, day) for key, text in one.points.items()],
        fields={**texts_of(ticked, one), **typed},
        names={"done": DONE, "day": DAY, "owner": OWNER},
        theirs=theirs_in(typed),
        seen=written_from(typed, versions[0].number) if versions else 0,
        work=number_in(visit.params.get(WORK, "")) or "",
        longest=LONGEST_OWNER,
        versions=versions,
        action=CHECKLISTS,
    )


def _point(key: str, text: str, ticked: Ticked, day: date) -> PointView:
    one = ticked.point(key)
    said = short_day(one.on) + ("" if one.on.year == day.year else f" {one.on.year}") if one.on else ""
    symbol = "state-done" if one.is_done else "overdue" if one.is_late(day) else "state-none"
    words = f"klart {said}".strip() if one.is_done else f"ska vara klart {said}" if said else "ingen dag"
    return PointView(key, text, one.is_done, one.is_late(day), one.owner or "ingen funktion", words, symbol)
