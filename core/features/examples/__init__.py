"""Goda exempel: what has been done in the co-operation, and what became of the figure."""
