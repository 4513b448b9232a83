"""How a file stands, in a few words: the same in the wizard and at the terminal."""

from __future__ import annotations

from core.features.own_indicators.models import Upload
from core.tabular.faults import alike
from core.words.formats import counted


def verdict(upload: Upload, left: int) -> tuple[str, str]:
    """How UPLOAD stands when LEFT cautions are not confirmed, and what to do."""
    if upload.faults:
        count = counted(len(upload.faults), "ett fel", "fel")
        found = alike(upload.faults, most_single=1)
        if len(found) == 1 and len(upload.faults) > 1:
            count = f"{count}, alla av ett slag: {found[0].first.what.removesuffix('.')}"
        return f"Filen har {count}.", "Rätta i Excel, spara, och välj filen igen. Inget är sparat som nyckeltal än."
    if not upload.rows:
        return "Filen har inga värden.", "Fyll i minst ett värde, och välj filen igen."
    if left:
        count = counted(left, "en sak", "saker")
        return f"Filen går att använda, men {count} behöver du bekräfta.", "Det kan vara rätt, men ser ovanligt ut."
    return "Filen är rätt.", "Gå vidare till förhandsvisningen."
