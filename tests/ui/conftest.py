"""Figures of an ordinary municipality, and every page of them as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product


import pytest


from core.overview.figures import Figures
from core.signals import Gender
from core.ui.about_view import about_html
from core.ui.choices import Choices, Show
from core.ui.drawn import choose_html, indicator_html, overview_html
from core.ui.render import render
from tests.conftest import STORY
from tests.shared import BOTKYRKA, HUDDINGE, KPIS, YEARS, Values, built, opened, small_harvest

OREBRO, SILENT = "1880", "2513"
Make = Callable[..., Figures]

# A municipality that has reported nothing at all; one whose values are old; an open year.
LIFE: Values = {
    **STORY,
    **{(kpi, SILENT, gender): dict.fromkeys(YEARS) for kpi in KPIS for gender in "TKM"},
    (KPIS[0], OREBRO, "T"): dict.fromkeys(range(2019, 2024)),
}


@pytest.fixture(scope="session")
def lively(tmp_path_factory: pytest.TempPathFactory, figures: Figures) -> Iterator[Figures]:
    """The shared figures' targets, with municipalities that lack values."""
    file = built(tmp_path_factory.mktemp("lively") / "cache-1.duckdb", small_harvest(own=LIFE))
    with opened(file) as snapshot:
        yield Figures(snapshot, figures.catalogue, figures.state, figures.revision)


def pages_of(figures: Figures, municipalities: tuple[str, ...] = (HUDDINGE, BOTKYRKA, OREBRO, SILENT)) -> dict[str, str]:
    """Every kind of page, by a name that tells what it is."""
    found = {}
    for municipality in municipalities:
        for show, gender, reference in product(Show, ("T", "K"), ("riket", "sodertorn")):
            choices = Choices(municipality, show=show, gender=gender_of(gender), reference=reference, everything=True)
            found[f"overview {municipality} {show} {gender} {reference}"] = overview_html(figures, choices)
        for kpi, gender in product(KPIS, ("T", "K")):
            choices = Choices(municipality, kpi=kpi, gender=gender_of(gender))
            found[f"indicator {municipality} {kpi} {gender}"] = indicator_html(figures, choices)
    here = Choices(HUDDINGE)
    found["overview first"] = overview_html(figures, here)
    found["choose"] = choose_html(figures, Choices(), kpi=None, address="/kommun")
    found["about"] = about_html(figures, here, address="/om")
    found["about without figures"] = about_html(None, here, address="/om")
    found["message"] = message_html()
    return found


def gender_of(code: str) -> Gender:
    return Gender(code)


def message_html(title: str = "Rubrik", *paragraphs: str, action: str = "Till översikten") -> str:
    return render(
        "message.html",
        title=title,
        paragraphs=paragraphs or ("Ett stycke.",),
        action=action,
        action_address="/",
        address="/",
    )


@pytest.fixture(scope="session")
def pages(lively: Figures) -> Mapping[str, str]:
    return pages_of(lively)
