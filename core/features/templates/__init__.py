"""Mallar: templates of one's own."""
