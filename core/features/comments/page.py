"""The page Kommentera: why an outcome is what it is, and what is done, by those who may say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from core.access.rights import Action, may, require
from core.features.comments.store import LONGEST_COMMENT, current_comments
from core.outcomes.comments import Comment
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.state.merging import theirs_in
from core.web.choices import COMMENT, INDICATOR, Choices, link
from core.web.drafts import WorkKind
from core.web.pages import message
from core.web.render import render
from core.web.typed import typed_before, work_in, written_from
from core.web.visit import Visit
from core.words.numbers import number_in
from core.words.sentences import amount

# How far back one chooses among.
_YEARS = 5


@dataclass(frozen=True)
class Place:
    """Which outcome: municipality x indicator x year."""

    municipality: str
    kpi: str
    year: int

    @property
    def params(self) -> dict[str, str]:
        """As it stands in an address and in the form."""
        return {"kommun": self.municipality, "nyckeltal": self.kpi, "artal": str(self.year)}


def place_of(params: Mapping[str, str], figures: Figures) -> Place | None:
    """The outcome that PARAMS name; None where nobody can comment it."""
    municipality, kpi = params.get("kommun", ""), params.get("nyckeltal", "")
    known = {participant.id for participant in figures.catalogue.participants} & set(figures.snapshot.municipalities)
    if municipality not in known or kpi not in figures.catalogue.by_kpi:
        return None
    year = number_in(params.get("artal", ""))
    return Place(municipality, kpi, year if year in figures.years else _outcome_year(figures, municipality, kpi))


def _outcome_year(figures: Figures, municipality: str, kpi: str) -> int:
    row = figures.record(Choice(municipality), kpi)
    return int(row["year"]) if row and row["year"] == row["year"] else figures.years[0]  # NaN is not itself


def edit_html(visit: Visit) -> str:
    """The way to this page from an indicator's, for whoever may comment there; else nothing."""
    choices = visit.choices
    if choices.municipality is None or choices.kpi is None:
        return ""
    area = visit.catalogue.by_kpi[choices.kpi].area
    if not may(visit.person, Action.COMMENT, area=area, municipality=choices.municipality):
        return ""
    params = {"kommun": choices.municipality, "nyckeltal": choices.kpi}
    return render("comment_link.html", to=f"{COMMENT}?{urlencode(params)}")


def comment_html(asked: Visit) -> str:
    """The form with what is said now, and all versions. Raises NotAllowedError for whoever may not comment there."""
    figures = asked.figures
    place = place_of(asked.params, figures) if figures else None
    if figures is None or place is None:
        what = "Länken säger inte vilken kommun och vilken indikator det gäller."
        return message(asked.address, "Välj vad du vill kommentera", what, action="Till översikten")
    indicator = figures.catalogue.by_kpi[place.kpi]
    require(asked.person, Action.COMMENT, area=indicator.area, municipality=place.municipality)
    versions = current_comments(figures.catalogue).history(place.municipality, place.kpi, place.year, by=asked.person)
    current = versions[0] if versions else None
    newest = current.number if current else 0
    name, typed = figures.snapshot.municipalities[place.municipality], typed_before(asked, WorkKind.COMMENT)
    return render(
        "comment.html",
        address=asked.address,
        title=indicator.name,
        place=place,
        name=name,
        outcome=_outcome(figures, place),
        years=_years(figures, place),
        typed=typed or _said(current),
        theirs=theirs_in(typed),
        work=work_in(asked),
        seen=newest,
        written=written_from(typed, newest),
        versions=versions,
        longest=LONGEST_COMMENT,
        notice=asked.notice,
        back=link(INDICATOR, Choices(place.municipality), kpi=place.kpi),
    )


def _said(current: Comment | None) -> Mapping[str, str]:
    return {"varfor": current.why, "gors": current.actions} if current else {"varfor": "", "gors": ""}


def _outcome(figures: Figures, place: Place) -> str:
    """The figure that the comment is about; empty where there is none."""
    row = figures.record(Choice(place.municipality, year=place.year), place.kpi)
    return amount(row) if row and row["year"] == place.year else ""


def _years(figures: Figures, place: Place) -> list[tuple[int, str, bool]]:
    """The years to choose among: (year, address, whether chosen)."""
    values = figures.snapshot.values_of_kpi(place.kpi)
    mine = values[(values["municipality"] == place.municipality) & values["value"].notna()]
    newest = sorted({place.year, *(int(year) for year in mine["year"])}, reverse=True)[:_YEARS]
    shown = sorted({*newest, place.year}, reverse=True)
    return [
        (year, f"{COMMENT}?{urlencode(Place(place.municipality, place.kpi, year).params)}", year == place.year)
        for year in shown
    ]
