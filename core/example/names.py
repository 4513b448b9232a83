"""Names that sound Swedish and belong to no municipality."""

from __future__ import annotations

from core.example.seeds import generator

# Storköping is the guide's; then its six neighbours, and three that join in some areas.
HOME = (
    *("Storköping", "Lillbro", "Sjöhamra", "Ekarvik", "Kvarnsta", "Tallinge", "Björkhaga"),
    *("Granvika", "Strandboda", "Ängsunda"),
)
_FIRST = (
    *(
        "Abborr",
        "Bjälk",
        "Bäver",
        "Ejder",
        "Fjäll",
        "Fläder",
        "Hjort",
        "Humle",
        "Järn",
        "Klock",
        "Klöver",
        "Korp",
    ),
    *(
        "Lav",
        "Lilje",
        "Lo",
        "Mellan",
        "Mossa",
        "Näver",
        "Orr",
        "Ripe",
        "Silver",
        "Slån",
        "Tjäder",
        "Ugg",
        "Vit",
    ),
)
_LAST = (
    *(
        "berga",
        "boda",
        "bäcken",
        "eryd",
        "hamra",
        "holma",
        "inge",
        "kulla",
        "köping",
        "lunda",
        "nora",
        "rike",
    ),
    *("sala", "sele", "sta", "strand", "tuna", "vik"),
)


def names(how_many: int) -> tuple[str, ...]:
    """HOW_MANY different names, Storköping first."""
    made = [
        first + last
        for first in _FIRST
        for last in _LAST
        # No Swedish word has the same letter three times, nor two vowels where the parts meet.
        if not first.endswith(last[0] * 2) and not (first[-1] in "aeo" and last[0] in "aei")
    ]
    order = generator("names").permutation(len(made))
    return (*HOME, *(made[i] for i in order))[:how_many]
