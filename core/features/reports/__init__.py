"""Rapport: an area's report as PDF and Word."""
