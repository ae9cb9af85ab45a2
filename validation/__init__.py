"""Comparisons of computed inventories with published ones. Run: python -m validation DATA."""
