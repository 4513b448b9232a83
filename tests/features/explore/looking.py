"""Views of Utforska as their addresses ask for them."""

from __future__ import annotations

import json
from typing import Any

from core.features.explore.choices import Wish, read_wish
from core.features.explore.view import View, view_of
from core.outcomes.figures import Figures
from core.web.visit import Visit
from tests.shared import GRADES, HUDDINGE

WHERE = {"kommun": HUDDINGE, "nyckeltal": GRADES}


def wished(figures: Figures, **params: str) -> tuple[Wish, list[str]]:
    """The wish of the address with PARAMS beside WHERE, and what of them is said not to exist."""
    visit = Visit("/utforska", WHERE | params, figures)
    wish, unknown = read_wish(visit.params, visit.choices, figures)
    return wish, [one.words for one in unknown]


def looked_at(figures: Figures, **params: str) -> View:
    """The view of that address."""
    return view_of(figures, wished(figures, **params)[0])


def drawn(figures: Figures, **params: str) -> dict[str, Any]:
    """Its figure, which plotly.js must be able to read."""
    figure = looked_at(figures, **params).figure
    assert figure is not None
    json.dumps(figure, allow_nan=False)
    return figure
