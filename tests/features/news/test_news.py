"""What has happened: told by day with what is found about it, as a page and as a valid feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from core.features.news.feed import ATOM, Channel, atom
from core.features.news.happened import AskedNews, Happened, happened
from core.features.news.page import AskedPage, news_html
from core.outcomes.figures import Figures
from core.outcomes.kept import Lasting
from core.outcomes.year import Worked
from core.web.choices import Choices
from tests.shared import GRADES, HUDDINGE, LAST

SEEN = date(2026, 11, 20)
NEW = ("T", LAST, float("nan"), 62.5)
CHANNEL = Channel(
    "https://x.se", "Huddinge", "/nytt.atom?kommun=0126", "/nytt?kommun=0126&x=1", datetime(2026, 1, 2, tzinfo=UTC)
)


@pytest.fixture
def told(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> Figures:
    """Figures of which the last refresh brought a new value of the grades."""
    columns = ["seen_on", "municipality", "kpi", "gender", "year", "before", "after"]
    frame = pd.DataFrame([(pd.Timestamp(SEEN), HUDDINGE, GRADES, *NEW)], columns=columns)
    monkeypatch.setattr(
        type(figures.snapshot), "changes_of", lambda _, municipality: frame[frame["municipality"] == municipality]
    )
    return replace(figures, lasting=Lasting())


def reports(figures: Figures) -> tuple[Worked, ...]:
    area = figures.catalogue.by_kpi[GRADES].area
    others = [one.id for one in figures.catalogue.areas if one.id != area]
    return (Worked(area, date(2026, 9, 14)), Worked(others[0], None))


def test_a_new_value_is_told_with_its_finding_and_a_report_on_its_day_newest_first(told: Figures) -> None:
    found = happened(told, AskedNews(HUDDINGE, None, reports(told)))
    assert [one.on for one in found] == [SEEN, date(2026, 9, 14)]
    name = told.catalogue.by_kpi[GRADES].name
    assert found[0].title == f"{name} har fått ett värde för {LAST}: 62,5"
    assert found[0].text == "" or found[0].text.startswith("Huddinge ")
    assert found[0].address == f"/indikator?kommun={HUDDINGE}&nyckeltal={GRADES}"
    assert found[1].title.endswith("är utgiven")


def test_another_municipality_or_area_is_not_told_of_it(told: Figures) -> None:
    other = next(one.id for one in told.catalogue.areas if one.id != told.catalogue.by_kpi[GRADES].area)
    assert happened(told, AskedNews("0127", None)) == ()
    assert happened(told, AskedNews(HUDDINGE, other)) == ()


def test_the_page_lists_it_and_an_empty_one_says_what_will_stand_there(told: Figures) -> None:
    html = news_html(told, AskedPage(Choices(HUDDINGE), reports(told)))
    assert "Två nyheter från Huddinge" in html
    assert f"/nytt.atom?kommun={HUDDINGE}" in html
    assert "Inget har hänt här" in news_html(told, AskedPage(Choices("0127"), ()))


def required(element: ET.Element, *names: str) -> Iterator[str]:
    for name in names:
        [one] = element.findall(f"{{{ATOM}}}{name}")
        assert one.text
        assert one.text.strip()
        yield one.text


NEWS = (
    Happened("a", date(2026, 11, 20), "Ett & <två>\x0b", "”Fyra” är > tre.", "/indikator?kommun=0126&nyckeltal=N", "x"),
    Happened("b", date(2026, 9, 14), "Rapporten är utgiven", "", "/omraden?kommun=0126", "x"),
)


@pytest.mark.parametrize("news", [NEWS, ()], ids=["two", "none"])
def test_the_feed_has_what_the_rfc_asks_of_a_feed_and_of_each_entry(news: Sequence[Happened]) -> None:
    root = ET.fromstring(atom(CHANNEL, news))  # noqa: S314 - our own
    assert root.tag == f"{{{ATOM}}}feed"
    id_, _, updated = required(root, "id", "title", "updated")
    assert id_ == "https://x.se/nytt.atom?kommun=0126"
    assert datetime.fromisoformat(updated).tzinfo is not None
    assert {one.get("rel") for one in root.findall(f"{{{ATOM}}}link")} == {"self", "alternate"}
    assert list(required(root.findall(f"{{{ATOM}}}author")[0], "name"))
    entries = root.findall(f"{{{ATOM}}}entry")
    ids = []
    for entry in entries:
        one, _, at, _ = required(entry, "id", "title", "updated", "summary")
        assert datetime.fromisoformat(at).tzinfo is not None
        assert entry.findall(f"{{{ATOM}}}link")[0].get("href", "").startswith("https://x.se/")
        ids.append(one)
    assert len(set(ids)) == len(ids) == len(news)
    known = {
        f"{{{ATOM}}}{name}" for name in ("id", "title", "updated", "link", "author", "name", "entry", "summary", "feed")
    }
    assert {one.tag for one in root.iter()} <= known


def test_what_somebody_wrote_is_text_in_the_feed() -> None:
    root = ET.fromstring(atom(CHANNEL, NEWS))  # noqa: S314 - our own
    assert root.findall(f"{{{ATOM}}}entry/{{{ATOM}}}title")[0].text == "Ett & <två>"
