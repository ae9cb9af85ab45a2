"""Results in tables of a database; each takes the place of what stood for its areas and years."""
