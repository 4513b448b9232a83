"""The goal chain as people enter it: bodies, their plans with goals and indicators, and assignments."""
