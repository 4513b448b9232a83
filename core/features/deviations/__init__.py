"""Avvikelser: what the figures say should be looked closer at, who does, and what she finds."""
