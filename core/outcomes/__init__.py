"""Rows and series put together from the snapshot, what people entered, and the rules; kept in memory."""
