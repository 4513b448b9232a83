"""What is frozen has the same figures on the screen and in every file, whatever the figures have become."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import UTC, datetime

import pypdfium2
import pytest

from core.access.service import Access
from core.documents.deck import Deck, Glance, Story
from core.features.decks.plan import DeckPlan
from core.features.decks.store import current_decks
from core.features.reports.report import Report
from core.features.reports.report_fill import filled_report
from core.features.reports.store import ReportTexts, current_reports
from tests.features.decks.deck_site import SCHOOL, Site, access, figures, person, site
from tests.features.decks.export_decks import plain_deck
from tests.site.asgi import Answer

__all__ = ["access", "site"]

pytestmark = pytest.mark.usefixtures("source")
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def frozen_deck() -> Deck:
    """Slides with figures that no figures of the day have."""
    text = plain_deck().model_copy(update={"area": SCHOOL, "name": "Grundskola"}).model_dump_json()
    for old, new in (("58", "7531"), ("+11", "+8642"), ("12,4", "9753,1"), ("138\u00a0420", "864\u00a0297")):
        text = re.sub(rf'(?<=[": ]){re.escape(old)}(?=[\u00a0" ])', new, text)
    return Deck.model_validate_json(text)


def figures_of(deck: Deck | Report) -> set[str]:
    """Each figure that DECK shows, its spaces left out."""
    stories = [one.story for one in deck.stories] if isinstance(deck, Report) else []
    contents = [] if isinstance(deck, Report) else [one.content for one in deck.slides]
    stories += [one for one in contents if isinstance(one, Story)]
    glances = [one for one in contents if isinstance(one, Glance)]
    if isinstance(deck, Report):
        glances += [deck.glance] if deck.glance else []
    shown = [story.outcome for story in stories] + [story.change.rpartition(" ")[0] for story in stories]
    shown += [cell.value for glance in glances for row in glance.rows for cell in row.cells]
    return {squeezed(one) for one in shown if any(map(str.isdigit, one))}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0]", "", text)


def said(answer: Answer, kind: str) -> str:
    """All that the file of KIND says, its spaces left out."""
    assert answer.status == 200
    if kind.endswith("pdf"):
        file = pypdfium2.PdfDocument(answer.content)
        return squeezed(" ".join(page.get_textpage().get_text_bounded() for page in file))
    if kind in ("pptx", "docx"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
        return squeezed(re.sub(r"<[^>]*>", "", " ".join(parts)))
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", answer.text)))


@pytest.mark.parametrize("kind", ["", ".html", ".pdf", ".3.pdf", ".pptx"])
def test_a_frozen_deck_has_its_own_figures_on_the_screen_and_in_every_file(
    site: Site, access: Access, kind: str
) -> None:
    deck, anna = frozen_deck(), person(access, "anna")
    decks = current_decks(figures().catalogue)
    decks.freeze(DeckPlan(area=SCHOOL, slides=()), deck, parent=0, by=anna, now=NOW)
    text = said(site.get(f"/presentation/{SCHOOL}{kind}"), kind.removeprefix("."))
    wanted = figures_of(deck)
    assert {"7531dagar", "864297"} <= wanted
    assert sorted(one for one in wanted if one not in text) == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_report_that_is_given_out_has_its_own_figures_in_every_file(site: Site, access: Access, kind: str) -> None:
    anna, found = person(access, "anna"), figures()
    report = filled_report(found, frozen_deck(), {})
    reports = current_reports(found.catalogue)
    reports.freeze(ReportTexts(area=SCHOOL), report, parent=0, by=anna, now=NOW)
    text = said(site.get(f"/rapport/{SCHOOL}.{kind}"), kind)
    wanted = figures_of(report)
    assert {"7531dagar", "864297"} <= wanted
    assert sorted(one for one in wanted if one not in text) == []
