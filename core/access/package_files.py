"""One file of an installed package, without the rest of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def loaded_file(package: str, inside: str) -> ModuleType:
    """The module in the file INSIDE (a path in its folder) of PACKAGE. Raises ImportError where it is not there."""
    found = importlib.util.find_spec(package)
    file = Path(found.origin).parent / inside if found and found.origin else None
    spec = importlib.util.spec_from_file_location(f"nyckeltal_{Path(inside).stem}", file) if file else None
    if spec is None or spec.loader is None:
        raise ImportError(f"{package} has no {inside}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
