"""A deck that made itself is found again after a restart, as long as nothing that it was made of is another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.documents.deck import Deck, Slide, Title
from core.features.decks import made
from core.features.decks.made import Made, kept_or_made
from core.features.decks.plan import DeckPlan

FACTS = ("cache-1.duckdb", "Nyckeltalskonferens")


class Maker:
    """Makes a deck, another each time."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Made:
        self.times += 1
        slide = Slide(id="titel", title=f"Skola {self.times}", content=Title(), subtitle="<b>å</b>")
        deck = Deck(
            area="skola", name="Skola", event="Dagen", figures_on=date(2026, 10, 1), is_frozen=False, slides=(slide,)
        )
        return Made(plan=DeckPlan(area="skola", slides=()), deck=deck)


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache-1.made"


def test_what_is_made_once_is_found_as_it_was(folder: Path, maker: Maker) -> None:
    first = kept_or_made(folder, "skola", FACTS, maker)
    assert kept_or_made(folder, "skola", FACTS, maker) == first
    assert maker.times == 1
    assert [file.name for file in folder.iterdir()] == ["skola.json"]
    assert (folder / "skola.json").stat().st_mode & 0o077 == 0


def test_other_facts_and_another_version_of_the_program_make_it_anew(
    folder: Path, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_or_made(folder, "skola", FACTS, maker)
    assert kept_or_made(folder, "skola", (*FACTS, "ett mål"), maker).deck.slides[0].title == "Skola 2"
    monkeypatch.setattr(made, "_code", lambda: "another")
    assert kept_or_made(folder, "skola", (*FACTS, "ett mål"), maker).deck.slides[0].title == "Skola 3"
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"\x80\x04K\x01.", b'{"seal": "x", "made": {}}'])
def test_what_is_damaged_is_made_anew_and_the_log_says_so(
    folder: Path, maker: Maker, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    kept_or_made(folder, "skola", FACTS, maker)
    (folder / "skola.json").write_bytes(damage)
    again = kept_or_made(folder, "skola", FACTS, maker)
    assert "skola.json cannot be read" in caplog.text
    assert kept_or_made(folder, "skola", FACTS, maker) == again
    assert maker.times == 2


def test_what_is_far_too_large_is_not_read(folder: Path, maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_or_made(folder, "skola", FACTS, maker)
    monkeypatch.setattr(made, "_LARGEST", 10)
    assert kept_or_made(folder, "skola", FACTS, maker).deck.slides[0].title == "Skola 2"


def test_who_cannot_write_does_without(folder: Path, maker: Maker, caplog: pytest.LogCaptureFixture) -> None:
    folder.write_text("not a folder")
    assert kept_or_made(folder, "skola", FACTS, maker).deck.slides[0].title == "Skola 1"
    assert "cannot be kept" in caplog.text
    assert kept_or_made(None, "skola", FACTS, maker).deck.slides[0].title == "Skola 2"
