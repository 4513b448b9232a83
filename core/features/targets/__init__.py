"""Setting targets: by form, by file and at the terminal."""
