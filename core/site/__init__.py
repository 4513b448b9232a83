"""The pages in one table, and the server around them."""
