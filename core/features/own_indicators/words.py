"""What the pages of own indicators say: helping texts, and a word for everything that has a name in code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from core.catalogue import Catalogue, Category, Direction
from core.features.own_indicators.lifecycle import Move, VersionState
from core.features.own_indicators.outcome import YEAR_RULE_NAMES, YearRule
from core.features.own_indicators.versions import Version
from core.tabular.faults import CautionKind
from core.words.formats import MISSING, level
from core.words.labels import CATEGORY, DIRECTION

HELP: Mapping[str, str] = {
    "area": "Området avgör vilka kommuner som är med och vem som granskar. Det går inte att byta sedan.",
    "name": "Kort nog för en rad i en tabell, till exempel: Elever som trivs i skolan.",
    "unit": "Till exempel %, kr/invånare, antal eller dagar.",
    "decimals": "Hur många decimaler som visas, 0 till 4.",
    "definition": "Vad som räknas, vad det delas med och vilka som ingår.",
    "category": "Vad slags mått det är.",
    "direction": "Avgör vad pilen och fyrkanten kallar bra. En kostnad är inte bra för att den är låg.",
    "purpose": "Vad nyckeltalet ska användas till.",
    "source": "Var siffrorna kommer ifrån, till exempel en enkät eller ett verksamhetssystem.",
    "measured": "När och hur siffrorna togs fram.",
    "contact_role": "En roll, inte en person: till exempel kvalitetsstrateg på utbildningskontoret.",
    "quality_note": "Vad läsaren behöver veta om bortfall, osäkerhet eller ändrade metoder. Får lämnas tomt.",
    "break_years": "Då siffrorna började tas fram på ett annat sätt. Linjer bryts där, och ingen trend sägs.",
    "year_rule": "Gäller bara serier med tertial, kvartal eller månader.",
    "least_persons": "Värden med färre personer bakom sig blir sekretess. Tomt betyder 5.",
    "lowest": "Värden under det räknas som fel. Får lämnas tomt.",
    "highest": "Värden över det räknas som fel. Får lämnas tomt.",
}
CATEGORY_HELP: Mapping[Category, str] = {
    Category.RESOURCE: "pengar, personal, lokaler",
    Category.PRODUCTION: "hur mycket som görs",
    Category.RESULT_SUBJECTIVE: "vad brukare och invånare svarar",
    Category.RESULT_OBJECTIVE: "vad verksamheten åstadkommer",
    Category.EFFICIENCY: "resultat i förhållande till resurser",
    Category.INFORMATION: "bakgrund som kommunen knappt kan påverka; får varken riktning eller mål",
}
# What must be looked at, as the heading over its cautions.
CAUTION: Mapping[CautionKind, str] = {
    CautionKind.NUMBERS: "Tal som kan läsas på två sätt",
    CautionKind.SHARES: "Andelar mellan 0 och 1",
    CautionKind.HISTORY: "Ovanliga hopp sedan tidigare år",
    CautionKind.LEVEL: "Annan storlek än tidigare",
    CautionKind.OTHERS: "Långt från de andra kommunerna",
    CautionKind.GONE: "Det här finns i dag och saknas i filen",
    CautionKind.OUTSIDE: "Kommuner utanför området",
    CautionKind.UNREAD: "Sådant som inte läses",
    CautionKind.UNITS: "Enheter som inte stämmer",
    CautionKind.LOOKS: "Celler som visar något annat än de innehåller",
    CautionKind.PERSONS: "Små grupper som inte är prövade",
    CautionKind.APART: "Rader som kan gälla olika saker",
    CautionKind.TIMES: "Tider som kan läsas på flera sätt",
    CautionKind.HIDDEN: "Dolda rader, kolumner och blad",
}
# The symbol's tone and the mark before each state's word.
STATE_TONE: Mapping[VersionState, str] = {
    VersionState.DRAFT: "plain",
    VersionState.WAITING: "waits",
    VersionState.PUBLISHED: "good",
    VersionState.REFUSED: "bad",
    VersionState.WITHDRAWN: "plain",
    VersionState.SUPERSEDED: "plain",
}
MOVE_DONE: Mapping[Move, str] = {
    Move.SEND: "Skickad för godkännande",
    Move.PUBLISH: "Publicerad",
    Move.APPROVE: "Godkänd och publicerad",
    Move.REFUSE: "Nekad",
    Move.WITHDRAW: "Tillbakadragen",
    Move.SUPERSEDE: "Ersatt av en nyare",
}
PERIOD_KINDS = (("", "hela år"), ("T", "tertial"), ("Q", "kvartal"), ("M", "månader"))


def field_words(name: str, value: object, catalogue: Catalogue) -> str:
    """The VALUE of the field NAME of an indicator's description, as a reader sees it; a dash for none."""
    if value is None or value == "":
        return MISSING
    if name == "area":
        area = catalogue.area_by_id.get(str(value))
        return area.name if area else str(value)
    if isinstance(value, Direction):
        return DIRECTION[value]
    if isinstance(value, Category):
        return CATEGORY[value]
    if isinstance(value, YearRule):
        return YEAR_RULE_NAMES[value]
    return level(value) if isinstance(value, float) else str(value)


def options_of(name: str) -> tuple[tuple[str, str, str], ...]:
    """What can be chosen in the field NAME: (what is sent, words, help); nothing for a field that is typed in."""
    known: Mapping[str, Mapping[StrEnum, str]] = {
        "category": {one: CATEGORY[one] for one in Category},
        "direction": {one: DIRECTION[one] for one in Direction},
        "year_rule": {one: YEAR_RULE_NAMES[one] for one in YearRule},
    }
    helped = {one.value: text for one, text in CATEGORY_HELP.items()} if name == "category" else {}
    return tuple((one.value, words, helped.get(one.value, "")) for one, words in known.get(name, {}).items())


def state_words(version: Version) -> str:
    """What has become of VERSION, as a message says it."""
    if version.state is VersionState.PUBLISHED:
        return f"Version {version.number} är publicerad. Läsarna ser den nu."
    if version.state is VersionState.WAITING:
        return f"Version {version.number} väntar nu på att någon annan godkänner den."
    return f"Version {version.number} är sparad som utkast. Läsarna ser den inte."
