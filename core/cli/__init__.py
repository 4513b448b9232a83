"""The commands of ``python -m core``, for the administrator."""

from core.cli.main import main

__all__ = ["main"]
