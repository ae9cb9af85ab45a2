"""Targets: read from a table, set against what was reached, scored, and broken down to districts."""
