"""What bodies are asked to do: everything that is open, how far it has come, and what those who may do about it."""
