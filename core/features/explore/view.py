"""A view put together: the chart, its words and its table. No Streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from core.charts.borders import outlines
from core.charts.charts import Drawn
from core.features.explore import tables, words
from core.features.explore.bars import bar_chart, spread_chart
from core.features.explore.charts import Mean, first_lines, line_chart
from core.features.explore.choices import (
    Colour,
    Form,
    Shown,
    Wish,
    divided_by,
    municipalities_of,
    too_many_lines,
)
from core.features.explore.country_map import map_chart
from core.features.explore.looks import Figure, Ground, Key
from core.features.explore.scatter import Cloud, cloud_keys, outside, scatter_chart
from core.features.explore.tables import FigureTable
from core.outcomes.explore import (
    Measure,
    can_be_logarithmic,
    changes,
    correlation,
    crossed,
    group_names,
    lines,
    mean_line,
    measure_of,
    of_year,
    standings,
    title_of,
    usual_year,
    years_of,
)
from core.outcomes.figures import Figures
from core.outcomes.groups import comparison_group
from core.outcomes.references import COUNTRY, COUNTY
from core.signals import Gender
from core.words.labels import with_gender

# A scatter that plays is some two megabytes.
_VIEWS_KEPT = 40
_MAP_HEIGHT = 900
_GENDER_LOOKS = {Gender.WOMEN: "women", Gender.MEN: "men"}
_MEAN_LOOKS = {COUNTRY: "country", COUNTY: "county"}


@dataclass(frozen=True)
class Offer:
    """A way out: its words, and the view it leads to."""

    words: str
    wish: Wish


@dataclass(frozen=True, eq=False)
class View:
    """What is shown. Without ``table`` there is nothing to draw: ``refusal`` says why, ``offers`` what to do.

    ``alt`` says what ``figure`` shows; ``years`` are those one can choose, newest first, and ``year`` the one that is
    shown (None over time). ``codes`` are whom it draws, ``keys`` what its colours mean, ``means`` the lines beside.
    ``first`` is the figure as the server draws it, where it can.
    """

    wish: Wish
    title: str
    subtitle: str
    measures: tuple[Measure, ...]
    codes: tuple[str, ...] = ()
    figure: Figure | None = None
    alt: str = ""
    notes: tuple[str, ...] = ()
    table: FigureTable | None = None
    years: tuple[int, ...] = ()
    year: int | None = None
    refusal: str = ""
    offers: tuple[Offer, ...] = ()
    missing: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    means: tuple[Mean, ...] = ()
    first: tuple[Drawn, ...] = ()

    @property
    def genders(self) -> tuple[Gender, ...]:
        """Whose values are shown, the first everybody's where there are several."""
        if not self.wish.is_by_gender:
            return (self.wish.gender,)
        return (Gender.TOTAL, *(one for one in _GENDER_LOOKS if one.value in self.measures[0].genders))

    @property
    def plays(self) -> bool:
        """Whether the chart has other years than the one that is told of."""
        return bool(self.figure and len(self.figure.get("frames", ())) > 1)


def view_of(figures: Figures, wish: Wish) -> View:
    """The view that WISH asks for, kept for the next who asks; of a KPI that is fetched again it is another."""
    found = tuple(measure_of(figures, kpi) for kpi in wish.kpis)
    title = next((title_of(kpi) for kpi, one in zip(wish.kpis, found, strict=True) if one is None), "")
    return figures.kept(_view, _Asked(wish, found, title), most=_VIEWS_KEPT)


@dataclass(frozen=True)
class _Asked:
    """A wish with its measures, which are told apart by what they are and when they were fetched.

    ``title`` is what Kolada calls the first that is not here, '' where that is not known.
    """

    wish: Wish
    found: tuple[Measure | None, ...]
    title: str


def _view(figures: Figures, asked: _Asked) -> View:
    wish, measures = asked.wish, tuple(one for one in asked.found if one is not None)
    missing = tuple(kpi for kpi, one in zip(wish.kpis, asked.found, strict=True) if one is None)
    name = figures.snapshot.municipalities[wish.municipality]
    if missing:
        said = words.unknown_measure(words.named(missing[0], asked.title))
        return View(wish, said, name, measures, refusal=said, missing=missing)
    codes = municipalities_of(wish, figures)
    begun = View(wish, "", _subtitle(figures, wish, measures, codes), measures, codes)
    if n := too_many_lines(wish, figures):
        return _refused(begun, words.too_many(n), _instead_of_lines(wish))
    years = years_of(figures, *measures, gender=wish.gender)
    if not years:
        said = words.nothing(measures[0], wish.gender) if len(measures) == 1 else words.no_common_year(measures)
        return _refused(begun, said, _instead_of_nothing(wish))
    begun = replace(begun, years=years)
    if wish.form is Form.LINES:
        return _over_time(figures, begun)
    year = wish.year if wish.year in years else usual_year(figures, *measures, gender=wish.gender)
    begun = replace(begun, year=year)
    return _crossed(figures, begun) if wish.form is Form.SCATTER else _in_a_year(figures, begun)


