"""An inventory as ordered, named tables, and those tables as files."""
