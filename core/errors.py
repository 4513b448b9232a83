"""The one family of errors that may reach a person."""

from __future__ import annotations


class NyckeltalError(Exception):
    """Something that a person can act on.

    ``message`` (Swedish) says what is wrong and where; ``advice`` (Swedish, may be empty) says what to do.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        """The message and the advice as one text."""
        return f"{self.message} {self.advice}".strip()
