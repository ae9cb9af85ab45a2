"""The coverage of inventories: for which areas and years there is one, and how whole it is."""
