"""Reading tables that people made: encodings, numbers, municipalities, headings, and faults by row and column."""
