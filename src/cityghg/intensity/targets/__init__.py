"""Targets: read from a table, and which of them holds when."""
