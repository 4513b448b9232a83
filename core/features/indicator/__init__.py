"""Indikator: one figure, its years, its signals and why."""
