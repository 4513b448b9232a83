"""Checklistor: ticked with day and function, put together, undone, printed; and the file that they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from core.access.people import READER
from core.access.service import Access, current_access
from core.catalogue.checklists import default_checklists, load_checklists
from core.catalogue.loader import CatalogueError
from core.features.checklists.entry import FEATURE
from core.outcomes.figures import figure_source
from core.site.site import SITE
from core.web.visit import Visit
from core.words.dates import today
from tests.features.reminders.reminded import near, person
from tests.shared import HUDDINGE
from tests.site.asgi import Browser, looping
from tests.site.visitors import Visitor
from tests.web.html import parsed

GOALS = {"kommun": HUDDINGE, "steg": "mal"}
SAVED = {**GOALS, "gora": "spara", "sedd": "0", "klart-vad": "ja", "dag-vad": "", "vem-vad": "kvalitetschef <b>"}


@pytest.fixture
def access(remembered: Path, source: None) -> Access:
    made = current_access()
    near(made)
    return made


@pytest.fixture
def come(access: Access) -> Iterator[Callable[[str], Visitor]]:
    with looping() as loop:
        browser = Browser(loop, Starlette(routes=FEATURE.routes()))
        yield lambda login: Visitor(browser, access, login)


def page(access: Access, login: str = "", **params: str) -> str:
    who = person(access, login) if login else READER
    return SITE["/checklistor"].show(Visit("/checklistor", params, figure_source().get(), who))


def save(visitor: Visitor, form: Mapping[str, str]) -> tuple[str, str]:
    _, _, notice = visitor.post("/checklistor", form)
    assert notice
    return notice.text, notice.fields.get("sparning", "")


def test_a_point_is_ticked_today_with_its_function_and_undone(access: Access, come: Callable[[str], Visitor]) -> None:
    olle, day = come("olle"), today(datetime.now(UTC))
    assert "Mål: ingen punkt är avbockad än" in page(access, "olle", **GOALS)
    told, batch = save(olle, SAVED | {"dag-fa": "2020-01-31", "vem-fa": "ekonom"})
    assert told == "Checklistan är sparad."
    html = page(access, "olle", **GOALS)
    assert "Mål: en av sex punkter är klar, en är försenad" in html
    rows = [one.text for one in parsed(html).one("table", "nk-check-table").all("tr")[1:]]
    assert "kvalitetschef <b>" in rows[0]
    assert f"klart {day.day} " in rows[0]
    assert "ska vara klart 31 jan 2020" in rows[1]
    assert len(rows) == 6
    listed = page(access, "olle", kommun=HUDDINGE)
    assert "1 av 6 klara" in listed
    assert "En av 74 punkter är klar, en är försenad" in listed
    save(olle, {**GOALS, "gora": "angra", "sparning": batch})
    assert "ingen punkt är avbockad än" in page(access, "olle", **GOALS)


def test_two_who_tick_different_points_at_once_are_put_together(access: Access, come: Callable[[str], Visitor]) -> None:
    olle, ada = come("olle"), come("ada")
    save(olle, SAVED)
    told, _ = save(ada, SAVED | {"klart-vad": "", "vem-vad": "", "vem-fa": "controller"})
    assert told.startswith("Checklistan är sparad. Olle hade redan sparat version 1")
    html = page(access, "ada", **GOALS)
    assert all(words in html for words in ("kvalitetschef", "controller", "Versioner (2)"))
    told, _ = save(ada, SAVED | {"vem-vad": "någon annan"})
    assert "kvalitetschef" in page(access, "ada", **ada.params)
    assert not told.startswith("Checklistan är sparad")


def test_who_empties_what_another_has_just_changed_is_told_and_nothing_is_lost(
    access: Access, come: Callable[[str], Visitor]
) -> None:
    olle, ada = come("olle"), come("ada")
    save(olle, SAVED | {"dag-vad": "2026-01-31"})
    save(olle, SAVED | {"sedd": "1", "dag-vad": "2026-02-28", "vem-vad": "stadsdirektör"})
    told, _ = save(ada, SAVED | {"sedd": "1", "klart-vad": "", "dag-vad": "", "vem-vad": ""})
    assert told.startswith("Inget är sparat än. Olle")
    html = page(access, "ada", **ada.params)
    assert 'Sparat under tiden:</b> <span class="nk-lines">stadsdirektör' in html
    assert "2026-02-28" in html
    kept = page(access, "olle", **GOALS)
    assert "stadsdirektör" in kept
    assert "en av sex punkter är klar" in kept
    # Told of it, she may take it away.
    save(ada, SAVED | {"sedd": "2", "klart-vad": "", "dag-vad": "", "vem-vad": ""})
    assert "ingen punkt är avbockad" in page(access, "olle", **GOALS)


def test_a_day_that_is_none_is_told_at_its_field_and_stays(access: Access, come: Callable[[str], Visitor]) -> None:
    olle = come("olle")
    _, _, notice = olle.post("/checklistor", SAVED | {"dag-vad": "i maj"})
    assert notice
    assert notice.why("dag-vad") == "Är inget datum. Skriv det som 2026-05-31."
    html = page(access, "olle", **olle.params)
    assert 'data-value="i maj"' in html
    assert 'data-value="kvalitetschef &lt;b&gt;"' in html


def test_only_those_of_the_municipality_see_it(access: Access) -> None:
    assert "Sidan kräver att du loggar in" in page(access, kommun=HUDDINGE)
    assert "kräver ett annat konto" in page(access, "kim", kommun=HUDDINGE)
    # A manager has her own, whatever the address says.
    assert all("Huddinge. Frågor" in page(access, "olle", **asked) for asked in ({"kommun": "0127"}, {}))


def test_the_shipped_lists_are_the_guides_and_a_fault_in_a_file_is_told_by_line(tmp_path: Path) -> None:
    titles = [one.title for one in default_checklists().values()]
    assert titles[:3] == ["Kultur", "Uppdrag", "Mål"]
    assert len(titles) == 14
    assert all(len(one.points) >= 5 for one in default_checklists().values())
    assert len({text for one in default_checklists().values() for text in one.points.values()}) == 74
    file = tmp_path / "checklists.yaml"
    point = "    points:\n      a: Något.\n"
    file.write_text(
        f"checklists:\n  - id: x\n    title: X\n    when: Nu\n{point}  - id: x\n    title: Y\n    when: Nu\n{point}"
    )
    with pytest.raises(CatalogueError) as told:
        load_checklists(file)
    assert [line for line, _ in told.value.faults] == [2, 7]
