"""Nytta och resurser: result against cost."""
