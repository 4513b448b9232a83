"""Figures of an ordinary municipality to set targets for."""

from tests.targets.conftest import outcomes

__all__ = ["outcomes"]
