"""Indicator tables as departments hand them in: found, their headings understood, read."""
