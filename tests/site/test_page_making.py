"""Pages are made in another process: they are the same, go when what they tell of is another, and nobody is refused."""

from __future__ import annotations

import signal
import sys
from collections.abc import Hashable
from datetime import UTC, datetime
from multiprocessing import Pipe
from pathlib import Path
from threading import Event
from unittest.mock import Mock

import pytest

from core.access.people import Person, Role
from core.features.comments.store import Comments
from core.outcomes.figures import Figures, figure_source
from core.settings import Settings
from core.site.figures import open_figures
from core.site.site import SITE
from core.state import open_state
from core.web.choices import INDICATOR
from core.web.maker import MAKER, Answer, Maker, Wanted, made_here, place_for
from core.web.visit import Visit
from tests.conftest import close
from tests.shared import GRADES, HUDDINGE, LAST

MODULE = "core.site.page_making"
PARAMS = {"kommun": HUDDINGE, "nyckeltal": GRADES}


def figures() -> Figures:
    found = figure_source().get()
    assert found is not None
    return found


def shown() -> str:
    return SITE[INDICATOR].show(Visit(INDICATOR, PARAMS, figures()))


def comment(why: str) -> None:
    """A manager's, saved."""
    with open_state(Settings.from_environment().database_url) as state:
        said = Comments(state.engine, figures().catalogue)
        chief = Person(9, "chef", "Chef", Role.MANAGER, HUDDINGE)
        said.save(HUDDINGE, GRADES, LAST, why=why, actions="", seen=0, by=chief, now=datetime.now(UTC))


def shown_by(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page as MAKER has it made, for who has none of it yet."""
    figures().lasting._shelves.clear()
    monkeypatch.setattr("core.web.pages.MAKER", maker)
    return shown()


def test_a_page_is_the_same_wherever_it_is_made_and_is_made_anew_for_what_is_said_since(
    filled_dir: Path, source: None
) -> None:
    here = shown()
    figures().lasting._shelves.clear()
    MAKER.start(MODULE, place_for(filled_dir), Event())
    try:
        assert MAKER.is_idle
        assert shown() == here
        comment("Ny rektor.")
        assert "Ny rektor." in shown()
        assert MAKER.is_up
        # Killed: whoever asks makes it herself.
        figures().lasting._shelves.clear()
        assert MAKER._process is not None
        assert MAKER.process_id == MAKER._process.pid or sys.platform != "linux"
        MAKER._process.kill()
        assert "Ny rektor." in shown()
        assert not MAKER.is_up
    finally:
        MAKER.end()


def test_servers_of_one_folder_ask_one_process_which_goes_on_until_the_last_is_gone(
    filled_dir: Path, source: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, first, second, here = place_for(filled_dir), Maker(), Maker(), shown()
    try:
        for one in (first, second):
            one.start(MODULE, place, Event())
        process = first._process
        assert process is not None
        assert second._process is None
        first.look_after()
        assert first._process is process, "it goes on"
        assert shown_by(first, monkeypatch) == shown_by(second, monkeypatch) == here
        # Who started it has gone, and the other is answered still.
        first.end()
        assert shown_by(second, monkeypatch) == here
        assert second.is_up
        second.end()
        assert process.wait(10) == 0
        assert not place.exists()
    finally:
        first.end()
        second.end()


def test_what_does_not_answer_is_let_go_and_another_comes_in_its_place(
    filled_dir: Path, source: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker, place, here = Maker(), place_for(filled_dir), shown()
    try:
        maker.start("core.site.does_not_exist", place, Event())
        assert not maker.is_up
        maker.start(MODULE, place, Event())
        hung = maker._process
        assert hung is not None
        hung.send_signal(signal.SIGSTOP)
        with monkeypatch.context() as patch:
            patch.setattr("core.web.maker.PATIENCE_SECONDS", 0.1)
            assert shown_by(maker, monkeypatch) == here
        assert not maker.is_up
        assert hung.returncode == -signal.SIGKILL
        maker.start(MODULE, place, Event())
        assert shown_by(maker, monkeypatch) == here
        assert maker.is_up
    finally:
        maker.end()


def test_a_process_of_another_program_than_the_servers_makes_no_pages(filled_dir: Path) -> None:
    maker = Maker()
    maker.start(MODULE, filled_dir / "page-maker-0123456789ab.socket", Event())
    assert not maker.is_up


def test_a_save_while_a_page_is_made_is_in_what_is_shown_after(
    filled_dir: Path, source: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Overtaken(Maker):
        def page(self, number: int, figures: Figures, key: Hashable) -> Answer | None:
            old = made_here(Wanted(number, key, figures.snapshot.file.name, figures.revision), elsewhere.get())
            if not saved:
                comment("Ny rektor.")
                saved.append(old)
            return old

    saved: list[Answer | None] = []
    elsewhere = open_figures(Settings.from_environment())
    maker = Overtaken()
    maker.is_up = True
    shown_by(maker, monkeypatch)
    assert "Ny rektor." in shown()
    close(elsewhere)


@pytest.mark.parametrize("told", [OSError("no room"), None], ids=["no process can be had", "what comes is no answer"])
def test_what_cannot_be_had_is_told_once_however_often_it_is_tried(
    filled_dir: Path,
    source: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    told: OSError | None,
) -> None:
    maker, place, here = Maker(), place_for(filled_dir), shown()
    if told:
        monkeypatch.setattr("core.web.maker.subprocess.Popen", Mock(side_effect=told))
    else:
        ours, theirs = Pipe()
        maker._asking = ours
        theirs.send_bytes(b"nonsense")
    for _ in range(3):
        if told:
            maker.start(MODULE, place, Event())
        else:
            maker.is_up = True
            assert shown_by(maker, monkeypatch) == here
            theirs.send_bytes(b"nonsense")
        assert not maker.is_up
    assert len([one for one in caplog.messages if "process" in one]) == 1


def test_another_program_or_other_settings_have_a_process_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = place_for(tmp_path)
    assert place_for(tmp_path) == here
    monkeypatch.setenv("NYCKELTAL_METRICS_PORT", "9000")
    assert place_for(tmp_path) == here, "servers of one folder have a port each for their numbers"
    monkeypatch.setenv("NYCKELTAL_BASE_PATH", "/nyckeltal")
    assert place_for(tmp_path) != here


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
