"""Mål: the goal chain as readers see it, the page of one goal, and what other pages say of goals."""
