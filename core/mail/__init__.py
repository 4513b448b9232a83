"""E-mail that is sent: a letter put together, and the server that takes it."""
