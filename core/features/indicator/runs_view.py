"""A series by month, quarter or tertial as the page of its indicator tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from core.catalogue import Indicator
from core.charts.run_chart import SIDES, PeriodChart, Told, run_charts, year_charts
from core.outcomes.figures import Figures
from core.outcomes.indicator import REMARK
from core.outcomes.run_series import Period, RunSeries, Stretch, run_series
from core.signals.run_chart import LIMITS_FACTOR, LIMITS_LEAST, RUN_LENGTH, NoLimits, Run
from core.words import labels
from core.words.formats import count_word, difference, first_upper, listed, number, signed, with_unit

_KINDS = {"M": ("månad", "månader"), "Q": ("kvartal", "kvartal"), "T": ("tertial", "tertial")}
_RUNS = {1: "över medelvärdet", -1: "under medelvärdet"}
# In the file, the part of a year that a row is about.
_PERIOD = "Period"


@dataclass(frozen=True)
class RunsView:
    """The section: the ``years`` chart (this beside the last) and the ``whole`` one, each wide and narrow, with what is
    ``told`` of it, ``rule`` how limits come about, and the table.
    """

    title: str
    unit: str
    plain_unit: str
    years_title: str
    years: tuple[PeriodChart, ...]
    whole_title: str
    whole: tuple[PeriodChart, ...]
    has_limits: bool
    told: tuple[str, ...]
    rule: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def runs_view(figures: Figures, indicator: Indicator, municipality: str, gender: str) -> RunsView | None:
    """The section on INDICATOR in MUNICIPALITY; None for what is measured yearly or has no values."""
    series, name = run_series(figures, indicator, municipality, gender), figures.snapshot.municipalities[municipality]
    if series is None or indicator.own is None:
        return None
    told = Told(name, indicator.unit, indicator.decimals)
    one, many = _KINDS[series.kind]
    year = series.newest.year
    return RunsView(
        title=_title(series, indicator),
        unit=f"{indicator.unit}, {labels.GENDER[series.gender]}",
        plain_unit=indicator.unit,
        years_title=f"{year} bredvid {year - 1}",
        years=year_charts(series, told),
        whole_title=_whole_title(series, many),
        whole=run_charts(series, told),
        has_limits=series.has_limits,
        told=tuple(_told(series, indicator)),
        rule=f"Årets utfall är {indicator.own.year_rule}, när alla {many} finns.",
        head=(first_upper(one), "Utfall", "Året innan", "Ändring", "Utöver det vanliga"),
        rows=tuple(_row(period, indicator) for period in reversed(series.periods)),
    )


def with_periods(
    table: pd.DataFrame, figures: Figures, indicator: Indicator, municipality: str, gender: str
) -> pd.DataFrame:
    """TABLE (as ``figure_table``) with a row a month, quarter or tertial below, the newest first; as it is without."""
    series = run_series(figures, indicator, municipality, gender)
    if series is None:
        return table
    own = figures.snapshot.municipalities[municipality]
    rows = pd.DataFrame(
        [
            (one.year, one.period, float("nan") if one.value is None else one.value, _remark(one))
            for one in reversed(series.periods)
        ],
        columns=["År", _PERIOD, own, REMARK],
    )
    whole = pd.concat([table.assign(**{_PERIOD: ""}), rows], ignore_index=True)
    whole[REMARK] = whole[REMARK].fillna("")
    others = [name for name in whole.columns if name not in ("År", _PERIOD, own, REMARK)]
    return whole[["År", _PERIOD, own, *others, REMARK]]


def _title(series: RunSeries, indicator: Indicator) -> str:
    """The newest value beside the same period a year earlier: seasons come and go, and are no change."""
    newest, decimals = series.newest, indicator.decimals
    said = f"{first_upper(newest.name)}: {with_unit(number(newest.value, decimals), indicator.unit)}"
    if newest.before is None or newest.value is None:
        return said
    change, before = newest.value - newest.before, Period(newest.year - 1, newest.period, None, "", None).name
    if change == 0:
        return f"{said}, lika med {before}"
    gap = difference(change, decimals, indicator.unit)
    return f"{said}, {gap} {'högre' if change > 0 else 'lägre'} än {before}"


def _whole_title(series: RunSeries, many: str) -> str:
    if not series.has_limits:
        return f"Alla {many}"
    out = sum(one.outside != 0 for one in series.periods)
    runs = sum(len(one.runs) for one in series.stretches)
    told = [f"{count_word(out)} utanför gränserna"] if out else []
    told += [f"{count_word(runs)} {'följd' if runs == 1 else 'följder'} på samma sida om medelvärdet"] if runs else []
    return first_upper(listed(told)) if told else "Inget utöver den vanliga variationen"


def _told(series: RunSeries, indicator: Indicator) -> Iterator[str]:
    one, many = _KINDS[series.kind]
    for stretch in series.stretches:
        yield from _signals(series, stretch, indicator)
        if stretch.why:
            yield _why_not(series, stretch)
    if series.has_limits:
        yield (
            f"Gränserna är medelvärdet plus och minus {number(LIMITS_FACTOR, 2)} gånger den genomsnittliga skillnaden "
            f"mellan två {many} i rad (XmR), när minst {LIMITS_LEAST} har värde. Utanför gränserna, eller en följd av "
            f"minst {count_word(RUN_LENGTH)} på samma sida om medelvärdet, är mer än den vanliga variationen. Det "
            f"säger inte varför. Gränserna känner inga årstider: är det samma {one} varje år, jämför med året innan."
        )
    if series.hidden:
        n = count_word(series.hidden, "en" if series.kind == "M" else "ett")
        yield (
            f"{first_upper(n)} {one if series.hidden == 1 else many} har ett värde som inte får visas. Det ritas inte, "
            "och ingår varken i medelvärdet eller i gränserna."
        )
    missing = [period.name for period in series.periods if period.value is None and not period.is_hidden]
    if missing:
        yield f"Utan värde: {listed(missing)}."


def _signals(series: RunSeries, stretch: Stretch, indicator: Indicator) -> Iterator[str]:
    periods, decimals = series.periods[stretch.first : stretch.last + 1], indicator.decimals
    for side, words in SIDES.items():
        out = [f"{one.name} ({number(one.value, decimals)})" for one in periods if one.outside == side]
        if out and stretch.limits:
            edge = stretch.limits.high if side > 0 else stretch.limits.low
            yield f"{first_upper(words)} ({number(edge, decimals + 1)}): {listed(out)}."
    for run in stretch.runs:
        yield f"{_run_words(series, run)}."


def _run_words(series: RunSeries, run: Run) -> str:
    first, last = series.periods[run.first], series.periods[run.last]
    length = first_upper(count_word(run.last - run.first + 1))
    return f"{length} i rad {_RUNS[run.side]}: {first.name}–{last.name}"


def _why_not(series: RunSeries, stretch: Stretch) -> str:
    many = _KINDS[series.kind][1]
    n = sum(one.value is not None for one in series.periods[stretch.first : stretch.last + 1])
    if stretch.why is NoLimits.FEW:
        where = f" från {series.periods[stretch.first].name}" if len(series.stretches) > 1 else ""
        return f"Gränser för vanlig variation räknas från {LIMITS_LEAST} {many} med värde; här är {n}{where}."
    return f"Gränser för vanlig variation räknas inte: för få {many} följer på varandra."


def _remark(period: Period) -> str:
    """Why PERIOD has no value, or what it is singled out for."""
    if period.value is None:
        return labels.missing_words(period.status)
    said = [SIDES[period.outside]] if period.outside else []
    said += [f"följd {_RUNS[period.run]}"] if period.run else []
    return ", ".join(said)


def _row(period: Period, indicator: Indicator) -> tuple[str, ...]:
    decimals = indicator.decimals
    if period.value is None:
        return (period.name, labels.missing_words(period.status), "", "", "")
    has_before = period.before is not None
    return (
        period.name,
        number(period.value, decimals),
        number(period.before, decimals) if has_before else "–",
        signed(period.value - (period.before or 0), decimals) if has_before else "–",
        _remark(period),
    )
