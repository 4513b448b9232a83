"""Which passwords are guessed first: what most people have, and words of the place, the season and the person."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from core.access.package_files import loaded_file
from core.catalogue import default_catalogue

# Of the list in the package zxcvbn, which is by how many had each where passwords have leaked.
MOST_USED = 10_000
# Fewer different characters than this is one key held down, or two.
LEAST_DIFFERENT = 5
# Somebody's own letters beside the words below: with fewer, what is left to guess is a year and a sign.
LEAST_OWN = 4

_SEASONS = (
    "vår våren vårens sommar sommaren sommarens höst hösten höstens vinter vintern vinterns spring summer autumn winter"
)
_DAYS = "måndag tisdag onsdag torsdag fredag lördag söndag jul julen midsommar påsk påsken"
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
_WORK = "kommun kommunen stad staden nyckeltal södertörn sverige stockholm admin administratör kolada"
_TRIED = "lösenord password passw pass hemligt hemlig välkommen welcome qwerty qwertyuiop asdfghjkl asdfgh abcdefghijkl"
_FILLING = "0123456789!?.,-_ "
_SHORTEST_NAME = 3
# How letters are written with other signs to look harder.
_AS_LETTERS = str.maketrans("@4301$5", "aaeoiss")


def is_guessable(password: str, *, login: str) -> bool:
    """Whether PASSWORD, chosen for LOGIN, is among what is tried first: in any case, and with signs for letters."""
    folded, name = password.casefold(), login.casefold()
    if len(set(folded)) < LEAST_DIFFERENT or folded == name or not folded.strip(_FILLING):
        return True
    spellings = {folded, folded.translate(_AS_LETTERS)}
    return any(_is_most_used(spelling) or _has_too_little_own(spelling, name) for spelling in spellings)


def _is_most_used(spelling: str) -> bool:
    """Also written over and over, and with digits and signs around it."""
    once = spelling[: (spelling + spelling).index(spelling, 1)]
    return not most_used().isdisjoint({spelling, spelling.strip(_FILLING), once, once.strip(_FILLING)})


def _has_too_little_own(spelling: str, login: str) -> bool:
    """Whether all but a few letters are words that everybody around her would try."""
    names = {part for part in re.split(r"[\W\d_]+", login) if len(part) >= _SHORTEST_NAME}
    words = sorted(_words() | names, key=len, reverse=True)
    left = re.sub("|".join(map(re.escape, words)), " ", spelling)
    return left != spelling and sum(map(str.isalpha, left)) < LEAST_OWN


@cache
def _words() -> frozenset[str]:
    """In small letters, with and without the rings and dots that some leave out."""
    places = " ".join(place.name.casefold() for place in default_catalogue().participants)
    words = " ".join((_SEASONS, _DAYS, _MONTHS, _WORK, _TRIED, places)).split()
    return frozenset(words) | {_without_marks(word) for word in words}


def _without_marks(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@cache
def most_used() -> frozenset[str]:
    """The most used passwords, in small letters."""
    # The file alone: the package itself would rank every list it has, and keep them.
    lists: dict[str, list[str]] = loaded_file("zxcvbn", "frequency_lists.py").FREQUENCY_LISTS
    return frozenset(lists["passwords"][:MOST_USED])
