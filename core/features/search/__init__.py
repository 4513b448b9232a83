"""Sök: indicators, areas and municipalities by a part of their name."""
