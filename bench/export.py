"""How long the whole seminar day takes as PowerPoint and as PDF, and how large the files are."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from bench.numbers import tell, timed
from core.features.decks.pdf_handout import handout_pdf
from core.features.decks.pptx_file import deck_pptx
from core.features.reports.report_docx import report_docx
from core.features.reports.report_pdf import report_pdf
from tests.features.decks.export_decks import report, whole_day

# Seconds, of issue 18.
_TIMES, _PPTX, _PDF, _REPORT = 5, 3.0, 2.0, 0.5
_START = (
    "import core.features.decks.presentations, core.features.reports.report, sys; "
    "print([n for n in ('pptx', 'typst', 'docx', 'PIL.ImageFont') if n in sys.modules])"
)


def run() -> None:
    """Print the numbers."""
    decks, one = whole_day(), report()
    slides = sum(len(deck.slides) for deck in decks)
    made: dict[str, tuple[Callable[[], bytes], float]] = {
        "pptx": (lambda: deck_pptx(decks), _PPTX),
        "pdf, a slide a page": (lambda: handout_pdf(decks, per_page=1), _PDF),
        "pdf, three a page": (lambda: handout_pdf(decks, per_page=3), _PDF),
    }
    print(f"export: the day has {len(decks)} areas and {slides} slides")
    for name, (make, target) in made.items():
        began = time.perf_counter()
        size = len(make())
        first = time.perf_counter() - began
        tell(
            f"export: the day as {name}, {size / 1024:.0f} kB, first {first * 1000:.0f} ms",
            timed(make, _TIMES),
            target,
        )
    for name, write in (("pdf", report_pdf), ("docx", report_docx)):
        size = len(write(one))
        tell(f"export: an area's report as {name}, {size / 1024:.0f} kB", timed(partial(write, one), _TIMES), _REPORT)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"export: {most} MB at the most")
    loaded = subprocess.run([sys.executable, "-c", _START], capture_output=True, text=True, check=True)
    print(f"export: libraries loaded before anybody asks: {loaded.stdout.strip()}")
