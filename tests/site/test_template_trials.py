"""A template is tried with a document of the made-up country, whatever figures there are or whether there are any."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.documents.template_kinds import Made, TemplateKind
from core.site.template_trials import TRIALS
from tests.documents.own_looks import dark_deck, other_deck, other_report


@pytest.mark.parametrize("kind", TemplateKind)
def test_a_template_is_tried_without_any_figures_and_says_that_its_content_is_made_up(kind: TemplateKind) -> None:
    own = other_deck() if kind is TemplateKind.DECK else other_report(kind)
    with zipfile.ZipFile(io.BytesIO(TRIALS[kind](Made(kind, "Mall: prov", own)))) as made:
        said = "".join(made.read(name).decode() for name in made.namelist() if name.endswith(".xml"))
    assert "påhittade" in said or "EXEMPELDATA" in said
    assert "Storköping" in said or kind not in (TemplateKind.DECK, TemplateKind.REPORT)
    assert "Mall: prov" in said


def test_what_is_tried_has_every_layout_of_a_deck() -> None:
    with zipfile.ZipFile(io.BytesIO(TRIALS[TemplateKind.DECK](Made(TemplateKind.DECK, own=dark_deck())))) as made:
        ties = "".join(made.read(name).decode() for name in made.namelist() if "slides/_rels" in name)
    assert {n for n in range(1, 6) if f"slideLayout{n}.xml" in ties} == {1, 2, 3, 4, 5}
