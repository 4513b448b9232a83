"""A file is read before its page is drawn, however busy the machine is."""

from __future__ import annotations

import pytest

from core.features.own_indicators import work_page, work_routes


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (work_page, work_routes):
        monkeypatch.setattr(module, "PATIENCE", None)
