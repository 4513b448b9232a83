"""Året as it is asked for, and the page of one date with its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from core.access.rights import Action, NotAllowedError, may_somewhere
from core.access.service import current_engine
from core.features.year.view import KEY, LANE_NAMES, OWNER, AskedPage, year_html
from core.outcomes.figures import Figures
from core.outcomes.year import YearWork, owner_of
from core.state.merging import theirs_in
from core.web.choices import YEAR, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import Show, kept_by, message
from core.web.render import render
from core.web.typed import notice_of, typed_before, work_in, written_from
from core.web.visit import Visit
from core.words.dates import today
from core.words.numbers import number_in
from core.year.book import EVENTS
from core.year.dates import hanging_on
from core.year.models import Awaits, Lane, YearEvent
from core.year.planning import FIRST_YEAR, LAST_YEAR, LONGEST_FUNCTION, LONGEST_TITLE, YearPlanning, may_change

# The year's work as it is now: what the features make in it.
WorkOf = Callable[[Figures, int], YearWork]
_WEEK = 7
# In the page that is kept for all, in place of what a form was answered with.
_TOLD_PLACE = '<span class="nk-year-told"></span>'


def planning_of(visit: Visit, owner: str) -> YearPlanning:
    """OWNER's year for who asks, in the process's own database."""
    engine = current_engine()
    return YearPlanning(engine, owner, visit.person, visit.now)


def year_page(work_of: WorkOf) -> Show:
    """The page Året: kept for all who may do the same, until anything that it tells of is another."""

    def asked(visit: Visit) -> AskedPage:
        figures, municipality = visit.figures, visit.choices.choice.municipality
        assert figures is not None  # noqa: S101 - it is asked for with figures alone
        day = today(visit.now)
        work = visit.once(work_of, visit.choices.plan_year or day.year)
        together = may_change(visit.person, owner_of(figures))
        return AskedPage(visit.choices, day, work, together, may_change(visit.person, municipality))

    kept = kept_by(year_html, asked)

    def show(visit: Visit) -> str:
        html, notice = kept(visit), visit.notice
        if notice is None or not visit.choices.municipality:
            return html
        place = _place(visit.choices.municipality, year_in(visit.params.get("plan", ""), visit), "")
        return html.replace(_TOLD_PLACE, render("year_told.html", notice=notice, place=place), 1)

    return show


def _place(municipality: str, year: int, owner: str, key: str = "") -> dict[str, str]:
    place = {"kommun": municipality, "plan": str(year), OWNER: owner, KEY: key}
    return {name: text for name, text in place.items() if text}


def year_in(text: str, visit: Visit) -> int:
    """The year that TEXT names, else this one."""
    year = number_in(text)
    return year if FIRST_YEAR <= year <= LAST_YEAR else today(visit.now).year


def asked_owner(visit: Visit, text: str, municipality: str) -> str:
    """Whose year TEXT names: the co-operation's, or MUNICIPALITY's own."""
    return municipality if text == municipality else owner_of(visit.figures) if visit.figures else ""


def date_html(visit: Visit) -> str:
    """The page of one date, or a new one. Raises NotAllowedError."""
    figures, municipality = visit.figures, visit.params.get("kommun", "")
    if figures is None or municipality not in figures.snapshot.municipalities:
        if not may_somewhere(visit.person, Action.CHANGE_YEAR):
            raise NotAllowedError(visit.person, Action.CHANGE_YEAR)
        return _lost(visit, "Länken säger inte vilken kommun det gäller.")
    year = year_in(visit.params.get("plan", ""), visit)
    owner, key = asked_owner(visit, visit.params.get(OWNER, ""), municipality), visit.params.get(KEY, "")
    planning = planning_of(visit, owner)
    planning.require()
    versions = planning.history(EVENTS, key) if key else []
    one = versions[0].value if versions else None
    typed, notice = typed_before(visit, WorkKind.YEAR), visit.notice
    book = figures.year_of(owner)
    back_to = link(YEAR, Choices(municipality, plan_year=None if year == today(visit.now).year else year))
    if key and one is None:
        if not versions:
            return _lost(visit, "Länken är fel.", back_to)
        place = _place(municipality, year, owner, key)
        return render("year_gone.html", address=visit.address, notice=notice, place=place, back=back_to)
    others = {other: event for other, event in book.of_year(year).items() if other != key}
    movers = hanging_on(key, book.of_year(year)) if key else []
    return render(
        "year_date.html",
        address=visit.address,
        notice=notice_of(visit, typed),
        place=_place(municipality, year, owner, key),
        name=figures.snapshot.municipalities[municipality] if owner == municipality else "alla kommuner",
        year=year,
        is_new=one is None,
        title=one.title if one else "",
        fields={**_fields(one, book.days(year).get(key)), **typed},
        theirs=theirs_in(typed),
        seen=written_from(typed, versions[0].number) if versions else 0,
        work=work_in(visit),
        lanes=[(lane, LANE_NAMES[lane]) for lane in planning.lanes],
        anchors=[(other, event.title) for other, event in others.items() if other not in movers],
        movers=[book.events[other].title for other in movers],
        awaits=[(await_.value, words) for await_, words in _AWAITS.items()]
        if Lane.CONFERENCE in planning.lanes
        else [],
        longest=LONGEST_TITLE,
        longest_function=LONGEST_FUNCTION,
        versions=versions,
        back=back_to,
    )


_AWAITS = {
    Awaits.NOTHING: "Inget: dagen är gjord när den har varit",
    Awaits.PLAN: "Projektplanen ska vara fastställd",
    Awaits.CONVENORS: "Alla områden ska ha sammankallande",
    Awaits.OWN: "De egna nyckeltalen ska ha nya värden",
    Awaits.DECKS: "Områdenas bildspel ska vara frysta",
    Awaits.REPORTS: "Områdenas rapporter ska vara inlämnade",
}


def texts_of(one: YearEvent | None) -> Mapping[str, str]:
    """ONE as its form has it, but for how long it lasts."""
    return {name: text for name, text in _fields(one, None).items() if name != "until"}


def _fields(one: YearEvent | None, day: Any) -> dict[str, str]:
    """ONE, which is on DAY, as its form has it; a blank one where there is none."""
    one = one or YearEvent("", 0, "", Lane.CONFERENCE, days=-_WEEK)
    weeks = one.days % _WEEK == 0
    until = day + timedelta(one.lasts) if day and one.lasts else None
    return {
        "title": one.title,
        "lane": one.lane.value,
        "on": one.on.isoformat() if one.on else "",
        "hangs_on": one.hangs_on,
        "count": str(abs(one.days) // (_WEEK if weeks else 1)),
        "unit": "veckor" if weeks else "dagar",
        "side": "efter" if one.days > 0 else "före",
        "until": until.isoformat() if until else "",
        "by": one.by,
        "awaits": one.awaits.value,
        "is_conference": "ja" if one.is_conference else "",
    }


def _lost(visit: Visit, what: str, to: str = YEAR) -> str:
    return message(visit.address, "Datumet hittas inte", what, action="Till året", action_address=to)
