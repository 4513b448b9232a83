"""The one family of errors that may reach a person."""

from __future__ import annotations


class NyckeltalError(Exception):
    """Something that a person can act on.

    ``message`` (Swedish) says what is wrong and where; ``advice`` (Swedish, may be empty) says what to do. ``field``
    is the name of the field in a form that it is about, '' where it is about none or several. ``detail`` is for
    whoever runs the server: paths, addresses, a driver's own words. The log and the terminal tell it (as the
    exception's note), an answer never does.
    """

    def __init__(self, message: str, advice: str = "", *, detail: str = "", field: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.advice = advice
        self.detail = detail
        if detail:
            self.add_note(detail)

    def __str__(self) -> str:
        """The message and the advice as one text."""
        return f"{self.message} {self.advice}".strip()
