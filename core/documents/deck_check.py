"""Whether a PowerPoint template has what a deck needs: layouts, placeholders, room, and colours that can be read."""

from __future__ import annotations

from collections.abc import Iterator

from core.documents.deck_colours import hard_to_read
from core.documents.deck_template import NEEDED, NUMBER, TYPES, UNIT, DeckTemplate, Layout

_WIDE, _HIGH = 1280, 720
_LEAST_SIZE = 14.0


def deck_checked(content: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Faults and warnings of CONTENT."""
    try:
        template = DeckTemplate(content)
        return tuple(_faults(template)), tuple(_warnings(template))
    except Exception as error:  # noqa: BLE001 - whatever the library meets in a file that is not as it says
        return (f"PowerPoint-filen går inte att läsa ({type(error).__name__}). Spara den på nytt i PowerPoint.",), ()


def _faults(template: DeckTemplate) -> Iterator[str]:
    wide, high = (round((one or 0) / UNIT) for one in (template.file.slide_width, template.file.slide_height))
    if (wide, high) != (_WIDE, _HIGH):
        size = f"{wide * UNIT / 360000:.1f} × {high * UNIT / 360000:.1f} cm".replace(".", ",")
        yield f"Bilderna är {size}. Välj Design, Bildstorlek, Bredbild: 33,9 × 19,1 cm."
    for name, needed in NEEDED.items():
        layout = template.layouts.get(name)
        if layout is None:
            there = ", ".join(f"”{one}”" for one in list(template.layouts)[:12]) or "inga"
            yield f"Layouten ”{name}” saknas. Layouterna heter: {there}. Utgå från produktens mall och döp inte om dem."
            continue
        yield from (
            f"Platshållaren ”{one}” saknas i layouten ”{name}”. Namnet står i Markeringsfönstret (Visa, Bildbakgrund)."
            for one in needed
            if one not in layout.spots
        )
        yield from _faults_of(name, layout)


def _faults_of(name: str, layout: Layout) -> Iterator[str]:
    for one, (kind, said) in TYPES.items():
        spot = layout.spots.get(one)
        if spot and spot.type != kind:
            yield f"Platshållaren ”{one}” i layouten ”{name}” ska vara av typen {said}. Infoga platshållare, {said}."
    for one, spot in layout.spots.items():
        box = spot.box
        if box.x < -1 or box.y < -1 or box.x + box.w > _WIDE + 1 or box.bottom > _HIGH + 1:
            yield f"Platshållaren ”{one}” i layouten ”{name}” ligger utanför bilden. Flytta in den."
        elif box.w < 40 or box.h < 16:
            yield f"Platshållaren ”{one}” i layouten ”{name}” är för liten. Gör den större."


def _warnings(template: DeckTemplate) -> Iterator[str]:
    needed = {name: layout for name, layout in template.layouts.items() if name in NEEDED}
    # A colour that many texts have is told once.
    pairs: dict[tuple[str, str], tuple[str, float]] = {}
    for said, colour, ground, ratio in hard_to_read(template, needed):
        pairs.setdefault((colour, ground), (said, ratio))
    for (colour, ground), (said, ratio) in pairs.items():
        told = f"{ratio:.1f}".replace(".", ",")
        yield (
            f"{said} (#{colour}) mot bakgrunden (#{ground}) har kontrasten {told}:1. "
            "Text behöver minst 4,5:1 för att alla ska kunna läsa den."
        )
    small = sorted(
        {
            f"{one} ({name})"
            for name, layout in needed.items()
            for one, spot in layout.spots.items()
            if one in NEEDED[name] and one != NUMBER and 0 < spot.sizes[0] < _LEAST_SIZE
        }
    )
    if small:
        yield f"Text under 10,5 punkter läses dåligt från sal: {', '.join(small[:4])}."
