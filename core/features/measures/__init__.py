"""Åtgärder: what is done about deviations and what became of it, what to do first, and what is decided."""
