"""What a form was answered with comes back over the address, whole."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from core.access import service
from core.tabular.fields import FieldFault, FieldsError
from core.web import notices
from core.web.notices import MOST_FAULTS, Notice, sealed, unsealed
from tests.conftest import forget


def test_as_many_faults_as_are_told_have_room_in_an_address_with_their_longest_words() -> None:
    faults = [FieldFault(f"n00945-0127-{n}.anteckning", "ö" * 40, "å" * 70, "ä" * 70) for n in range(60)]
    notice = Notice.of(FieldsError(faults))
    assert len(notice.faults) == MOST_FAULTS
    assert "60 fält behöver rättas" in notice.text
    assert unsealed(sealed(notice)) == notice


def test_a_fault_is_known_by_its_field() -> None:
    notice = Notice.of(FieldsError([FieldFault("dag", "Datum", "Är inget datum.", "Skriv 2026-10-26.")]))
    assert (notice.why("dag"), notice.why("pass")) == ("Är inget datum. Skriv 2026-10-26.", "")


def test_what_one_server_has_said_is_shown_by_another_with_the_same_database(
    monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    told = sealed(Notice("Sparat.", is_good=True))
    forget()
    service._sealing_key.cache_clear()
    monkeypatch.setattr(notices, "_KEY", secrets.token_bytes(32))
    assert unsealed(told) == Notice("Sparat.", is_good=True)
    assert unsealed(f"{told[:-1]}{'0' if told[-1] != '0' else '1'}") is None
    assert (data_dir / "state.sqlite").exists()
