"""Annotated copies of input files: the offending cells coloured, with a comment, and a list in front."""

from cityghg.report.annotated.copies import remove_copies, write_copies

__all__ = ["remove_copies", "write_copies"]
