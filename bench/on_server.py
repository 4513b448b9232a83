"""What the server does: signals of everything, and the overview's script run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench import cycle, goals
from bench.numbers import tell, timed
from core.catalogue.frames import indicator_frame
from core.features.areas.view import areas_html
from core.features.compare.matrix import Scope, matrix
from core.features.compare.view import compare_html
from core.features.learn.view import learn_html
from core.features.resources.view import resources_html
from core.features.result_index.rules import model_index
from core.features.result_index.view import index_html
from core.outcomes.figures import Figures
from core.outcomes.groups import ComparisonGroup
from core.outcomes.rows import Choice, signal_rows
from core.signals import kpi_years, standing, trend
from core.site.figures import figure_source
from core.site.site import SITE
from core.web.choices import OVERVIEW, Choices, View
from core.web.visit import Visit

ROOT = Path(__file__).resolve().parents[1]


def run() -> None:
    """Print the numbers for the snapshot of the data folder."""
    figures = figure_source().get()
    if figures is None:
        raise SystemExit("no figures: run python -m core refresh first")
    _signals(figures)
    participants = [p.id for p in figures.catalogue.participants]
    mine = figures.targets_of(participants[0])
    tell(
        "rows of one municipality, uncached",
        timed(lambda: signal_rows(figures.snapshot, figures.catalogue, mine, Choice(participants[0])), 10),
    )
    rest = iter(list(figures.snapshot.municipalities)[40:])
    tell("overview HTML of a new municipality, uncached", timed(lambda: _new(figures, next(rest)), 20))
    _comparisons(figures)
    goals.run(figures)
    cycle.run(figures)
    app = AppTest.from_file(str(ROOT / "core" / "site" / "main.py"), default_timeout=30)
    app.query_params["kommun"] = participants[0]
    app.run()
    tell("overview's script run, warm", timed(app.run, 30), 0.040)


def _comparisons(figures: Figures) -> None:
    """The comparison pages' sums: what is made for the first reader of a view; the next gets it kept."""
    municipalities = list(figures.snapshot.municipalities)[40:50]
    group = ComparisonGroup("", "", "", tuple(municipalities), has_own=True, name_within="")
    scope = Scope(municipalities[0], group, figures.catalogue.indicators[8:18])
    tell("matrix of ten municipalities x ten indicators, uncached", timed(lambda: matrix(figures, scope), 20), 0.080)
    model = figures.catalogue.models[0].id
    anew = partial(figures.with_figures, figures.snapshot, figures.catalogue)
    tell("result index of 290 municipalities, uncached", timed(lambda: model_index(anew(), model), 10), 0.150)
    draws = {"areas": areas_html, "compare": compare_html, "resources": resources_html, "index": index_html}
    for name, draw in {**draws, "learn": learn_html}.items():
        views = iter([Choices(m, area="grundskola", kpi="N15428") for m in municipalities])
        tell(f"page {name} of a new municipality, uncached", timed(partial(_drawn, draw, figures, views), 10))
    for view in (View.PANELS, View.MAP):
        views = iter([Choices(m, area="grundskola", kpi="N15428", view=view) for m in municipalities])
        tell(f"page compare as {view}, uncached", timed(partial(_drawn, compare_html, figures, views), 10))


def _drawn(draw: Callable[[Figures, Choices], str], figures: Figures, views: Iterator[Choices]) -> str:
    return draw(figures, next(views))


def _new(figures: Figures, municipality: str) -> str:
    return SITE[OVERVIEW].show(Visit(OVERVIEW, {"kommun": municipality}, figures))


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
