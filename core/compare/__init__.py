"""Comparisons between municipalities: matrix, map, pairs, result index, whom to learn from."""
