"""City greenhouse-gas inventories in which every figure leads back to a cell and a page."""

__version__ = "0.1.0"
