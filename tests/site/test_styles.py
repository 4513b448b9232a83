"""The features' own looks: what one names, no other styles."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from tests.shared import ROOT

_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")
_CLASS = re.compile(r"\.(nk-[\w-]+)")


def looks(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_no_feature_changes_the_look_of_what_all_pages_share() -> None:
    """SWOT's notes once laid the overview's cards out anew: what is the feature's own stands before it."""

    def bare(pattern: str) -> set[str]:
        rules = (rule for file in ROOT.glob(pattern) for rule in _RULE.finditer(looks(file)))
        return {
            one.strip()
            for rule in rules
            for one in re.sub(r"\([^()]*\)", "", rule[1]).split(",")
            if _CLASS.fullmatch(one.strip())
        }

    assert bare("assets/css/*.css") & bare("core/features/*/style.css") == set()


def test_a_class_that_one_feature_styles_everywhere_is_styled_so_by_no_other() -> None:
    shared = {one for file in ROOT.glob("assets/css/*.css") for one in _CLASS.findall(looks(file))}
    owners = defaultdict(set)
    for file in ROOT.glob("core/features/*/style.css"):
        for [selectors] in (found.groups() for found in _RULE.finditer(looks(file))):
            for selector in re.sub(r"\([^()]*\)", "", selectors).split(","):
                # What stands within something of the feature's own is its own, whatever it is called.
                [first, *_] = [one for one in _CLASS.findall(selector) if one not in shared] or [""]
                owners[first].add(file.parent.name)
    del owners[""]
    assert {one: sorted(features) for one, features in owners.items() if len(features) > 1} == {}


def test_a_script_that_waits_for_the_page_acts_on_what_is_there_too() -> None:
    """On a phone nothing is drawn after the server's page: only ``nkDrawn`` calls at once as well (assets/drawn.js)."""
    waits = {file.parent.name for file in ROOT.glob("core/features/*/script.js") if "MutationObserver" in looks(file)}
    # Utforska is always Streamlit's.
    assert waits == {"explore"}
