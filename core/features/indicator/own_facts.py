"""What the page of an own indicator tells in place of what Kolada says of its KPIs."""

from __future__ import annotations

from core.catalogue.models import OwnFacts
from core.outcomes.figures import Figures
from core.outcomes.indicator import IndicatorFigures


def own_facts(figures: Figures, found: IndicatorFigures, own: OwnFacts) -> tuple[tuple[str, str], ...]:
    """ "Så säkra är siffrorna" of an own indicator. Texts are as somebody typed them."""
    indicator, row = found.indicator, found.row
    expected = [p for p in figures.catalogue.participants if p.is_full or indicator.area in p.areas]
    facts = [("Uppgiften kommer från", f"Samarbetets eget nyckeltal, version {own.version}")]
    if own.is_reviewed:
        facts.append(("Kvalitetsgranskad", "Ja, av någon annan än den som lade in siffrorna"))
    facts.append(("Publicerad", f"{own.published_at:%Y-%m-%d}"))
    if found.reported:
        still = " (året är inte klart)" if found.is_open else ""
        facts.append(("Har värde", f"{found.reported} av {len(expected)} kommuner {row['year']:.0f}{still}"))
        facts.append(("Liten grupp", "Få kommuner har värde: jämför med försiktighet"))
    if row["later_text"]:
        facts.append(("Nyare år", row["later_text"]))
    facts += [("Syfte", own.purpose), ("Så mättes det", own.measured)]
    if indicator.quality_note:
        facts.append(("Om kvaliteten", indicator.quality_note))
    return (*facts, ("Fråga", own.contact_role), ("Källa", own.source))
