"""A convenor's file read and checked. Pure."""
