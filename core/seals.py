"""Seals of what somebody was asked about, so that her answer confirms that and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def seal_of(doubts: Sequence[object]) -> str:
    """16 signs that are others when DOUBTS (told apart by their repr) are others; '' for none."""
    return sha256(repr(list(doubts)).encode()).hexdigest()[:16] if doubts else ""
