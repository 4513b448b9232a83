"""Who is signed in, and what each may do."""
