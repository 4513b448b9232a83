"""What the forms of own indicators are answered with."""

from __future__ import annotations

from core.errors import NyckeltalError
from core.features.own_indicators.lifecycle import VersionState
from core.features.own_indicators.versions import Version


def state_words(version: Version) -> str:
    """What has become of VERSION, as a message says it."""
    if version.state is VersionState.PUBLISHED:
        return f"Version {version.number} är publicerad. Läsarna ser den nu."
    if version.state is VersionState.WAITING:
        return f"Version {version.number} väntar nu på att någon annan godkänner den."
    return f"Version {version.number} är sparad som utkast. Läsarna ser den inte."


def said(error: NyckeltalError) -> str:
    """ERROR on one line of a page."""
    return " ".join(str(error).split())
