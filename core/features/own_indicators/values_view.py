"""An own indicator's values as a table, and the three signals as they will look."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from core.features.overview.row_view import RowView, row_view
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry
from core.features.own_indicators.other_series import PREVIEWED, preview
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Reason
from core.tabular.years_and_genders import period_name
from core.web.choices import Choices
from core.words.formats import alphabetical, number
from core.words.labels import GENDER, status_word

MOST_LINES, MOST_TIMES = 60, 12
_PREVIEWS_KEPT = 6
_GENDERS = "TKM"


@dataclass(frozen=True)
class ValueLine:
    """A municipality's values. ``gender`` is '' where the file has only totals; a cell is '' where nothing stands."""

    name: str
    gender: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ValueTable:
    """Values by municipality and time, oldest first. ``more_lines`` and ``more_times`` are how many are not shown."""

    times: tuple[str, ...]
    lines: tuple[ValueLine, ...]
    more_lines: int
    more_times: int


@dataclass(frozen=True)
class SignalLine:
    """A municipality's row as readers will see it; None where it has no values."""

    name: str
    row: RowView | None


@dataclass(frozen=True)
class SignalTable:
    """The signals of the area's municipalities. ``has_targets``: any of them has a target."""

    lines: tuple[SignalLine, ...]
    has_targets: bool


@dataclass(frozen=True)
class _Shown:
    """What the signals depend on, beside the figures."""

    indicator: OwnIndicator
    rows: tuple[Entry, ...]
    municipalities: tuple[tuple[str, str], ...]


def value_table(
    rows: Sequence[Entry], decimals: int, places: Mapping[str, str], members: Container[str] = ()
) -> ValueTable:
    """ROWS as a table that begins with MEMBERS, at most MOST_LINES high and with the newest MOST_TIMES."""
    times = sorted({(row.year, row.period) for row in rows})
    shown = times[-MOST_TIMES:]
    cells = {(row.municipality, row.gender, row.year, row.period): _cell(row, decimals) for row in rows}
    genders = sorted({row.gender for row in rows}, key=_GENDERS.index)
    ids = sorted(
        {row.municipality for row in rows}, key=lambda id_: (id_ not in members, alphabetical(places.get(id_, id_)))
    )
    has_gender = genders != ["T"]
    known = {(row.municipality, row.gender) for row in rows}
    keys = [(id_, gender) for id_ in ids for gender in genders if (id_, gender) in known]
    lines = tuple(
        ValueLine(
            places.get(id_, id_),
            GENDER[gender] if has_gender else "",
            tuple(cells.get((id_, gender, *time), "") for time in shown),
        )
        for id_, gender in keys[:MOST_LINES]
    )
    heads = tuple(period_name(*time) for time in shown)
    return ValueTable(heads, lines, len(keys) - len(lines), len(times) - len(shown))


def _cell(row: Entry, decimals: int) -> str:
    return status_word(row.status) if row.value is None else number(row.value, decimals)


def signal_table(
    figures: Figures, indicator: OwnIndicator, rows: Sequence[Entry], municipalities: Mapping[str, str]
) -> SignalTable | None:
    """The signals that INDICATOR with ROWS would give MUNICIPALITIES (id -> name); kept as long as the figures are.

    None where the figures have no place for it: its area is not among theirs.
    """
    if indicator.area not in figures.catalogue.area_by_id:
        return None
    shown = _Shown(indicator, tuple(rows), tuple(municipalities.items()))
    return figures.kept(_signals, shown, most=_PREVIEWS_KEPT)


def _signals(figures: Figures, shown: _Shown) -> SignalTable:
    whole = preview(figures, shown.indicator, shown.rows)
    kpi = shown.indicator.id or PREVIEWED
    # Only this one's row is asked for: to work out all of an area's takes seconds.
    alone = whole.with_figures(whole.snapshot, whole.catalogue.only([whole.catalogue.by_kpi[kpi]]))
    lines, has_targets = [], False
    for id_, name in shown.municipalities:
        record = next((row for row in alone.records(Choice(id_)) if row["kpi"] == kpi), None)
        has_targets |= record is not None and record["attainment_reason"] != Reason.NO_TARGET
        lines.append(SignalLine(name, row_view(record, Choices(id_), "") if record else None))
    return SignalTable(tuple(lines), has_targets)
