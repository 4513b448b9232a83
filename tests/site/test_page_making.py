"""Pages are made in another process: they are the same, go when what they tell of is another, and nobody is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.access.people import Person, Role
from core.features.comments.store import Comments
from core.outcomes.figures import Figures, figure_source
from core.settings import Settings
from core.site.site import SITE
from core.state import open_state
from core.web.choices import INDICATOR
from core.web.maker import MAKER, Wanted, made_here
from core.web.visit import Visit
from tests.shared import GRADES, HUDDINGE, LAST

PARAMS = {"kommun": HUDDINGE, "nyckeltal": GRADES}


def figures() -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def shown() -> str:
    return SITE[INDICATOR].show(Visit(INDICATOR, PARAMS, figures()))


def test_a_page_is_the_same_wherever_it_is_made_and_is_made_anew_for_what_is_said_since(
    filled_dir: Path, source: None
) -> None:
    here = shown()
    figures().lasting._shelves.clear()
    MAKER.start("core.site.page_making")
    try:
        assert MAKER.is_idle
        assert shown() == here
        with open_state(Settings.from_environment().database_url) as state:
            said = Comments(state.engine, figures().catalogue)
            chief = Person(9, "chef", "Chef", Role.MANAGER, HUDDINGE)
            said.save(HUDDINGE, GRADES, LAST, why="Ny rektor.", actions="", seen=0, by=chief, now=datetime.now(UTC))
        assert "Ny rektor." in shown()
        assert MAKER.is_up
        # Killed: whoever asks makes it herself.
        figures().lasting._shelves.clear()
        assert MAKER._process is not None
        MAKER._process.kill()
        assert "Ny rektor." in shown()
        assert not MAKER.is_up
    finally:
        MAKER.end()


@pytest.mark.parametrize(
    ("snapshot", "revision"),
    [("another.duckdb", 0), ("", 1)],
    ids=["of other figures", "of what is entered later than is known here"],
)
def test_no_page_is_made_of_what_is_older_than_what_is_asked_for(
    filled_dir: Path, source: None, snapshot: str, revision: int
) -> None:
    mine = figures()
    wanted = Wanted(0, None, snapshot or mine.snapshot.file.name, mine.revision + revision)
    assert made_here(wanted, mine) is None
    assert made_here(wanted, None) is None
