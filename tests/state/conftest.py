"""Databases that are made from nothing."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _migrated_before() -> None:
    """Here the making of a database is what is tested."""
