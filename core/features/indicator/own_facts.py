"""What the page of an own indicator tells in place of what Kolada says of its KPIs."""

from __future__ import annotations

from core.catalogue.models import OwnFacts
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures
from core.words.formats import count_word, listed

_SHARE = "%"
# Of a share and its ± anybody reckons how many were asked, which readers are promised not to be told.
_NO_WIDTH = "Visas inte: tillsammans med värdet skulle ett ± avslöja hur många som står bakom det."


def own_facts(figures: Figures, found: IndicatorFigures, own: OwnFacts) -> tuple[tuple[str, str], ...]:
    """ "Så säkra är siffrorna" of an own indicator. Texts are as somebody typed them."""
    indicator, row = found.indicator, found.row
    facts = [("Uppgiften kommer från", f"Samarbetets eget nyckeltal, version {own.version}")]
    if own.is_reviewed:
        facts.append(("Kvalitetsgranskad", "Ja, av någon annan än den som lade in siffrorna"))
    facts.append(("Publicerad", f"{own.published_at:%Y-%m-%d}"))
    if found.reported:
        still = " (året är inte klart)" if found.is_open else ""
        facts.append(("Har värde", f"{_reporting(figures, found)}{still}"))
        facts.append(("Liten grupp", "Få kommuner har värde: jämför med försiktighet"))
    if row["later_text"]:
        facts.append(("Nyare år", row["later_text"]))
    facts += [("Syfte", own.purpose), ("Så mättes det", own.measured)]
    if indicator.break_years:
        facts.append(("Nytt mätsätt", f"Från {listed([str(year) for year in indicator.break_years])}"))
    if indicator.unit == _SHARE:
        facts.append(("Osäkerhet", _NO_WIDTH))
    if indicator.quality_note:
        facts.append(("Om kvaliteten", indicator.quality_note))
    return (*facts, ("Fråga", own.contact_role), ("Källa", own.source))


def _reporting(figures: Figures, found: IndicatorFigures) -> str:
    """How many have a value, all told as the strip counts them; of the whole only those that are expected to."""
    year, area = f"{found.row['year']:.0f}", found.indicator.area
    expected = {p.id for p in figures.catalogue.participants if p.is_full or area in p.areas}
    reporting = set(found.others["municipality"])
    others = len(reporting - expected)
    of_expected = f"{len(reporting & expected)} av {len(expected)}"
    if not others:
        return f"{of_expected} kommuner {year}"
    return f"{len(reporting)} kommuner {year}: {of_expected} som deltar i området och {count_word(others)} till"
