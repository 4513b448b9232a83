"""What an exercise or a room came to, as a file of any kind: a paper, or the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from core.documents.files import BYTE_ORDER_MARK, MEDIA_TYPES, to_csv, to_excel
from core.documents.paper import MAKERS, Paper
from core.web.file_desk import Recipe, recipe


def paper_recipe(
    kind: str,
    name: str,
    paper: Callable[[], Paper],
    frame: Callable[[], pd.DataFrame],
    about: Sequence[tuple[str, str]],
) -> Recipe:
    """The file NAME of KIND: PAPER, or FRAME with what there is to know ABOUT it; kept by nobody on the way."""
    if kind in MAKERS:
        made, (make, media_type) = paper(), MAKERS[kind]
        return recipe(partial(make, made), media_type, name, name, repr(made), is_kept=False)
    rows = frame()
    text = BYTE_ORDER_MARK + to_csv(rows)
    write = partial(to_excel, {"Resultat": rows}, about) if kind == "xlsx" else partial(text.encode)
    return recipe(write, MEDIA_TYPES[kind], name, name, text, is_kept=False)
