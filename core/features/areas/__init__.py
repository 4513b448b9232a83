"""Områden: what stands out in each area."""
