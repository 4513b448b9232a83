"""What docs/architecture.md and README tell of the code is true: files, functions, rooms, the order of their arrows."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.shared import ROOT

TOLD = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHAPTER = README.partition("## Finding one's way in the code")[2].partition("\n## ")[0]
MOST_STEPS = 15

_IN_CODE = re.compile(r"`([^`\n]+)`")
_ROOM = re.compile(r"(?:core|assets|pages|tests|docs|bench|deploy|scripts)(?:/|$)|app\.py$")
_FILE = re.compile(r"[\w-]+\.(?:py|html|css|js|yaml)")
_PICTURE = re.compile(r"```\n(.*?)```", re.DOTALL)


def named(text: str) -> Iterator[tuple[str, str]]:
    """The files of TEXT with a name in each, or ''. One without a folder lies beside the one before it."""
    for part in re.split(r"\n(?=\n|- |\d+\. |\| )", _PICTURE.sub("", text)):
        folder = ""
        for path, _, name in (code.partition(":") for code in _IN_CODE.findall(part)):
            if _ROOM.match(path):
                yield path, name
                folder = str(Path(path).parent) if Path(path).suffix else path
            elif _FILE.fullmatch(path) and folder:
                yield f"{folder}/{path}", name


@cache
def names_in(path: str) -> frozenset[str]:
    """What the Python file PATH has at its top, and the methods and constants of its classes ("Class.method")."""
    found: set[str] = set()
    for one in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        found |= set(_names_of(one))
        if isinstance(one, ast.ClassDef):
            found |= {f"{one.name}.{name}" for inner in one.body for name in _names_of(inner)}
    return frozenset(found)


def _names_of(one: ast.stmt) -> Iterator[str]:
    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield one.name
    targets = one.targets if isinstance(one, ast.Assign) else [one.target] if isinstance(one, ast.AnnAssign) else []
    for target in targets:
        yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


@pytest.mark.parametrize("text", [TOLD, CHAPTER], ids=["architecture.md", "README.md"])
def test_every_file_and_every_name_that_is_told_of_exists(text: str) -> None:
    told = list(named(text))
    assert len(told) > 30
    gone = [path for path, _ in told if not (ROOT / path).exists()]
    gone += [f"{path}:{name}" for path, name in told if name and path not in gone and name not in names_in(path)]
    assert not gone


def test_each_path_has_at_most_fifteen_steps_and_each_step_names_a_function() -> None:
    paths = [re.findall(r"^(\d+)\. (.*(?:\n   .*)*)", part, re.MULTILINE) for part in TOLD.split("\n## ")]
    followed = [path for path in paths if path]
    assert len(followed) == 3
    for path in followed:
        assert [int(number) for number, _ in path] == list(range(1, len(path) + 1))
        assert len(path) <= MOST_STEPS
        assert all(any(name for _, name in named(step)) for _, step in path)


def test_the_picture_has_every_room_and_every_feature_in_the_order_of_the_arrows() -> None:
    [picture] = _PICTURE.findall(CHAPTER)
    drawn = re.findall(r"core/(\w+)", picture)
    rooms = {folder.parent.name for folder in (ROOT / "core").glob("*/__init__.py")}
    assert set(drawn) == rooms
    assert {one.parent.name for one in (ROOT / "core" / "features").glob("*/entry.py")} <= set(picture.split())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    [layers] = [one["layers"] for one in contracts if one["type"] == "layers"]
    assert drawn == [room for layer in layers for room in re.findall(r"core\.(\w+)", layer) if room in rooms]


def test_only_the_frame_and_utforska_know_streamlit() -> None:
    """All else is made without it, and can be tried and answered without it."""
    knowing = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "core").rglob("*.py")
        if re.search(r"^\s*(?:import|from) streamlit", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    frame = {f"core/site/{name}.py" for name in ("first_paint", "lifespan", "main", "session", "streamlit_runs")}
    assert knowing == frame | {f"core/features/explore/{name}.py" for name in ("others", "page")}
