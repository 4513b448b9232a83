"""Jämför: municipalities beside each other as a matrix, small charts or a map."""
