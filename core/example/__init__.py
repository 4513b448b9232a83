"""The example: made-up municipalities with made-up figures that look like life, for use without Kolada."""

from core.example.harvest import example_harvest
from core.example.install import install_example
from core.example.targets import example_targets
from core.example.view import example_catalogue

__all__ = ["example_catalogue", "example_harvest", "example_targets", "install_example"]
