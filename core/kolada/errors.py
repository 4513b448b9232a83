"""What can go wrong between us and Kolada, in words that an administrator can act on."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit, urlunsplit

from core.errors import NyckeltalError

_SHOWN_URL_LENGTH = 110


def without_secrets(url: str) -> str:
    """``url`` without a user name or password, so that it can be shown and logged."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "?"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _short(url: str) -> str:
    return url if len(url) <= _SHOWN_URL_LENGTH else url[: _SHOWN_URL_LENGTH - 1] + "…"


class KoladaError(NyckeltalError):
    """Kolada gave no usable answer.

    ``url`` is the address that was asked, without secrets; ``detail`` what is known besides, for the log;
    ``transient`` says whether asking again may help.
    """

    transient: bool = False

    def __init__(self, message: str, advice: str = "", *, url: str = "", detail: str = "") -> None:
        """``message`` and ``advice`` in Swedish; ``url`` may still hold secrets."""
        super().__init__(message, advice)
        self.url = without_secrets(url)
        self.detail = detail


class KoladaUnreachable(KoladaError):  # noqa: N818 - named for what the caller sees, as the others here
    """No connection, or none that lasted: network, name lookup, certificate, proxy or timeout.

    ``cause`` (Swedish) says which; ``tries`` is how many times the question was sent.
    """

    transient = True

    def __init__(self, url: str, cause: str, *, tries: int = 1, detail: str = "") -> None:
        """``cause`` fits within brackets in a sentence."""
        attempts = f", {tries} försök" if tries > 1 else ""
        super().__init__(
            f"Kolada gick inte att nå på {_short(without_secrets(url))} ({cause}{attempts}).",
            "Kontrollera att servern har nätförbindelse, att brandvägg och proxy släpper fram trafiken "
            "och att inställningen NYCKELTAL_KOLADA_URL är rätt. Försök sedan igen.",
            url=url,
            detail=detail,
        )
        self.cause = cause
        self.tries = tries


class KoladaBusy(KoladaError):  # noqa: N818
    """Kolada answered 429 or 5xx each time.

    ``status`` is the last HTTP status; ``retry_after`` the seconds that Kolada asked us to wait, if it did.
    """

    transient = True

    def __init__(self, url: str, status: int, *, tries: int = 1, retry_after: float | None = None) -> None:
        """``status`` is 429 or 5xx."""
        what = "tar inte emot fler frågor just nu" if status == 429 else "har ett fel hos sig eller hinner inte svara"
        super().__init__(
            f"Kolada {what} (svar {status}, {tries} försök).",
            "Felet ligger inte här. Vänta en stund och försök igen.",
            url=url,
        )
        self.status = status
        self.tries = tries
        self.retry_after = retry_after


class KoladaRefused(KoladaError):  # noqa: N818
    """Kolada will not answer this question however often it is asked (4xx; 410 means a closed version).

    ``status`` is the HTTP status; ``detail`` the beginning of what Kolada wrote.
    """

    _check_address = (
        "Kontrollera inställningen NYCKELTAL_KOLADA_URL: den ska ange Koladas aktuella version, "
        "till exempel https://api.kolada.se/v3."
    )
    _words: ClassVar[dict[int, tuple[str, str]]] = {
        401: ("Kolada, eller en proxy på vägen, kräver inloggning", _check_address),
        403: ("Kolada, eller en brandvägg på vägen, nekar åtkomst", _check_address),
        404: ("Det finns inget Kolada på den adressen", _check_address),
        407: (
            "Nätets proxy kräver inloggning",
            "Kontrollera serverns inställningar för proxy (HTTPS_PROXY).",
        ),
        410: (
            "Kolada har stängt den version av tjänsten som frågan ställdes till",
            _check_address + " Är den redan rätt behöver programmet uppdateras.",
        ),
    }
    _other = (
        "Kolada godtar inte frågan",
        "Frågan är fel ställd och nya försök hjälper inte. Anmäl felet till den som förvaltar programmet.",
    )

    def __init__(self, url: str, status: int, detail: str = "") -> None:
        """``status`` is 4xx."""
        what, advice = self._words.get(status, self._other)
        message = f"{what} (svar {status} från {_short(without_secrets(url))})."
        super().__init__(message, advice, url=url, detail=detail)
        self.status = status


class KoladaProtocol(KoladaError):  # noqa: N818
    """An answer that cannot be understood or must not be followed.

    ``problem`` (Swedish) says what; ``row`` is the row's place on its page, from 0, when a row is at fault.
    """

    def __init__(
        self, url: str, problem: str, *, transient: bool = False, row: int | None = None, detail: str = ""
    ) -> None:
        """``problem`` ends a sentence about "ett svar"."""
        super().__init__(
            f"Kolada gav ett svar som inte går att använda: {problem}.",
            "Försök igen senare. Kvarstår felet har Kolada ändrat sitt format, eller så svarar något annat "
            "i Koladas ställe (en proxy eller en inloggningssida); kontrollera NYCKELTAL_KOLADA_URL.",
            url=url,
            detail=detail,
        )
        self.problem = problem
        self.transient = transient
        self.row = row


class KoladaStopped(KoladaError):  # noqa: N818
    """The client was closed while the question waited: nobody is at fault."""

    def __init__(self, url: str = "") -> None:
        """``url`` may be unknown."""
        super().__init__("Hämtningen från Kolada avbröts.", url=url)
