"""Why a KPI that somebody asks for is not fetched, as a reader without an account may be told it."""

from __future__ import annotations

from core.errors import NyckeltalError
from core.kolada import KoladaBusy, KoladaError, KoladaProtocol, KoladaStopped, KoladaUnreachable, KpiMeta

LIST = "Koladas lista över nyckeltal"


class AskedError(NyckeltalError):
    """A KPI that is not fetched, and why."""


class FetchRefusedError(AskedError):
    """Nothing is wrong with the KPI: so many are being fetched, or have been, that this one has to wait."""


def only_in_regions(kpi: KpiMeta) -> AskedError:
    """KPI has no municipalities."""
    return AskedError(
        f"{kpi.id} ({kpi.title}) mäts bara i regioner och har inga värden för kommuner.",
        "Välj ett nyckeltal som mäts i kommuner.",
    )


def of_kolada(error: KoladaError, kpi: str, *, answered: str) -> AskedError:
    """ERROR of the fetch of KPI ("" for the list), so much of it ANSWERED; for who runs the server, its own words."""
    what = kpi or LIST
    later = "Försök igen om en stund. Inget halvt är sparat, och det som hämtats förut är kvar."
    if isinstance(error, KoladaStopped):
        why = f"Kolada svarar för långsamt: {answered}"
    elif isinstance(error, KoladaUnreachable):
        why = f"Kolada går inte att nå just nu ({error.cause})"
    elif isinstance(error, KoladaBusy):
        why = "Kolada hinner inte svara just nu"
    elif isinstance(error, KoladaProtocol):
        why = f"Kolada gav ett svar som inte går att använda: {error.problem}"
        later = f"{later} Händer det igen, säg till den som sköter servern."
    else:
        why = "Kolada godtar inte frågan"
        later = "Säg till den som sköter servern."
    return AskedError(f"{what} hämtades inte. {why}.", later, detail=f"{error} {error.detail}".strip())
