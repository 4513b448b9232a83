"""What decks and reports share: versions of an area's document, downloads, texts that belong to figures."""
