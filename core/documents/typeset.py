"""PDFs and pictures of a template and its data, by Typst: tagged (PDF/UA-1), and alike on every machine.

Templates lie under core and read nothing outside it; no packages are fetched, and only our own letters are used. What
is known of a document is dropped when it is made: else ten of them stay in memory.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pikepdf
import typst

from core.charts import looks
from core.charts.printed import FOLDER, printable

_CORE = Path(__file__).resolve().parents[1]
_PICTURE = b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.data))"
_LOOKS = {
    name: f"#{getattr(looks, name.upper())}"
    for name in ("text", "quiet", "line", "edge", "accent", "warn_fill", "warn_edge")
}
# Three pixels a point: crisp in print too.
_PIXELS = 216
# Typst drops what ten compilations have not used.
_TO_FORGET = 10
# A compilation uses all cores already, and a compiler has one input at a time.
_ONE_AT_A_TIME = Lock()


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF that TEMPLATE (under core) makes of DATA: texts and numbers, in which nothing is markup."""
    given = {"data": json.dumps(printable(data), ensure_ascii=False), "looks": json.dumps(_LOOKS)}
    with _ONE_AT_A_TIME:
        try:
            made = _compiled(input=_CORE / template, sys_inputs=given, format="pdf", pdf_standards=["ua-1"])
        finally:
            for _ in range(_TO_FORGET):
                _compiled(input=b"", format="svg")
    return _with_row_heads(made)


def _with_row_heads(made: bytes) -> bytes:
    """MADE with each row's first cell as its head, which Typst keeps for later, and packed: half as large.

    What Typst tells of a cell's heads has columns only; in tables without joined cells the heads' scope says it all.
    """
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as file:
        for row in file.objects:
            if isinstance(row, pikepdf.Dictionary) and row.get("/S") == "/TR":
                for cell in row.K:
                    for looks in cell.A:
                        if "/Headers" in looks:
                            del looks["/Headers"]
                first = row.K[0]
                if first.S == "/TD":
                    first.S = pikepdf.Name.TH
                    first.A[0].Scope = pikepdf.Name.Row
        file.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def picture(svg: str) -> bytes:
    """SVG, with the size in points that it says, as a PNG."""
    with _ONE_AT_A_TIME:
        return _compiled(input=_PICTURE, sys_inputs={"data": printable(svg)}, format="png", ppi=_PIXELS)


def _compiled(**how: Any) -> bytes:
    try:
        made = _compiler().compile(**how)
    except BaseException as failed:
        # A fault in the library itself is no Exception: whoever asks is told as of any other.
        if type(failed).__name__ != "PanicException":
            raise
        raise RuntimeError(f"typst: {failed}") from failed
    return made if isinstance(made, bytes) else b"".join(made or ())


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
    return typst.Compiler(root=_CORE, font_paths=fonts, ignore_system_fonts=True, package_path=_CORE / "none")
