"""A template tried: a document made with it, and its pages as pictures where the machine can draw them."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from PIL import Image

from core.documents.template_kinds import Made, TemplateKind
from core.errors import NyckeltalError

_MOST_PAGES, _PIXELS_A_INCH = 4, "60"
_GAP, _GROUND = 10, "#cfd8de"
_SECONDS = 60

# Makes a document of its kind with what the example or the figures say.
Trials = Mapping[TemplateKind, Callable[[Made], bytes]]


class PictureError(NyckeltalError):
    """A document could not be drawn."""


@cache
def can_draw() -> bool:
    """Whether LibreOffice and poppler are on the machine."""
    return all(map(shutil.which, ("soffice", "pdftoppm")))


def picture_of(content: bytes, suffix: str) -> bytes:
    """The first pages of a document beside each other, as PNG. Raises PictureError."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        document = place / f"mall.{suffix}"
        document.write_bytes(content)
        # A profile of its own: nothing of another's is read, and several may run.
        profile = f"-env:UserInstallation={(place / 'profil').as_uri()}"
        _run(
            ["soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(document)]
        )
        pdf = document.with_suffix(".pdf")
        if pdf.is_file():
            _run(["pdftoppm", "-png", "-r", _PIXELS_A_INCH, "-l", str(_MOST_PAGES), str(pdf), str(place / "sida")])
        pages = [Image.open(io.BytesIO(one.read_bytes())) for one in sorted(place.glob("sida*.png"))]
    if not pages:
        raise PictureError("Bilderna gick inte att göra.", "Ladda ner provet och öppna det i stället.")
    wide, high = pages[0].width + _GAP, pages[0].height + _GAP
    whole = Image.new("RGB", (wide * min(2, len(pages)) + _GAP, high * ((len(pages) + 1) // 2) + _GAP), _GROUND)
    for n, page in enumerate(pages):
        whole.paste(page, (_GAP + wide * (n % 2), _GAP + high * (n // 2)))
    stream = io.BytesIO()
    whole.save(stream, "PNG")
    return stream.getvalue()


def _run(command: list[str]) -> None:
    """COMMAND, which is ended with all that it has started when it takes too long."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise PictureError("Det tog för lång tid att göra bilderna.", "Ladda ner provet i stället.") from error
