"""Övningar: exercises and surveys, how they are led and answered, and what the answers come to."""
