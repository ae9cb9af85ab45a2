"""The pilot evaluation of a set of areas: growth of emissions against GDP, classes, peaks, shares, ranks."""
