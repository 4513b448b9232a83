"""Året: the co-operation's dates, its project plan, and how far each area is."""
