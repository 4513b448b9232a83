"""Kolada's "Liknande kommuner" groups: one for each municipality and kind, named only by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Two forms: "Liknande kommuner grundskola, Huddinge, 2024" and "Liknande kommuner, övergripande, Huddinge, 2025".
_TITLE = re.compile(r"^Liknande kommuner,? (?P<kind>[^,]+), (?P<municipality>[^,]+), \d{4}$")


def similar_groups(groups: Iterable[tuple[str, str]], ids: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(municipality id, kind) -> group id. GROUPS are (id, title); IDS maps municipality names to ids.

    The name between the commas must match exactly: "Mora" is also a part of other names.
    """
    found: dict[tuple[str, str], str] = {}
    for group, title in groups:
        match = _TITLE.match(title)
        if match and match["municipality"] in ids:
            found[ids[match["municipality"]], match["kind"]] = group
    return found
