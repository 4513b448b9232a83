"""Resultatindex: where a municipality stands in each perspective."""