def _refused(begun: View, said: str, offers: tuple[Offer, ...]) -> View:
    return replace(begun, title=said, refusal=said, offers=offers)


def _instead_of_lines(wish: Wish) -> tuple[Offer, ...]:
    others = {
        Form.BARS: "Se alla som staplar",
        Form.SPREAD: "Se alla som spridning",
        Form.MAP: "Se alla på kartan",
    }
    group = Offer("Visa bara gruppens linjer", replace(wish, shown=Shown.GROUP))
    return (group, *(Offer(said, replace(wish, form=form)) for form, said in others.items()))


def _instead_of_nothing(wish: Wish) -> tuple[Offer, ...]:
    offers = []
    if wish.gender is not Gender.TOTAL:
        offers.append(Offer("Visa totalt", replace(wish, gender=Gender.TOTAL)))
    if wish.size:
        offers.append(Offer("Utan storlek", replace(wish, size=None)))
    if wish.form is Form.SCATTER:
        offers.append(Offer("Visa måttet över tid", replace(wish, form=Form.LINES)))
    return tuple(offers)


def _subtitle(figures: Figures, wish: Wish, measures: Sequence[Measure], codes: Sequence[str]) -> str:
    """What is drawn, in a line: measures and whom."""
    named = " mot ".join(one.title for one in measures[:2])
    if wish.is_by_gender:
        whom = f"{words.SHOWN[Shown.GENDERS].lower()} i {figures.snapshot.municipalities[wish.municipality]}"
    elif wish.is_of_all:
        whom = f"alla {len(codes)} kommuner"
    else:
        group = comparison_group(figures, wish.municipality, wish.group, kind="övergripande")
        whom = f"{group.name} ({words.municipalities(len(codes))})"
    return f"{named} · {whom}"


def _over_time(figures: Figures, begun: View) -> View:
    wish, measure, names = begun.wish, begun.measures[0], figures.snapshot.municipalities
    gender, means = Gender.TOTAL if wish.is_by_gender else wish.gender, []
    found, looks = lines(measure, begun.codes, gender), dict[str, str]()
    if wish.is_by_gender:
        found, names, looks = _by_gender(measure, found, names)
    found = within(wish, found)
    for one in wish.means:
        points = within(wish, mean_line(figures, measure, one, wish.municipality, gender))
        if len(points):
            means.append(Mean(figures.references[one].name, points, _MEAN_LOOKS.get(one, "group")))
    own = wish.municipality
    title = words.over_time(measure, found[found["municipality"] == own], names[own])
    if looks:
        title = words.by_gender(measure, found, names[own]) or title
    if found["value"].isna().all():
        offers = (Offer("Visa alla år", replace(wish, first=None, last=None)),) if wish.first or wish.last else ()
        return _refused(begun, words.nothing(measure, wish.gender), (*offers, *_instead_of_nothing(wish)))
    changed = changes(measure, found)
    can_log = can_be_logarithmic(pd.concat([found["value"], *(mean.points["value"] for mean in means)]))
    years = sorted(set(found["year"].astype(int)))
    extra = f"Streckade linjer är medel: {', '.join(mean.name for mean in means)}." if means else ""
    ground = Ground(measure, names, own, log=wish.log and can_log, looks=looks)
    return replace(
        begun,
        title=title,
        figure=line_chart(ground, found, means),
        first=first_lines(ground, found, means),
        alt=words.alt(wish.form, begun.measures, len(begun.codes), years, extra, f"{title}."),
        means=tuple(means),
        notes=_notes(
            words.changed(measure, changed, names, own),
            words.about_gender(begun.measures, Gender.WOMEN if wish.is_by_gender else wish.gender),
            words.about_breaks(begun.measures, years),
            words.about_preliminary(begun.measures, years),
            words.about_log(wished=wish.log, can=can_log),
            "Ett år utan värde är ett glapp i linjen." if found["value"].isna().any() else "",
        ),
        table=tables.over_time(measure, found, means, names, own=own, changed=changed),
    )


def _by_gender(
    measure: Measure, found: pd.DataFrame, names: Mapping[str, str]
) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """FOUND (one municipality's lines) with women's and men's after, as municipalities of their own.

    With what all are called and the look of each; the total alone where MEASURE is not split.
    """
    parts, called, looks = [found], dict(names), {}
    for gender, look in _GENDER_LOOKS.items():
        if gender.value not in measure.genders:
            continue
        for code in found["municipality"].unique():
            part = f"{code}{gender.value}"
            parts.append(lines(measure, [code], gender).assign(municipality=part))
            called[part], looks[part] = with_gender(names[code], gender), look
    return pd.concat(parts, ignore_index=True), called, looks


def within(wish: Wish, rows: pd.DataFrame, column: str = "year") -> pd.DataFrame:
    """ROWS (with a COLUMN of years) from the first to the last year that WISH's lines show; all of another form."""
    if wish.form is not Form.LINES:
        return rows
    return rows[rows[column].between(wish.first or -math.inf, wish.last or math.inf)]


def _notes(*said: str) -> tuple[str, ...]:
    return tuple(filter(None, said))


