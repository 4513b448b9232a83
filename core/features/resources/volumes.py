"""Volume and cost: what a municipality's volume and its cost have been, as indices from a year, and their split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.catalogue import VolumePair
from core.outcomes.figures import Figures
from core.signals import shown
from core.signals.volumes import PARTS, Split, between_breaks, completed, in_prices_of, indices, split
from core.web.choices import Prices

# From where one looks back without having chosen, in years.
USUAL_YEARS = 5
# Two years, or there is no change to tell of.
LEAST_YEARS = 2
_KEPT = 12
_KEY = ["municipality", "year"]


@dataclass(frozen=True)
class VolumeFigures:
    """PAIR as MUNICIPALITY has it, in the prices asked for: those of ``last`` where they are fixed.

    ``rows`` has every municipality: municipality, year, PARTS (cost and unit_cost in kronor) and preliminary;
    ``indices`` the years that can be compared with ``base``: municipality, year, PARTS, 100 in ``base``. ``years`` are
    those in which the municipality has everything, and so may be the base; without any there is no base. ``reasons``
    tell by year what Kolada says (its status) where a value is withheld, ``left_out`` are years whose prices the index
    lacks. ``split`` is from base to last.
    """

    pair: VolumePair
    municipality: str
    prices: Prices
    rows: pd.DataFrame
    indices: pd.DataFrame
    years: tuple[int, ...]
    breaks: tuple[int, ...]
    base: int | None
    last: int | None
    reasons: dict[int, str]
    left_out: tuple[int, ...]
    split: Split | None

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The municipality's own of ROWS (``rows`` or ``indices``) by year, oldest first."""
        return rows[rows["municipality"] == self.municipality].set_index("year").sort_index()


def missing_kpis(figures: Figures, pair: VolumePair) -> tuple[str, ...]:
    """Those of PAIR's KPIs that were not fetched: the snapshot is older than the catalogue, or Kolada lacks them."""
    return tuple(kpi for kpi in pair.kpis.values() if kpi not in figures.snapshot.kpis)


def volume_figures(
    figures: Figures,
    pair: VolumePair,
    municipality: str,
    *,
    prices: Prices = Prices.CURRENT,
    base: int | None = None,
    until: int | None = None,
) -> VolumeFigures:
    """PAIR up to the year UNTIL as MUNICIPALITY has it; BASE is the year chosen, None or one that it lacks the usual.

    Fixed prices leave only the years of the catalogue's price index.
    """
    rows, statuses = figures.kept(_rows, pair.id, most=_KEPT)
    if until is not None:
        rows = rows[rows["year"] <= until]
    own = rows[rows["municipality"] == municipality].dropna(subset=list(PARTS))
    index = figures.catalogue.price_index if prices is Prices.FIXED else None
    known = own["year"].isin(index.years if index else ()) | (prices is Prices.CURRENT)
    years, left_out = (tuple(int(year) for year in own["year"][some]) for some in (known, ~known))
    breaks = figures.catalogue.breaks_of(pair)
    part = _looked_at(between_breaks(years, breaks), base)
    base = base if base in part else next((year for year in part if year >= part[-1] - USUAL_YEARS), None)
    last = part[-1] if part else None
    if index and last:
        rows = in_prices_of(rows[rows["year"].isin(index.years)], index.changes, last)
    found = rows.iloc[:0] if base is None else indices(rows, base, breaks)
    ends = rows[(rows["municipality"] == municipality) & rows["year"].isin((base, last))]
    return VolumeFigures(
        pair=pair,
        municipality=municipality,
        prices=prices,
        rows=rows,
        indices=found,
        years=years,
        breaks=breaks,
        base=base,
        last=last,
        reasons={year: status for (who, year), status in statuses.items() if who == municipality},
        left_out=left_out,
        split=split(_pair(ends["volume"]), _pair(ends["unit_cost"])) if base != last else None,
    )


def _pair(values: pd.Series) -> tuple[float, float]:
    before, after = values
    return float(before), float(after)


def _looked_at(parts: Sequence[Sequence[int]], base: int | None) -> Sequence[int]:
    """Which of PARTS, years that can be compared, is shown: BASE's, else the newest with a change to tell of."""
    newest = next((part for part in reversed(parts) if len(part) >= LEAST_YEARS), parts[-1] if parts else ())
    return next((part for part in parts if base in part), newest)


def _rows(figures: Figures, pair_id: str) -> tuple[pd.DataFrame, dict[tuple[str, int], str]]:
    """Every municipality's years of a pair in current prices, and the statuses of what is withheld."""
    pair = figures.catalogue.volume_by_id[pair_id]
    values = figures.snapshot.totals_of(pair.kpis.values())
    values["part"] = values["kpi"].map({kpi: part for part, kpi in pair.kpis.items()})
    wide = values.pivot_table("value", _KEY, "part").reindex(columns=list(pair.kpis)).reset_index()
    if pair.cost:
        wide["cost"] *= 1000
    rows = completed(wide, pair.reckoned, mean_of_two=pair.mean_of_two)
    early = values[values["preliminary"]].drop_duplicates(_KEY)[[*_KEY, "preliminary"]]
    rows = rows.merge(early, on=_KEY, how="left").fillna({"preliminary": False}).astype({"preliminary": bool})
    withheld = values[values["value"].isna() & (values["status"] != "")]
    told = {(str(who), int(year)): str(s) for who, year, s in withheld[[*_KEY, "status"]].itertuples(index=False)}
    return rows[[*_KEY, *PARTS, "preliminary"]], told


def volumes_table(figures: Figures, found: VolumeFigures, members: Sequence[str]) -> pd.DataFrame:
    """The figures as a file, a row for each municipality and year, MEMBERS of the group marked.

    Kommunkod, Kommun, I gruppen, År, Kostnad (kr), the volume, Kronor per one, the three indices, Basår, Priser,
    Preliminärt. As the page shows them: whole kronor and persons, indices with a decimal; from the first year with all
    three. Indices and split are reckoned before the rounding.
    """
    pair = found.pair
    rows = found.rows[found.rows["year"] >= min(found.years)] if found.years else found.rows.iloc[:0]
    rows = rows.dropna(subset=list(PARTS), how="all")
    rows = rows.merge(found.indices, on=_KEY, how="left", suffixes=("", "_index"))

    def whole(part: str) -> pd.Series:
        return pd.Series(shown(rows[part], 0), index=rows.index).astype("Int64")

    def index(part: str) -> pd.Series:
        return pd.Series(shown(rows[f"{part}_index"], 1), index=rows.index)

    return pd.DataFrame(
        {
            "Kommunkod": rows["municipality"],
            "Kommun": rows["municipality"].map(figures.snapshot.municipalities),
            "I gruppen": rows["municipality"].isin(list(members)),
            "År": rows["year"],
            "Kostnad, kr": whole("cost"),
            f"Volym, {pair.many}": whole("volume"),
            f"Kronor per {pair.one}": whole("unit_cost"),
            "Index kostnad": index("cost"),
            "Index volym": index("volume"),
            f"Index kronor per {pair.one}": index("unit_cost"),
            "Basår": found.base,
            "Priser": "löpande" if found.prices is Prices.CURRENT else f"{found.last} års priser",
            "Preliminärt": rows["preliminary"],
        }
    )
