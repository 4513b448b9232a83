"""Figures of an ordinary municipality, and every page of them as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest

from core.outcomes.figures import Figures
from core.outcomes.lists import Show
from core.signals import Gender
from core.site.figures import figure_source
from core.site.site import SITE
from core.web.choices import (
    ABOUT,
    AREAS,
    CHOOSE,
    COMPARE,
    GROUP,
    INDEX,
    INDICATOR,
    LEARN,
    OVERVIEW,
    RESOURCES,
    SEARCH,
    Choices,
    View,
    query,
)
from core.web.visit import Visit
from tests.conftest import STORY
from tests.features.compare.comparing import OWN
from tests.shared import BOTKYRKA, COST, GRADES, HUDDINGE, KPIS, YEARS, Values, built, figures_of, opened, small_harvest
from tests.web.html import Element, parsed

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
        yield Figures(snapshot, figures.catalogue, figures.entered, figures.revision)


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """What the tests of Jämför compare."""
    with figures_of(tmp_path_factory.mktemp("compare"), harvest=small_harvest(own=OWN)) as made:
        yield made


@pytest.fixture
def example_figures(example_dir: Path, source: None) -> Figures:
    """The made-up country: 290 municipalities and the shipped catalogue's indicators."""
    found = figure_source().get()
    assert found is not None
    return found


def drawn(figures: Figures | None, path: str, choices: Choices, **params: str) -> str:
    """The content of the page at PATH, with PARAMS of the address that are no choices."""
    return SITE[path].show(Visit(path, query(choices) | params, figures))


def pages_of(figures: Figures, *municipalities: str) -> dict[str, str]:
    """Every kind of page, by a name that tells what it is."""
    found = {}
    for municipality in municipalities:
        for show, (gender, reference) in product(Show, ((Gender.TOTAL, "riket"), (Gender.WOMEN, "sodertorn"))):
            choices = Choices(municipality, show=show, gender=gender, reference=reference, everything=True)
            found[f"overview {municipality} {show} {gender}"] = drawn(figures, OVERVIEW, choices)
        for kpi in KPIS:
            found[f"indicator {municipality} {kpi}"] = drawn(figures, INDICATOR, Choices(municipality, kpi=kpi))
        found |= _comparisons(figures, municipality)
    here = Choices(HUDDINGE)
    women = Choices(HUDDINGE, gender=Gender.WOMEN, kpi=KPIS[0])
    return found | {
        "indicator women": drawn(figures, INDICATOR, women),
        "overview first": drawn(figures, OVERVIEW, here),
        "choose": drawn(figures, CHOOSE, Choices()),
        "group": drawn(figures, GROUP, here, till="jamfor"),
        "group of one's own": drawn(figures, GROUP, Choices(HUDDINGE, group="0127.1880")),
        "search": drawn(figures, SEARCH, here),
        "search one": drawn(figures, SEARCH, here, q=GRADES),
        "search several": drawn(figures, SEARCH, here, q="kostnad elev"),
        "search in vain": drawn(figures, SEARCH, here, q="rymdfart"),
        "about": drawn(figures, ABOUT, here),
        "about without figures": drawn(None, ABOUT, here),
        "message": drawn(figures, INDICATOR, here),
        "message without figures": drawn(None, OVERVIEW, here),
    }


def _comparisons(figures: Figures, municipality: str) -> dict[str, str]:
    """The pages that compare, for MUNICIPALITY, in their different forms."""
    found = {}
    here = Choices(municipality)
    for area in (None, *figures.catalogue.area_by_id):
        found[f"area {municipality} {area}"] = drawn(figures, AREAS, Choices(municipality, area=area))
    for view, group in product(View, (None, "lan", "liknande", "0127.1880.2513")):
        choices = Choices(municipality, view=view, group=group, kpi=GRADES)
        found[f"compare {municipality} {view} {group}"] = drawn(figures, COMPARE, choices)
    for view, gender in product(View, (Gender.WOMEN, Gender.MEN)):
        choices = Choices(municipality, "grundskola", gender=gender, view=view, kpi=COST, year=2022)
        found[f"compare {municipality} {view} {gender}"] = drawn(figures, COMPARE, choices)
    for sort in ("namn", "-lan", municipality, f"-{municipality}"):
        choices = Choices(municipality, "grundskola", sort=sort)
        found[f"compare {municipality} sorted {sort}"] = drawn(figures, COMPARE, choices)
    country = Choices(municipality, view=View.MAP, whole_country=True)
    return found | {
        f"compare {municipality} country": drawn(figures, COMPARE, country),
        f"resources {municipality}": drawn(figures, RESOURCES, here),
        f"index {municipality}": drawn(figures, INDEX, here),
        f"learn {municipality} {GRADES}": drawn(figures, LEARN, Choices(municipality, kpi=GRADES)),
        f"learn {municipality} {COST}": drawn(figures, LEARN, Choices(municipality, kpi=COST)),
    }


@pytest.fixture(scope="session")
def pages(lively: Figures) -> Mapping[str, str]:
    return pages_of(lively, HUDDINGE, BOTKYRKA, OREBRO, SILENT)


@pytest.fixture(scope="session")
def roots(pages: Mapping[str, str]) -> Mapping[str, Element]:
    return {page: parsed(html) for page, html in pages.items()}
