"""What the server does: signals of everything, and the overview's script run."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.numbers import tell, timed
from core.catalogue.frames import indicator_frame
from core.overview.figures import Figures, figure_source
from core.overview.rows import Choice, signal_rows
from core.signals import kpi_years, standing, trend
from core.ui.choices import Choices
from core.ui.drawn import overview_html

ROOT = Path(__file__).resolve().parents[1]


def run() -> None:
    """Print the numbers for the snapshot of the data folder."""
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    _signals(figures)
    participants = [p.id for p in figures.catalogue.participants]
    mine = figures.targets[figures.targets["municipality"] == participants[0]]
    tell(
        "rows of one municipality, uncached",
        timed(lambda: signal_rows(figures.snapshot, figures.catalogue, mine, Choice(participants[0])), 10),
    )
    rest = iter(list(figures.snapshot.municipalities)[40:])
    tell("overview HTML of a new municipality, uncached", timed(lambda: _new(figures, next(rest)), 20))
    app = AppTest.from_file(str(ROOT / "core" / "ui" / "main.py"), default_timeout=30)
    app.query_params["kommun"] = participants[0]
    app.run()
    tell("overview's script run, warm", timed(app.run, 30), 0.040)


def _new(figures: Figures, municipality: str) -> str:
    return overview_html(figures, Choices(municipality=municipality))


def _signals(figures: Figures) -> None:
    values = figures.snapshot.values_of(list(figures.snapshot.municipalities))
    indicators = indicator_frame(figures.catalogue)

    def everything() -> None:
        years = kpi_years(values, indicators)
        standing(values, indicators, years)
        trend(values, indicators)

    newest = values["year"].max()
    print(f"signals: {len(values)} values, {len(indicators)} indicators, years {values['year'].min()}-{newest}")
    tell("all signals, all municipalities, every year as outcome year", timed(everything, 3), 2.0)
