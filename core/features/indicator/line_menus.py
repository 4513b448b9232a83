"""The choice of lines and years on the page of an indicator."""

from __future__ import annotations

from dataclasses import replace

from core.catalogue import Catalogue
from core.outcomes.indicator import IndicatorFigures, usual_lines
from core.web.choices import INDICATOR, MOST_LINES, Choices, link
from core.web.menus import Menu, Option, options


def line_menus(catalogue: Catalogue, found: IndicatorFigures, choices: Choices) -> tuple[Menu, ...]:
    """Which lines stand beside one's own, and from which year to which; FOUND has all of them."""
    others = [line for line in (*found.lines, found.nation, *found.participants) if line.whose and line.points]
    years = sorted({year for line in (*found.lines, *found.by_gender) for year, _ in line.measured})
    shown = usual_lines(catalogue) if choices.lines is None else choices.lines
    chosen = tuple(line.whose for line in others if line.whose in shown)

    def toggled(whose: str) -> str:
        """The address with WHOSE line if it is not there, else without it; '' where there is no room for more."""
        if whose not in chosen and len(chosen) >= MOST_LINES:
            return ""
        changed = tuple(line.whose for line in others if (line.whose in chosen) != (line.whose == whose))
        return link(INDICATOR, choices, lines=None if changed == usual_lines(catalogue) else changed)

    lines = tuple(Option(line.name.split(" (")[0], toggled(line.whose), line.whose in chosen) for line in others)
    note = f"Högst {MOST_LINES} bredvid kommunens egen. Ta bort en för att välja en annan."
    return (
        *([Menu("Linjer", lines, note)] if lines else []),
        *(_year_menu(choices, years, field) for field in ("first", "last") if len(years) > 1),
    )


def _year_menu(choices: Choices, years: list[int], field: str) -> Menu:
    """The first year or the last; neither passes the other."""
    is_first = field == "first"
    end = years[0] if is_first else years[-1]
    low, high = (years[0], choices.last or years[-1]) if is_first else (choices.first or years[0], years[-1])
    # A year without a value here, from another indicator's address, is a choice all the same.
    present = getattr(choices, field)
    offered = sorted({year for year in years if low <= year <= high} | ({present} if present else set()))
    words = [(None if year == end else year, f"{year}") for year in (offered if is_first else reversed(offered))]
    shown = replace(choices, first=None if is_first else choices.first, last=choices.last if is_first else None)
    shown = shown if present == end else choices
    return Menu("Från år" if is_first else "Till år", options(INDICATOR, shown, field, words))