def _in_a_year(figures: Figures, begun: View) -> View:
    wish, measure, names = begun.wish, begun.measures[0], figures.snapshot.municipalities
    assert begun.year is not None  # noqa: S101 - settled by _view
    year, own = begun.year, wish.municipality
    found = of_year(measure, begun.codes, wish.gender, year)
    # A bar's length is from nought, which a logarithmic scale has not.
    can_log = can_be_logarithmic(found["value"]) and wish.form is Form.SPREAD
    ground = Ground(measure, names, own, year, wish.log and can_log)
    title = words.place(ground, found, is_of_all=wish.is_of_all)
    standing_of = _standings_of(figures, wish, measure, year)
    beside = group_names(figures, divided_by(wish)) if wish.form is Form.SPREAD else {}
    shapes = outlines(begun.codes, height=_MAP_HEIGHT) if wish.form is Form.MAP else {}
    figure: Figure | None = None
    if wish.form is Form.BARS:
        figure = bar_chart(ground, found, by_name=wish.by_name)
    elif wish.form is Form.SPREAD:
        figure = spread_chart(ground, found, beside)
    elif wish.form is Form.MAP:
        figure = map_chart(
            ground, found, shapes, standing_of, municipalities_of(replace(wish, shown=Shown.GROUP), figures)
        )
    ordered = found if wish.by_name else found.sort_values("value", ascending=False, kind="stable")
    return replace(
        begun,
        title=title,
        figure=figure,
        alt=words.alt(wish.form, begun.measures, int(found["value"].notna().sum()), [year], f"{title}."),
        notes=_notes(
            words.BOXES if wish.form is Form.SPREAD else "",
            words.about_gender(begun.measures, wish.gender),
            words.about_missing(found, year),
            words.about_preliminary(begun.measures, [year]),
            words.about_log(wished=wish.log, can=can_log) if wish.form is Form.SPREAD else "",
            _about_standing(wish, standing_of),
            "Kartan finns bara för Sveriges kommuner." if wish.form is Form.MAP and not shapes else "",
        ),
        table=tables.in_a_year([(measure, ordered)], beside, year, names, own),
    )


def _standings_of(figures: Figures, wish: Wish, measure: Measure, year: int) -> Mapping[str, str]:
    """The standings that colour, where they are asked for."""
    if wish.colour is not Colour.STANDING:
        return {}
    placed = standings(figures, measure, wish.gender)
    return {code: one for (code, of), one in placed.items() if of == year}


def _about_standing(wish: Wish, standing_of: Mapping[str, str] | Mapping[tuple[str, int], str]) -> str:
    if wish.colour is Colour.STANDING and not standing_of:
        return "Läget går inte att säga för måttet: varken högt eller lågt är bra i sig, eller så är året inte klart."
    return ""


def _crossed(figures: Figures, begun: View) -> View:
    wish, names = begun.wish, figures.snapshot.municipalities
    by_id = {one.kpi: one for one in begun.measures}
    y, x = by_id[wish.kpi], by_id[wish.against or wish.kpi]
    size = by_id[wish.size] if wish.size else None
    both = crossed(x, y, size, begun.codes, wish.gender)
    if both.empty:
        return _refused(begun, words.no_common_year(begun.measures), _instead_of_nothing(wish))
    year = begun.year if begun.year is not None and (both["year"] == begun.year).any() else int(both["year"].max())
    own, now = wish.municipality, both[both["year"] == year]
    found = correlation(now)
    title = words.together(found, year)
    can_log = can_be_logarithmic(both["x"]), can_be_logarithmic(both["y"])
    placed = standings(figures, y, wish.gender) if wish.colour is Colour.STANDING else {}
    groups = group_names(figures, wish.colour.value) if wish.colour in (Colour.COUNTY, Colour.CLASS) else {}
    group = comparison_group(figures, own, wish.group, kind="övergripande")
    cloud = Cloud(
        x=x,
        y=y,
        size=size,
        both=both,
        names=names,
        own=own,
        members=group.members,
        groups=groups,
        standings=placed,
        log_x=wish.log and can_log[0],
        log_y=wish.log and can_log[1],
    )
    columns = [(one, of_year(one, list(now["municipality"]), wish.gender, year)) for one in (y, x, size) if one]
    extra = f"Punktens yta visar {size.title}." if size else ""
    return replace(
        begun,
        title=title,
        year=year,
        figure=scatter_chart(cloud, year),
        keys=cloud_keys(cloud),
        alt=words.alt(wish.form, (y, x), len(now), [year], extra, f"{title}."),
        notes=_notes(
            words.NO_CAUSE,
            words.about_own_gone(names[own], now, own, year),
            words.about_gender(begun.measures, wish.gender),
            words.about_sizes(size, both, year),
            words.about_range(outside(cloud)),
            words.about_standing_of(y) if placed else "",
            words.about_breaks(begun.measures, set(both["year"].astype(int))),
            words.about_preliminary(begun.measures, [year]),
            words.about_log(wished=wish.log, can=any(can_log)),
            _about_standing(wish, placed),
        ),
        table=tables.in_a_year(columns, groups, year, names, own),
    )
