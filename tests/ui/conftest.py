"""Figures of an ordinary municipality, and every page of them as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from core.overview.figures import Figures
from core.signals import Gender
from core.ui.choices import ABOUT, CHOOSE, INDICATOR, OVERVIEW, Choices, Show, query
from core.ui.site import CONTENT, Visit
from tests.conftest import STORY
from tests.shared import BOTKYRKA, HUDDINGE, KPIS, YEARS, Values, built, opened, small_harvest

OREBRO, SILENT = "1880", "2513"

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


def drawn(figures: Figures | None, path: str, choices: Choices) -> str:
    """The content of the page at PATH."""
    return CONTENT[path](Visit.of(path, query(choices), figures))


def pages_of(figures: Figures, *municipalities: str) -> dict[str, str]:
    """Every kind of page, by a name that tells what it is."""
    found = {}
    for municipality in municipalities:
        for show, (gender, reference) in product(Show, ((Gender.TOTAL, "riket"), (Gender.WOMEN, "sodertorn"))):
            choices = Choices(municipality, show=show, gender=gender, reference=reference, everything=True)
            found[f"overview {municipality} {show} {gender}"] = drawn(figures, OVERVIEW, choices)
        for kpi in KPIS:
            found[f"indicator {municipality} {kpi}"] = drawn(figures, INDICATOR, Choices(municipality, kpi=kpi))
    here = Choices(HUDDINGE)
    women = Choices(HUDDINGE, gender=Gender.WOMEN, kpi=KPIS[0])
    return found | {
        "indicator women": drawn(figures, INDICATOR, women),
        "overview first": drawn(figures, OVERVIEW, here),
        "choose": drawn(figures, CHOOSE, Choices()),
        "about": drawn(figures, ABOUT, here),
        "about without figures": drawn(None, ABOUT, here),
        "message": drawn(figures, INDICATOR, here),
        "message without figures": drawn(None, OVERVIEW, here),
    }


@pytest.fixture(scope="session")
def pages(lively: Figures) -> Mapping[str, str]:
    return pages_of(lively, HUDDINGE, BOTKYRKA, OREBRO, SILENT)
