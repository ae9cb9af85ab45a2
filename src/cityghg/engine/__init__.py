"""The one pass over all rows: the grouped sum."""
