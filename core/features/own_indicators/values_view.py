"""An own indicator's values as a table, the three signals as they will look, and what differs from another version."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from core.charts.row_view import RowView, row_view
from core.features.own_indicators.indicators import OwnIndicator
from core.features.own_indicators.models import Entry
from core.features.own_indicators.other_series import PREVIEWED, preview
from core.features.own_indicators.reading.checking import whose
from core.features.own_indicators.shared import places_of
from core.features.own_indicators.versions import Comparison
from core.features.own_indicators.words import field_words
from core.outcomes.figures import Figures
from core.outcomes.rows import Choice
from core.signals import Reason
from core.tabular.years_and_genders import period_name
from core.web.choices import INDICATOR, Choices, link
from core.web.visit import Visit
from core.words.formats import alphabetical, level, number
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
        record = alone.record(Choice(id_), kpi)
        has_targets |= record is not None and record["attainment_reason"] != Reason.NO_TARGET
        lines.append(
            SignalLine(name, row_view(record, link(INDICATOR, Choices(id_), kpi=record["kpi"]), "") if record else None)
        )
    return SignalTable(tuple(lines), has_targets)


MOST_CHANGES = 100


@dataclass(frozen=True)
class ChangeView:
    """Something that differs: a field, or a value with whose it is and when."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangesView:
    """What differs; ``groups`` are (title, at most MOST_CHANGES of the kind, how many there are)."""

    fields: tuple[ChangeView, ...]
    groups: tuple[tuple[str, tuple[ChangeView, ...], int], ...]
    is_same: bool


def changes_view(found: Comparison, asked: Visit) -> ChangesView:
    """FOUND in words."""
    fields = tuple(
        ChangeView(
            change.label,
            field_words(change.field, change.before, asked.catalogue),
            field_words(change.field, change.after, asked.catalogue),
        )
        for change in found.fields
    )
    return ChangesView(fields, _value_changes(found, places_of(asked.figures, asked.catalogue)), found.is_same)


def _value_changes(found: Comparison, places: Mapping[str, str]) -> tuple[tuple[str, tuple[ChangeView, ...], int], ...]:
    def named(value: Entry) -> str:
        return whose(value.key, places)

    most = MOST_CHANGES
    changed = [ChangeView(named(one.after), _words(one.before), _words(one.after)) for one in found.changed[:most]]
    added = [ChangeView(named(value), "", _words(value)) for value in found.added[:most]]
    removed = [ChangeView(named(value), _words(value), "") for value in found.removed[:most]]
    groups = (
        ("Ändrade värden", tuple(changed), len(found.changed)),
        ("Nya värden", tuple(added), len(found.added)),
        ("Borttagna värden", tuple(removed), len(found.removed)),
    )
    return tuple(group for group in groups if group[2])


def _words(value: Entry) -> str:
    text = status_word(value.status) if value.value is None else level(value.value)
    return text if value.persons is None else f"{text} ({value.persons} personer)"
